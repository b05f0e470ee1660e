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
	head := paint(color, d.Severity.String()) + ": " + cleanLine(d.Summary)
	if d.Code != "" {
		head += " [" + cleanLine(d.Code) + "]"
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
		fmt.Fprintf(b, "  %s\n", strings.ReplaceAll(Clean(d.Detail), "\n", "\n  "))
	}
	fmt.Fprintln(b)
}

const (
	// widestLine is how many cells of a source line are shown: a line of a
	// megabyte must not flood a terminal.
	widestLine = 160
	// widestBytes is how much of a line is looked at for them, either side of the
	// mistake; a cell takes a few bytes.
	widestBytes = 8 * widestLine
)

// cells measures text by Unicode alone. The package's own default asks the
// environment for the locale, and the same input would not give the same bytes.
func cells() *runewidth.Condition {
	return &runewidth.Condition{StrictEmojiNeutral: true}
}

// lineStart is where a line begins, for places that have no byte: parsers of YAML know
// lines alone. It is -1 where there is no such line.
func lineStart(src []byte, line int) int {
	at := 0
	for ; line > 1; line-- {
		i := bytes.IndexByte(src[at:], '\n')
		if i < 0 {
			return -1
		}
		at += i + 1
	}
	return at
}

// excerpt returns the first line of a range and marks under what the range
// covers of it. Tabs become single spaces and other control characters "?", so
// that marks stand under what they mean and a file cannot steer the terminal.
func excerpt(src []byte, r Range) (line, mark string, ok bool) {
	at := r.Start.Byte
	if at == 0 {
		at = lineStart(src, r.Start.Line)
	}
	if r.Start.Line == 0 || len(src) == 0 || at < 0 || at > len(src) {
		return "", "", false
	}
	begin := bytes.LastIndexByte(src[:at], '\n') + 1
	end := len(src)
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		end = at + i
	}
	stop := min(max(r.End.Byte, at), end)
	width := cells()
	before := cleanSource(src[max(begin, at-widestBytes):at])
	if over := width.StringWidth(before) - widestLine/2; over > 0 || at-widestBytes > begin {
		before = "…" + width.TruncateLeft(before, max(over, 0), "")
	}
	covered := cleanSource(src[at:min(stop, at+widestBytes)])
	after := ""
	if whole := width.StringWidth(covered) <= widestLine/2; whole && stop <= at+widestBytes {
		after = cleanSource(src[stop:min(end, stop+widestBytes)])
	} else if whole {
		covered += "…"
	} else {
		covered = width.Truncate(covered, widestLine/2, "…")
	}
	line = width.Truncate(before+covered+after, widestLine, "…")
	mark = strings.Repeat(" ", width.StringWidth(before)) +
		strings.Repeat("^", max(1, width.StringWidth(covered)))
	return strings.TrimRight(line, " "), mark, true
}

// cleanSource makes a part of a source line safe to print. A carriage return,
// which ends lines on some systems, has no width.
func cleanSource(src []byte) string {
	s := strings.ReplaceAll(strings.ToValidUTF8(string(src), "?"), "\r", "")
	return cleanLine(s)
}
