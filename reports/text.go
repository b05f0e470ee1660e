package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"

	"berth.dev/engine/diag"
)

// narrowest is the least width that text is laid out for.
const narrowest = 40

// textPage renders blocks for a terminal.
type textPage struct {
	w     io.Writer
	width int
	color bool
	// begun is true once something was written.
	begun bool
	// tabled is true after a table: another one stands apart from it.
	tabled bool
	// layout is that of the table last written, for one that continues it.
	layout *layout
	// noted are the columns that the reader was told are left out.
	noted string
}

func (p *textPage) write(blocks ...block) error {
	var b bytes.Buffer
	for _, x := range unfolded(blocks) {
		switch x := x.(type) {
		case heading:
			if p.begun {
				fmt.Fprintln(&b)
			}
			p.heading(&b, x)
		case paragraph:
			p.wrapped(&b, x.parts, x.indent, x.indent)
		case items:
			for _, e := range x.entries {
				p.wrapped(&b, append([]text{say("-")}, e...), 2, 4)
			}
		case table:
			if p.tabled && !x.continues {
				fmt.Fprintln(&b)
			}
			p.table(&b, x)
		case source:
			fmt.Fprintln(&b, strings.TrimRight(diag.Clean(x.text), "\n"))
		case drawing:
			for _, line := range x.lines {
				fmt.Fprintln(&b, strings.TrimRight(p.join(line, ""), " "))
			}
		}
		p.begun = true
		_, p.tabled = x.(table)
	}
	_, err := io.WriteString(p.w, unspoken(b.String()))
	return err
}

// unspoken keeps what is quoted from being a command to GitHub's runner, which reads the
// output of each step: one begins a line with two colons, or anywhere with "##[".
func unspoken(text string) string {
	if !strings.Contains(text, "::") && !strings.Contains(text, "##[") {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(text, "##[", "## [")) {
		if words := strings.TrimLeft(line, " "); strings.HasPrefix(words, "::") {
			line = line[:len(line)-len(words)] + ": " + words[1:]
		}
		b.WriteString(line)
	}
	return b.String()
}

// unfolded are blocks without what a terminal cannot hide, and nobody looks for there.
func unfolded(blocks []block) (out []block) {
	for _, x := range blocks {
		switch x := x.(type) {
		case folded:
			out = append(append(out, heading{2, []text{{x.title, strong}}}), unfolded(x.blocks)...)
		case marker:
		default:
			out = append(out, x)
		}
	}
	return out
}

// heading sets its parts apart where they fit on one line.
func (p *textPage) heading(b *bytes.Buffer, h heading) {
	plain := (&textPage{}).join(h.parts, "  ")
	if ruler().StringWidth(plain) <= p.width {
		fmt.Fprintln(b, p.join(h.parts, "  "))
		return
	}
	p.wrapped(b, h.parts, 0, 2)
}

// paint puts text into its tone.
func (p *textPage) paint(t text) string {
	words := clean(t.words)
	codes := map[tone]string{strong: "1", good: "32", bad: "31", doubtful: "33", dim: "2"}
	code, ok := codes[t.tone]
	if !p.color || !ok || words == "" {
		return words
	}
	return "\x1b[" + code + "m" + words + "\x1b[0m"
}

func (p *textPage) join(parts []text, between string) string {
	out := make([]string, 0, len(parts))
	for _, t := range parts {
		if t.words != "" {
			out = append(out, p.paint(t))
		}
	}
	return strings.Join(out, between)
}

// wrapped writes running text with line ends at spaces. first is the indent of
// the first line, rest that of the others.
func (p *textPage) wrapped(b *bytes.Buffer, parts []text, first, rest int) {
	line, used, indent := []text{}, 0, first
	end := func() {
		b.WriteString(strings.Repeat(" ", indent))
		fmt.Fprintln(b, p.join(line, " "))
		line, used, indent = nil, 0, rest
	}
	for _, t := range parts {
		for _, word := range strings.Fields(clean(t.words)) {
			width := ruler().StringWidth(word)
			if used > 0 && indent+used+1+width > p.width {
				end()
			}
			if last := len(line) - 1; last >= 0 && line[last].tone == t.tone {
				line[last].words += " " + word
			} else {
				line = append(line, text{word, t.tone})
			}
			if used > 0 {
				used++
			}
			used += width
		}
	}
	end()
}

// ruler measures text by Unicode alone; the package's default asks the
// environment, and the same report would not be the same bytes everywhere.
func ruler() *runewidth.Condition { return &runewidth.Condition{StrictEmojiNeutral: true} }

// clean makes text safe for one line of a terminal: what steers one becomes "?",
// line ends and tabs become spaces.
func clean(s string) string {
	s = diag.Clean(s)
	if !strings.ContainsAny(s, "\n\t") {
		return s
	}
	return strings.NewReplacer("\n", " ", "\t", " ").Replace(s)
}
