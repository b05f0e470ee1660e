package spec

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"berth.dev/engine/diag"
)

// wordAt is an attribute of one block: what a mistake leaves unset must not be
// reported as missing too.
type wordAt struct {
	file, block uint32
	name        string
}

// mistaken notes that a block says a word, though wrongly.
func (d *decoder) mistaken(block hcl.Range, name string) {
	if d.wrongly == nil {
		d.wrongly = map[wordAt]bool{}
	}
	d.wrongly[wordAt{d.index, uint32(block.Start.Byte), name}] = true
}

func (d *decoder) isMistaken(block hcl.Range, name string) bool {
	return d.wrongly[wordAt{d.index, uint32(block.Start.Byte), name}]
}

// full tells whether the file has reported all the mistakes it may. Ask before
// work that only a message needs, and count the mistake in more.
func (d *decoder) full() bool { return len(d.diags) >= mostPerFile }

func (d *decoder) errorf(code string, at hcl.Range, summary, format string, args ...any) {
	if d.full() {
		d.more++
		return
	}
	d.diags.Errorf(code, d.place(at), summary, format, args...)
}

// close ends the list of a file that had more mistakes than are listed.
func (d *decoder) close() {
	if d.more > 0 {
		d.diags.Errorf(CodeLimit, diag.Range{File: d.file.Name}, "More mistakes",
			"The file has %d more mistakes than the %d that are listed. Mend those first.", d.more, mostPerFile)
	}
}

func (d *decoder) place(at hcl.Range) diag.Range {
	return diag.Range{
		File:  d.file.Name,
		Start: d.file.pos(uint32(at.Start.Byte)),
		End:   d.file.pos(uint32(at.End.Byte)),
	}
}

func (d *decoder) origin(at hcl.Range, level Level) Origin {
	return Origin{file: d.index, start: uint32(at.Start.Byte), end: uint32(at.End.Byte), level: level}
}

// unknown reports a word that the language does not have here.
func (d *decoder) unknown(word string, at, block hcl.Range, s *shape, what string) {
	if d.full() {
		d.more++
		return
	}
	hint := diag.Meant(word, s.words)
	if len(s.words) == 0 {
		hint = "Nothing may stand here."
	}
	if s.attrs[word] != nil {
		hint = fmt.Sprintf("It is an attribute: write %s = …", word)
	} else if b := s.blocks[word]; b != nil {
		hint = fmt.Sprintf("It is a block: write %s, without an equals sign and with each attribute on a line of its own.", b.example())
	}
	d.mistaken(block, diag.Nearest(word, s.words))
	said := fmt.Sprintf("There is no %s %q here. %s", what, shorten(word), hint)
	d.errorf(CodeUnknownWord, at, "Unknown "+what, "%s", strings.TrimSpace(said))
}

// example shows how the block is written.
func (b *blockField) example() string {
	names := []string{` "a"`, ` "b"`}[:len(b.labels)]
	return b.name + strings.Join(names, "") + " { … }"
}

// withArticle names a kind of block in the beginning of a sentence.
func withArticle(block string) string {
	if strings.ContainsRune("aeiou", rune(block[0])) {
		return "An " + block
	}
	return "A " + block
}

// longestWords is how much of another program's message is shown: it may quote
// a whole line of the file.
const longestWords = 600

// hclCode is the code of what HCL's parsers report, by their summaries; the rest
// is syntax.
func hclCode(summary string) string {
	switch summary {
	case "Attribute redefined", "Duplicate argument":
		return CodeDuplicate
	case "Missing block label":
		return CodeLabels
	case "Incorrect JSON value type":
		return CodeForm
	}
	return CodeSyntax
}

// ourWords puts HCL's messages into the words of the language.
func ourWords() *strings.Replacer {
	return strings.NewReplacer("argument", "attribute", "Argument", "Attribute", "configuration block", "block")
}

// hcl takes over what HCL's parser reported.
func (d *decoder) hcl(diags hcl.Diagnostics) {
	words := ourWords()
	for _, g := range diags {
		at := hcl.Range{Filename: d.file.Name}
		if g.Subject != nil {
			at = *g.Subject
		}
		if d.full() {
			d.more++
			continue
		}
		d.errorf(hclCode(g.Summary), at, words.Replace(g.Summary), "%s", shortenTo(words.Replace(g.Detail), longestWords))
	}
}
