package reimport

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
)

// edit puts a text into the place of another one.
type edit struct {
	from, to int
	text     string
}

// edits are those of one file.
type edits []edit

func (e *edits) replace(from, to int, text string) { *e = append(*e, edit{from, to, text}) }

// apply makes the edits. A file that had the layout of `berth fmt` has it again; another
// one is left in its own.
func (e edits) apply(src []byte) []byte {
	if len(e) == 0 {
		return src
	}
	slices.SortStableFunc(e, func(a, b edit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var out bytes.Buffer
	at := 0
	for _, one := range e {
		out.Write(src[at:max(at, one.from)])
		out.WriteString(one.text)
		at = max(at, one.to)
	}
	out.Write(src[at:])
	if bytes.Equal(hclwrite.Format(src), src) {
		return hclwrite.Format(out.Bytes())
	}
	return out.Bytes()
}

// setValue gives an attribute the value of another one.
func (e *edits) setValue(hand, fresh *item) {
	text := strings.TrimSuffix(string(fresh.src[fresh.from:fresh.to]), "\n")
	if hand.src[hand.to-1] == '\n' { // a heredoc has the end of its line
		text += "\n"
	}
	e.replace(hand.from, hand.to, text)
}

// setComment gives an item the comment of another one.
func (e *edits) setComment(hand, fresh *item) {
	e.replace(hand.lead, hand.start, string(fresh.src[fresh.lead:fresh.start]))
}

// remove takes an item out, and of the empty lines around a block of the file one.
func (e *edits) remove(b *body, i *item) {
	from := i.lead
	if b.top && from > 1 && b.src[from-1] == '\n' && b.src[from-2] == '\n' {
		from--
	}
	e.replace(from, i.end, "")
}

// insert puts an item of a new import into a body: behind the nearest item before it
// that is there, else before the nearest one after it, else at the end.
func (e *edits) insert(b *body, into *item, fresh *body) {
	text := string(into.text())
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	at := b.placeFor(into, fresh)
	if b.top {
		e.separate(b, at, text)
		return
	}
	if !bytes.Contains(b.src[b.open:b.close], []byte("\n")) {
		e.unfold(b)
	}
	e.replace(at, at, text)
}

// unfold puts the inside of a block that stands on one line on lines of its own.
func (e *edits) unfold(b *body) {
	if slices.Contains(*e, edit{b.open, b.open, "\n"}) {
		return
	}
	e.replace(b.open, b.open, "\n")
	if len(bytes.TrimSpace(b.src[b.open:b.close])) > 0 {
		e.replace(b.close, b.close, "\n")
	}
}

// separate inserts a block of a file with an empty line around it.
func (e *edits) separate(b *body, at int, text string) {
	before, after := b.src[:at], b.src[at:]
	if len(before) > 0 && !bytes.HasSuffix(before, []byte("\n\n")) {
		text = "\n" + text
		if !bytes.HasSuffix(before, []byte("\n")) {
			text = "\n" + text
		}
	}
	if len(after) > 0 && !bytes.HasPrefix(after, []byte("\n")) {
		text += "\n"
	}
	e.replace(at, at, text)
}

// placeFor is where a new item belongs.
func (b *body) placeFor(into *item, fresh *body) int {
	at := slices.Index(fresh.items, into)
	for k := at - 1; k >= 0; k-- {
		if found := b.find(fresh.items[k].key); found != nil {
			return found.end
		}
	}
	for k := at + 1; k < len(fresh.items); k++ {
		if found := b.find(fresh.items[k].key); found != nil {
			return found.lead
		}
	}
	if b.top || !bytes.Contains(b.src[b.open:b.close], []byte("\n")) {
		return b.close
	}
	return max(b.open, lineStart(b.src, b.close))
}
