package reports

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"berth.dev/reports/page"
)

// stateLine says how final the month is: the engine's reason where the page speaks its
// language, else the day of the last row, and the reason stands with what was read.
func (p *monthPage) stateLine() (out []page.Said) {
	if why := p.said(p.m.State.Why); why.Text != "" && why.Lang == "" {
		out = append(out, page.Said{Text: p.dated(initial(strings.TrimSuffix(why.Text, "."))) + p.t.stop})
	}
	if p.m.State.Last != "" {
		out = append(out, page.Said{Text: told(p.t.until, p.t.date(p.m.State.Last))})
	}
	return out
}

// dayForm is what the engine writes days as, with blanks around them: not inside of a name.
var dayForm = regexp.MustCompile(`(^|[\s(])(\d{4}-\d{2}-\d{2})\b`)

// dated writes the days in a sentence of the engine as the page writes its own.
func (p *monthPage) dated(s string) string {
	return dayForm.ReplaceAllStringFunc(s, func(found string) string {
		day := found[len(found)-len(time.DateOnly):]
		return strings.TrimSuffix(found, day) + p.t.date(day)
	})
}

// initial begins a sentence with a capital.
func initial(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:n]) + s[n:]
}

// readLines say what was read, and what was wrong with it.
func (p *monthPage) readLines() (out []page.Said) {
	own := told(p.t.rows, Number(p.m.State.Rows))
	if p.m.State.Bad > 0 {
		own += " " + told(p.t.rowsBad, Number(p.m.State.Bad))
	}
	if p.m.State.Duplicates > 0 {
		own += " " + told(p.t.twice, Number(p.m.State.Duplicates))
	}
	out = append(out, page.Said{Text: own})
	if p.m.State.Why != "" {
		why := p.said(p.m.State.Why)
		if why.Lang == "" {
			why.Text = p.dated(why.Text)
		}
		out = append(out, why)
	}
	return append(out, append(p.foreign(p.m.State.Faults), p.foreign(p.m.State.Notes)...)...)
}
