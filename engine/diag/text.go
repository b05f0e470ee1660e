package diag

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
)

// TextOptions says how diagnostics are written for a person.
type TextOptions struct {
	// Sources maps a file's name to its bytes; a file that is missing is cited
	// without its text.
	Sources map[string][]byte
	// Color paints severities and marks with ANSI codes.
	Color bool
	// Most is how many diagnostics are written; the rest are counted. 0 means
	// all.
	Most int
}

// widestLine is how much of a source line is shown: a line of a megabyte must
// not flood a terminal.
const widestLine = 160

// WriteText writes the list for a person: what and where, the source line with
// the mistake underlined, and what to do.
func WriteText(w io.Writer, l List, o TextOptions) error {
	var b bytes.Buffer
	shown := l
	if o.Most > 0 && len(l) > o.Most {
		shown = l[:o.Most]
	}
	for _, d := range shown {
		writeOne(&b, d, o)
	}
	if rest := len(l) - len(shown); rest > 0 {
		fmt.Fprintf(&b, "… and %d more.\n", rest)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func writeOne(b *bytes.Buffer, d Diagnostic, o TextOptions) {
	paint := func(code, s string) string {
		if !o.Color {
			return s
		}
		return "\x1b[" + code + "m" + s + "\x1b[0m"
	}
	color := "1;31"
	if d.Severity == Warning {
		color = "1;33"
	}
	head := paint(color, d.Severity.String()) + ": " + d.Summary
	if d.Code != "" {
		head += " [" + d.Code + "]"
	}
	fmt.Fprintln(b, head)
	if place := d.Subject.String(); place != "" {
		fmt.Fprintf(b, "  at %s\n", place)
	}
	if line, mark, ok := excerpt(o.Sources[d.Subject.File], d.Subject); ok {
		number := fmt.Sprint(d.Subject.Start.Line)
		fmt.Fprintf(b, "  %s | %s\n", number, line)
		fmt.Fprintf(b, "  %s | %s\n", strings.Repeat(" ", len(number)), paint(color, mark))
	}
	if d.Detail != "" {
		fmt.Fprintf(b, "  %s\n", strings.ReplaceAll(d.Detail, "\n", "\n  "))
	}
	fmt.Fprintln(b)
}

// excerpt returns the first line of a range and marks under what the range
// covers of it. Tabs become single spaces and other control characters "?", so
// that marks stand under what they mean and a file cannot steer the terminal.
func excerpt(src []byte, r Range) (line, mark string, ok bool) {
	at := r.Start.Byte
	if r.Start.Line == 0 || len(src) == 0 || at > len(src) {
		return "", "", false
	}
	begin := bytes.LastIndexByte(src[:at], '\n') + 1
	end := len(src)
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		end = at + i
	}
	stop := min(max(r.End.Byte, at), end)
	before, covered, after := clean(src[begin:at]), clean(src[at:stop]), clean(src[stop:end])
	if runewidth.StringWidth(before) > widestLine/2 {
		before = "…" + runewidth.TruncateLeft(before, runewidth.StringWidth(before)-widestLine/2, "")
	}
	covered = runewidth.Truncate(covered, widestLine/2, "…")
	line = runewidth.Truncate(before+covered+after, widestLine, "…")
	mark = strings.Repeat(" ", runewidth.StringWidth(before)) +
		strings.Repeat("^", max(1, runewidth.StringWidth(covered)))
	return strings.TrimRight(line, " "), mark, true
}

// clean makes source safe to print on a terminal.
func clean(src []byte) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r == '\r':
			return -1
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0:
			return '?'
		}
		return r
	}, strings.ToValidUTF8(string(src), "?"))
}
