package review

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// brought is what the program writes of a change, as far as it is looked at here.
type brought struct {
	// raw is all of it, as it was written.
	raw string

	Schema     string         `json:"schema"`
	Placed     string         `json:"placed"`
	Nothing    bool           `json:"nothing"`
	Verdict    string         `json:"verdict"`
	New        []finding      `json:"new"`
	Refusing   []finding      `json:"refusing"`
	Fixed      []finding      `json:"fixed"`
	Services   []movedService `json:"services"`
	Resplit    []string       `json:"resplit"`
	Money      []bill         `json:"money"`
	Effect     effect         `json:"effect"`
	Exceptions []struct {
		Name  string `json:"name"`
		How   string `json:"how"`
		State string `json:"state"`
	} `json:"exceptions"`
	Edits []struct {
		Kind   string `json:"kind"`
		Name   string `json:"name"`
		How    string `json:"how"`
		Fields []struct {
			Path string `json:"path"`
		} `json:"fields"`
	} `json:"edits"`
}

// effect is what edited rules alone do.
type effect struct {
	Services int `json:"services"`
	Moves    []struct {
		Service string `json:"service"`
		From    string `json:"from"`
		To      string `json:"to"`
	} `json:"moves"`
	New   []finding `json:"new"`
	Fixed []finding `json:"fixed"`
}

// movedService is a service that moves, comes or goes.
type movedService struct {
	Service string `json:"service"`
	How     string `json:"how"`
	From    string `json:"from"`
	To      string `json:"to"`
	Why     string `json:"why"`
}

// bill is one line of the month's money.
type bill struct {
	Product string `json:"product"`
	What    string `json:"what"`
	Change  struct {
		Amount string `json:"amount"`
	} `json:"change"`
}

// brought asks what the work tree brings, seen from a branch.
func (r *repository) brought(from string, code int) (b brought) {
	r.Helper()
	args := []string{"check", specs, "--against", from, "--format", "json"}
	a := r.berth(args...)
	if a.code != code {
		r.Fatalf("berth %s: exit %d, want %d\n%s%s", strings.Join(args, " "), a.code, code, a.out, a.err)
	}
	if err := json.Unmarshal([]byte(a.out), &b); err != nil || b.Schema != "berth.change/1" {
		r.Fatalf("schema %q: %v\n%s", b.Schema, err, a.out)
	}
	b.raw = a.out
	if b.Nothing != (len(b.lines()) == 0) || b.Verdict != map[int]string{passed: "passed", refused: "refused"}[code] {
		r.Errorf("nothing: %v, verdict: %q", b.Nothing, b.Verdict)
	}
	for _, s := range b.Services {
		if s.Why == "" && s.How != "removed" {
			r.Errorf("%s goes to %s, and nobody says why", s.Service, s.To)
		}
	}
	return b
}

// lines are all that is told, one thing a line, in the words of a request's table.
func (b brought) lines() (lines []string) {
	say := func(format string, args ...any) {
		lines = append(lines, strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " "))
	}
	for _, all := range []struct {
		word string
		of   []finding
	}{{"new", b.New}, {"refuses", b.Refusing}, {"fixed", b.Fixed}, {"rules break", b.Effect.New}, {"rules mend", b.Effect.Fixed}} {
		for _, f := range all.of {
			say("%s %s", all.word, f)
		}
	}
	for _, s := range b.Services {
		say("%s %s %s %s", map[string]string{"changed": "moves", "added": "comes", "removed": "goes"}[s.How], s.Service, s.From, s.To)
	}
	for _, name := range b.Resplit {
		say("shares %s", name)
	}
	for _, m := range b.Money {
		say("money %s %s %s", m.Product, m.What, direction(m.Change.Amount))
	}
	for _, m := range b.Effect.Moves {
		say("rules move %s %s %s", m.Service, m.From, m.To)
	}
	for _, e := range b.Exceptions {
		say("exception %s %s %s", e.Name, e.How, e.State)
	}
	for _, e := range b.Edits {
		paths := ""
		for _, f := range e.Fields {
			paths += ", " + f.Path
		}
		say("%s%s", strings.TrimSpace(e.How+" "+e.Kind+" "+e.Name), paths)
	}
	slices.Sort(lines)
	return lines
}

// direction says in a word where an amount goes.
func direction(amount string) string {
	switch n, err := strconv.ParseFloat(amount, 64); {
	case err != nil:
		return "?"
	case n > 0:
		return "more"
	case n < 0:
		return "less"
	}
	return "same"
}

// agrees holds what a change is told to bring against two checks of all that there is,
// before and after, on the places that the change was told with.
func (r *repository) agrees(before *checked, b brought) {
	r.Helper()
	was, is := before.at(b.Placed), r.findings(b.Placed)
	if diff := cmp.Diff(without(is, was), texts(b.New)); diff != "" {
		r.Errorf("new (-two checks +against):\n%s", diff)
	}
	if diff := cmp.Diff(without(was, is), texts(b.Fixed)); diff != "" {
		r.Errorf("fixed (-two checks +against):\n%s", diff)
	}
}

// without are the open findings that are not among others, as texts.
func without(findings, others []finding) []string {
	return slices.DeleteFunc(texts(findings), func(s string) bool { return slices.Contains(texts(others), s) })
}

// texts are findings that no exception excuses, in words and sorted.
func texts(findings []finding) []string {
	out := []string{}
	for _, f := range findings {
		if f.Exception == "" {
			out = append(out, f.String())
		}
	}
	slices.Sort(out)
	return out
}

// TestADiffOfRulesSaysWhatTheRequestSays asks for the rules alone, of each request that
// edits some.
func TestADiffOfRulesSaysWhatTheRequestSays(t *testing.T) {
	main := company(t)
	for _, q := range ruleRequests() {
		t.Run(q.name, func(t *testing.T) {
			branch := main.branch(t, q.name, "main")
			q.edit(branch)
			branch.commit(q.title)
			want := branch.brought("main", q.against)
			a := branch.berth("policy", "diff", "main", specs, "-C", specs, "--format", "json")
			var got brought
			if err := json.Unmarshal([]byte(a.out), &got); err != nil || a.code != passed {
				t.Fatalf("exit %d: %v\n%s", a.code, err, a.err)
			}
			if diff := cmp.Diff(want.Effect, got.Effect); diff != "" || want.Effect.Services == 0 {
				t.Errorf("what %d services are told (-check +policy diff):\n%s", want.Effect.Services, diff)
			}
		})
	}
}
