package reports

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"unicode"
)

// csvPage writes rows for spreadsheets and for programs: one header, commas, a line end
// of one character, UTF-8 without a mark at its beginning.
type csvPage struct{ w *csv.Writer }

// csvCell is one cell. Only [csvNumber] makes one that is not guarded.
type csvCell struct{ words string }

// csvText is a cell of words, which a spreadsheet will not take for a formula.
func csvText(s string) csvCell { return csvCell{guarded(s)} }

// csvNumber is a cell of a number that berth wrote itself.
func csvNumber(decimal string) csvCell { return csvCell{decimal} }

func newCSV(w io.Writer, columns ...string) (*csvPage, error) {
	p := &csvPage{w: csv.NewWriter(w)}
	return p, p.w.Write(columns)
}

func (p *csvPage) row(cells ...csvCell) error {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = c.words
	}
	return p.w.Write(out)
}

func (p *csvPage) end() error {
	p.w.Flush()
	return p.w.Error()
}

// formulaBegins are the characters by which spreadsheets know a formula, the wide ones of
// Japanese and Chinese keyboards too: "＝" is "=" to them.
const formulaBegins = "=+-@＝＋－＠−﹢﹣﹦﹫"

// guarded puts an apostrophe before what a spreadsheet would run: at the beginning, and
// after a semicolon, where much of Europe's spreadsheets begin a cell whatever the file's
// own separator. Control characters become "?", line ends and tabs spaces, before that:
// so none of them hides a beginning.
func guarded(s string) string {
	parts := strings.Split(clean(s), ";")
	for i, part := range parts {
		if first := strings.TrimLeftFunc(part, invisible); first != "" && strings.ContainsRune(formulaBegins, []rune(first)[0]) {
			parts[i] = "'" + part
		}
	}
	return strings.Join(parts, ";")
}

// invisible tells characters that a spreadsheet may pass over before it looks whether a
// cell is a formula: spaces of all kinds, quotes, and what has no width.
func invisible(r rune) bool {
	return unicode.IsSpace(r) || r == '"' || unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me) || slices.Contains([]rune{'\u2800', '\u3164', '\uffa0'}, r)
}
