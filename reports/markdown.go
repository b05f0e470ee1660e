package reports

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"
)

// markdownPage renders blocks as GitHub-flavoured Markdown.
type markdownPage struct {
	w     io.Writer
	begun bool
	// notes is true while the table being written has a column of notes.
	notes bool
}

func (p *markdownPage) write(blocks ...block) error {
	var b bytes.Buffer
	for _, x := range blocks {
		p.block(&b, x)
	}
	_, err := p.w.Write(b.Bytes())
	return err
}

func (p *markdownPage) block(b *bytes.Buffer, x block) {
	if t, ok := x.(table); p.begun && !(ok && t.continues) {
		b.WriteByte('\n')
	}
	p.begun = true
	switch x := x.(type) {
	case heading:
		fmt.Fprintf(b, "%s %s\n", strings.Repeat("#", x.level), inline(plainly(x.parts)))
	case paragraph:
		fmt.Fprintln(b, inline(x.parts))
	case items:
		for _, e := range x.entries {
			fmt.Fprintf(b, "- %s\n", inline(e))
		}
	case table:
		p.table(b, x)
	case source:
		fence := "```"
		for strings.Contains(x.text, fence) {
			fence += "`"
		}
		fmt.Fprintf(b, "%s%s\n%s\n%s\n", fence, x.language, strings.TrimRight(x.text, "\n"), fence)
	case drawing:
		b.WriteString("```text\n")
		for _, line := range x.lines {
			fmt.Fprintln(b, strings.TrimRight((&textPage{}).join(line, ""), " "))
		}
		b.WriteString("```\n")
	case folded:
		fmt.Fprintf(b, "<details><summary>%s</summary>\n", html.EscapeString(clean(x.title)))
		for _, inner := range x.blocks {
			p.block(b, inner)
		}
		b.WriteString("\n</details>\n")
	case marker:
		fmt.Fprintf(b, "<!-- %s -->\n", x.name)
	}
}

func (p *markdownPage) table(b *bytes.Buffer, t table) {
	if !t.continues {
		p.notes = false
		for _, r := range t.rows {
			p.notes = p.notes || len(r.notes) > 0
		}
		names, rules := make([]string, len(t.columns)), make([]string, len(t.columns))
		for i, c := range t.columns {
			names[i], rules[i] = escape(c.name), "---"
			if c.right {
				rules[i] = "--:"
			}
		}
		if p.notes {
			names, rules = append(names, "notes"), append(rules, "---")
		}
		fmt.Fprintf(b, "| %s |\n| %s |\n", strings.Join(names, " | "), strings.Join(rules, " | "))
	}
	for _, r := range t.rows {
		out := make([]string, len(t.columns), len(t.columns)+1)
		for i := range t.columns {
			if i < len(r.cells) {
				out[i] = inline(r.cells[i : i+1])
			}
		}
		if p.notes {
			var notes []string
			for _, n := range r.notes {
				notes = append(notes, inline([]text{n}))
			}
			out = append(out, strings.Join(notes, "<br>"))
		}
		fmt.Fprintf(b, "| %s |\n", strings.Join(out, " | "))
	}
}

// plainly takes the tones away: a heading is bold by itself.
func plainly(parts []text) []text {
	out := make([]text, len(parts))
	for i, t := range parts {
		out[i] = say(t.words)
	}
	return out
}

// inline joins pieces of text; strong ones are bold.
func inline(parts []text) string {
	var out []string
	for _, t := range parts {
		words := strings.TrimSpace(escape(t.words))
		if words == "" {
			continue
		}
		if t.tone == strong {
			words = "**" + words + "**"
		}
		out = append(out, words)
	}
	return strings.Join(out, " ")
}

// escape makes text mean itself in Markdown: markup, table bars and HTML.
func escape(s string) string {
	s = clean(s)
	if !strings.ContainsAny(s, "&<>\\|`*_[]#~!") {
		return s // most texts; a replacer takes longer to make than to ask
	}
	return strings.NewReplacer(
		"&", "&amp;", "<", "&lt;", ">", "&gt;",
		`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "#", `\#`, "~", `\~`, "!", `\!`,
	).Replace(s)
}
