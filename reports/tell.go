package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"berth.dev/engine/apply"
	"berth.dev/engine/diag"
)

// Teller writes events as lines of text, with the seconds since the beginning in front.
// Events that only matter to a live view are not written, and steps that could not be
// dry-run for the same reason share a line: a new cluster has hundreds of them.
type Teller struct {
	w    io.Writer
	held []unproven
}

// unproven are objects that could not be dry-run, for one reason.
type unproven struct {
	words string
	names []string
	since Number
}

// NewTeller makes a teller that writes to w.
func NewTeller(w io.Writer) *Teller { return &Teller{w: w} }

// Hear takes the next event.
func (t *Teller) Hear(e Event) error {
	switch apply.What(e.What) {
	case apply.Unproven:
		t.hold(&e)
		return nil
	case apply.Rehearsed:
		return nil
	}
	if err := t.End(); err != nil {
		return err
	}
	return t.line(e.Since, e.line())
}

// End writes what was held back. It is called once after the last event.
func (t *Teller) End() error {
	held := t.held
	t.held = nil
	for i := range held {
		if err := t.line(held[i].since, held[i].line()); err != nil {
			return err
		}
	}
	return nil
}

func (t *Teller) hold(e *Event) {
	at := slices.IndexFunc(t.held, func(u unproven) bool { return u.words == e.Words })
	if at < 0 {
		at = len(t.held)
		t.held = append(t.held, unproven{words: e.Words, since: e.Since})
	}
	t.held[at].names = append(t.held[at].names, e.subject())
}

func (t *Teller) line(since Number, words string) error {
	if words == "" {
		return nil
	}
	_, err := fmt.Fprintf(t.w, "%8.1fs  %s\n", float64(since), diag.Clean(words))
	return err
}

// namedUnproven is how many of the objects that could not be dry-run a line names.
const namedUnproven = 3

func (u *unproven) line() string {
	n := len(u.names)
	slices.Sort(u.names) // they come in no order
	names := strings.Join(u.names[:min(n, namedUnproven)], ", ")
	if n > namedUnproven {
		names += fmt.Sprintf(" and %d more", n-namedUnproven)
	}
	return fmt.Sprintf("%s, %s: %s (%s)", apply.Unproven, count(n, "object"), u.words, names)
}
