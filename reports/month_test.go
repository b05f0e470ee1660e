package reports

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
	"berth.dev/engine/month/monthtest"
)

// partOf is a section of a text, from its heading to the next.
func partOf(t *testing.T, text, title string) string {
	t.Helper()
	_, rest, found := strings.Cut("\n"+text, "\n"+title+"\n")
	if !found {
		t.Fatalf("no %q in:\n%s", title, text)
	}
	part, _, _ := strings.Cut(rest, "\n\n")
	return strings.TrimSuffix(part, "\n") + "\n"
}

// holdsExactly wants texts with their line ends and spaces.
func holdsExactly(t *testing.T, got string, want ...string) {
	t.Helper()
	for _, words := range want {
		if !strings.Contains(got, words) {
			t.Errorf("%q is not in:\n%s", words, got)
		}
	}
}

func TestTheFirstLinesOfAMonthAnswerWhatItsReaderAsks(t *testing.T) {
	got, _, _ := strings.Cut(writtenMonth(t, Options{Format: Text, Width: 100}, monthReport()), "\n\n")
	want := `2026-10 cost 3,700,000 JPY, 200,000 (5.7 %) more than planned.
Why: volume +292,676 (vroid-hub +250,000); idle −88,000; price −53,876 (sketch −53,876); and 2
smaller ones below.
What to do:
  - Move vroid-hub from gke to tokyo: that saves 180,000 JPY a month. Waiting for 3 months costs
    540,000 JPY.
  - Use commitment cud-1, or let it end: 30,000 JPY of it went unused.
  - Bring product vroid back into its budget, or raise that: it is over by 110,000 JPY.
  - Assign 48,000 JPY of bill gcp that belong to nobody: Cloud Storage in project pixiv-logs.
  - Mend 2 rows of the bills that could not be read: their cost is missing here.
How final: provisional. Bills may still grow until 2026-11-05. Bills cover the days up to
2026-10-31.
Asia/Tokyo · amortised view · planned by plans/2026-09.json of 2026-09-28 · as of 2026-11-02 · to
the last digit 3700000 JPY`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheHeadlineOfAMonthSaysHowItRelatesToThePlan(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(*month.Report)
		want string
	}{
		"more":                {func(*month.Report) {}, "2026-10 cost 3,700,000 JPY, 200,000 (5.7 %) more than planned."},
		"less":                {func(r *month.Report) { r.Delta = amount("-200000") }, "2026-10 cost 3,700,000 JPY, 200,000 (5.7 %) less than planned."},
		"the same":            {func(r *month.Report) { r.Delta = amount("0") }, "2026-10 cost 3,700,000 JPY, exactly as planned."},
		"a little":            {func(r *month.Report) { r.Delta = amount("0.25") }, "2026-10 cost 3,700,000 JPY, 0.25 (0.0 %) more than planned."},
		"planned for nothing": {func(r *month.Report) { r.Planned, r.Delta = amount("0"), r.Actual }, "2026-10 cost 3,700,000 JPY, 3,700,000 more than planned."},
		"no plan":             {func(r *month.Report) { r.Plan = nil }, "2026-10 cost 3,700,000 JPY, 250,000 (7.2 %) more than in 2026-09. Nothing was planned."},
		"no plan and no past": {func(r *month.Report) { r.Plan, r.Months = nil, nil }, "2026-10 cost 3,700,000 JPY. Nothing was planned."},
		"ten times as much":   {func(r *month.Report) { r.Planned = amount("1000") }, "2026-10 cost 3,700,000 JPY, 200,000 more than planned."},
		"twice as much":       {func(r *month.Report) { r.Planned = amount("100000") }, "2026-10 cost 3,700,000 JPY, 200,000 (200 %) more than planned."},
	} {
		r := monthReport()
		c.edit(r)
		m := NewMonth(r)
		if diff := cmp.Diff(c.want, m.headline()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAMonthThatNothingIsKnownOfSaysSo(t *testing.T) {
	want := `2026-10 cost 12.50 JPY. Nothing was planned.
Why: no plan was in force on the month's first day, so nothing can be said of causes.
What to do:
  - Make a plan, so that the next month has something to be held against: "berth plan DIR", and its
    file under plans in the report block.
How final: reconciled.
UTC · purchase view · as of 2026-11-20 · to the last digit 12.5 JPY

Bills and how well they are known, JPY
  - 0 rows read, 0 of them left out as unreadable, 0 duplicates.

The report rests on 0 lines, 0 rules and 0 pinned inputs: -v shows how it was worked out, --format
html a page of it, csv each line with all its digits, json all there is.
`
	if diff := cmp.Diff(want, writtenMonth(t, Options{Format: Text}, monthless())); diff != "" {
		t.Error(diff)
	}
}

func TestNothingToDoIsSaid(t *testing.T) {
	r := monthless()
	r.Plan = &month.Plan{File: "p.json", AsOf: "2026-09-30"}
	holds(t, writtenMonth(t, Options{Format: Text}, r), "What to do: nothing that this report knows of.", "Why: each part cost what was planned.")
}

func TestTheBridgeOfAMonthIsDrawnStepByStep(t *testing.T) {
	got := partOf(t, writtenMonth(t, Options{Format: Text, Width: 80}, monthReport()), "From planned to actual, JPY")
	want := `    planned      3,500,000           │
    price          −53,876  █████████
    volume        +292,676  ███████████████████████████████████████████████
    placement            0                                                 ·
    commitment           0                                                 ·
    idle           −88,000                                   ██████████████
    unallocated    +48,000                                   ████████
    late            +1,200                                           ▏
    rounding             0                                           ·
    actual       3,700,000                                           │
  - price −53,876: a core-hour on tokyo cost 8 % less.
  - volume +292,676: vroid-hub took 24 % more.
  - idle −88,000: less of tokyo stood idle.
  - unallocated +48,000: rows of gcp without a label.
  - late +1,200: charges of September.
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestABridgeThatLeadsNowhereIsDrawnToo(t *testing.T) {
	none := fall(fallStep{name: "planned", amount: amount("5")}, []MonthEffect{{Name: "price", Amount: Money{amount("0")}}}, fallStep{name: "actual", amount: amount("5")})
	want := "    planned  5.00  │\n    price       0  ·\n    actual   5.00  │\n"
	if diff := cmp.Diff(want, rendered(t, 80, waterfall(none, 80))); diff != "" {
		t.Error(diff)
	}
}

func TestTheBridgeFitsItsWidthAndEndsWhereItShould(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(narrowest, 140).Draw(t, "width")
		draw := func(name string) money.Amount {
			return money.FromWhole(rapid.Int64Range(-1e15, 1e15).Draw(t, name), rapid.IntRange(0, 12).Draw(t, "digits"), "JPY")
		}
		planned := draw("planned")
		actual := planned
		var effects []MonthEffect
		for range rapid.IntRange(0, 8).Draw(t, "steps") {
			e := MonthEffect{Name: "unallocated", Amount: Money{draw("effect")}}
			effects, actual = append(effects, e), actual.Add(e.Amount.Amount)
		}
		steps := fall(fallStep{name: "planned", amount: planned}, effects, fallStep{name: "actual", amount: actual})
		if got := len(waterfall(steps, width).lines); got != len(effects)+2 {
			t.Fatalf("%d lines for %d effects", got, len(effects))
		}
		for _, line := range waterfall(steps, width).lines {
			words := (&textPage{}).join(line, "")
			if strings.ContainsAny(words, "█│▏·") && ruler().StringWidth(words) > width {
				t.Fatalf("a bar of a line of %d cells at a width of %d: %q", ruler().StringWidth(words), width, words)
			}
		}
	})
}

func TestAMonthIsToldAlongTheAxisAskedFor(t *testing.T) {
	whole := writtenMonth(t, Options{Format: Text, Width: 80}, monthReport())
	want := `  team        planned     actual     delta      %
  vroid     1,100,000  1,310,000  +210,000  +19.1
  creators  1,900,000  1,722,799  −177,201   −9.3
  nobody      500,000    667,201  +167,201  +33.4
  total     3,500,000  3,700,000  +200,000   +5.7
`
	if diff := cmp.Diff(sortedRows(want), sortedRows(partOf(t, whole, "By team, JPY"))); diff != "" {
		t.Error(diff)
	}
	holdsExactly(t, whole, "By site, JPY\n  site     planned     actual     delta      %\n  tokyo  2,400,000  2,340,800   −59,200   −2.5\n  gke    1,100,000")
	byProduct := writtenMonth(t, Options{Format: Text, Width: 80, By: "product"}, monthReport())
	holds(t, byProduct, "By product, JPY")
	if strings.Contains(byProduct, "By team") || strings.Contains(byProduct, "By site") {
		t.Error("axes that nobody asked for")
	}
	r := monthReport()
	r.Plan = nil
	if diff := cmp.Diff("  site      actual\n  tokyo  2,340,800\n  gke    1,359,200\n  total  3,700,000\n", partOf(t, writtenMonth(t, Options{Format: Text, By: "site"}, r), "By site, JPY")); diff != "" {
		t.Error(diff)
	}
}

// sortedRows is a table whose order is left to another test.
func sortedRows(table string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(table) {
		out[line] = true
	}
	return out
}

func TestWhatCostsMostStandsFirstAndNobodyLast(t *testing.T) {
	got := partOf(t, writtenMonth(t, Options{Format: Text, By: "team"}, monthReport()), "By team, JPY")
	var names []string
	for line := range strings.Lines(got) {
		names = append(names, strings.Fields(line)[0])
	}
	if diff := cmp.Diff([]string{"team", "creators", "vroid", "nobody", "total"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestEveryPartOfAMonthHasItsTable(t *testing.T) {
	got := writtenMonth(t, Options{Format: Text, Width: 110}, monthReport())
	for title, want := range map[string]string{
		"Budgets, JPY": `  product  team         budget     actual      left   spent
  vroid    vroid     1,200,000  1,310,000  −110,000   109 %
  sketch   creators  2,000,000  1,722,799   277,201  86.1 %
`,
		"Decisions that this month's actuals would change": `  service    team   planned on  better on  saves, JPY/mo  waiting costs  months
  vroid-hub  vroid  gke         tokyo            180,000        540,000       3
      its load is even, and tokyo has room.
`,
		"What moves have paid back, JPY": `  move                  since    cost once  saved so far     left   planned  at this pace
  sketch: gke to tokyo  2026-06    900,000       620,000  280,000  5 months    5.8 months
      as planned.
  ads: tokyo to gke     2026-10      1,000         −5.00    1,005  2 months         never
`,
		"Unallocated: what belongs to nobody, JPY": `  what                                 bill  site  amount  rows
  Cloud Storage in project pixiv-logs  gcp   gke   48,000    31
  tax                                  gcp   gke        0     1
  Rules that would give it to somebody, to be pasted into the bill's block and mended:
assign "logs" {
  match   = { sub_account = "pixiv-logs" }
  service = "SERVICE"
}
`,
		"Commitments, JPY": `  commitment  site  owner     cost     used  unused  of it used
  cud-1       gke   vroid  300,000  270,000  30,000      90.0 %
`,
		"Owned machines, JPY": `  pool                cost       used     idle    spare  of it used  core-h  core-h used    GiB-h  GiB-h used
  tokyo/general  2,340,800  1,722,799  412,000  206,000      73.6 %  27,953       22,001  120,000      88,000
`,
		"What a million requests cost, JPY": `  service         requests       cost  a million  planned
  sketch         5,000,000  1,722,799    344,560        –
  vroid-hub  1,200,000,000  1,310,000      1,092    1,000
`,
		"Months so far, JPY": `  month      planned     actual
  2026-09  3,400,000  3,450,000
  2026-10  3,500,000  3,700,000
`,
		"Forecast, JPY": `  month          low   expected       high
  2026-11  3,600,000  3,750,000  3,900,000
  - gke by its days, tokyo by its schedule
`,
		"Bills and how well they are known, JPY": `  bill   site   in its currency          rows     amount
  gcp    gke          9,061 USD        12,343  1,359,200
  tokyo  tokyo                   own machines  2,340,800
  total                                        3,700,000
  - 12,345 rows read, 2 of them left out as unreadable, 1 duplicate.
  - gke's bill has one invoice.
`,
		"What could not be told": "  - unit cost of sketch: nobody counted its requests\n",
		"Rows left out":          "  - bills/gcp.csv:17:4: NaN is no amount\n  - bills/gcp.csv:90:4: 1,5 has a comma\n",
		"Rates of exchange":      "  one  is, JPY  of          source\n  USD      150  2026-10-01  treasury\n",
	} {
		if diff := cmp.Diff(want, partOf(t, got, title)); diff != "" {
			t.Errorf("%s: %s", title, diff)
		}
	}
}

func TestATerminalShowsAllOnlyWhereAllIsAskedFor(t *testing.T) {
	r := monthtest.Report(80)
	brief, whole := writtenMonth(t, Options{Format: Text, By: "service"}, r), writtenMonth(t, Options{Format: Text, By: "service", Verbose: true}, r)
	holds(t, brief, "… and 51 more, all of them in --format csv and json", "more: -v shows all, as does --format json.")
	holds(t, whole, "How owned machines were worked out", "Rules that gave rows to somebody", "Inputs", "service-0079")
	if strings.Contains(brief, "Inputs\n") || strings.Contains(whole, "more: -v shows all") {
		t.Error("the brief text shows details, or the whole one leaves out rows")
	}
}

func TestTheSumsOfATableAreThoseOfTheReportAlsoWhereRowsAreLeftOut(t *testing.T) {
	r := monthtest.Report(200)
	got := partOf(t, writtenMonth(t, Options{Format: Text, By: "service"}, r), "By service, JPY")
	last := got[strings.LastIndex(strings.TrimSuffix(got, "\n"), "\n")+1:]
	holds(t, last, "total", rounded(r.Planned), rounded(r.Actual), signed(r.Delta))
}

func TestAMonthInMarkdownFoldsWhatFewAskFor(t *testing.T) {
	got := writtenMonth(t, Options{Format: Markdown}, monthReport())
	holdsExactly(t, got, "<!-- berth:report -->\n\n### 2026-10 cost 3,700,000 JPY, 200,000 (5.7 %) more than planned.\n\n**Why:** volume +292,676",
		"- Move vroid-hub from gke to tokyo: that saves 180,000 JPY a month. Waiting for 3 months costs 540,000 JPY.\n",
		"```text\n    planned      3,500,000           │\n", "| **total** | 3,500,000 | **3,700,000** | +200,000 | +5.7 |",
		"```hcl\nassign \"logs\" {\n", "<details><summary>Commitments, JPY</summary>", "<details><summary>Inputs</summary>")
	if strings.Count(got, "<details>") != strings.Count(got, "</details>") {
		t.Error("a part is left open")
	}
}

func TestAMonthOfAThousandServicesFitsAComment(t *testing.T) {
	r := monthtest.Make(monthtest.Options{Services: 1000, Months: 12, Name: strings.Repeat("x", 500)})
	for _, by := range append(MonthAxisNames(), "") {
		if got := len(writtenMonth(t, Options{Format: Markdown, By: by}, r)); got > commentRoom {
			t.Errorf("by %q it has %d bytes", by, got)
		}
	}
}

func TestTwoMonthsAreHeldAgainstEachOther(t *testing.T) {
	got := writtenDiff(t, Options{Format: Text, By: "site"}, monthChange())
	holdsExactly(t, got, `2026-10 cost 3,700,000 JPY, 200,000 (5.7 %) more than in 2026-09.
Why: volume +292,676 (vroid-hub +250,000); idle −88,000; price −53,876 (sketch −53,876); and 2
smaller ones below.
amortised view · to the last digit 3700000 against 3500000 JPY

From 2026-09 to 2026-10, JPY
    2026-09      3,500,000           │
`, `
By site, JPY
  site     2026-09    2026-10     delta      %
  tokyo  2,400,000  2,340,800   −59,200   −2.5
  gke    1,100,000  1,359,200  +259,200  +23.6
  total  3,500,000  3,700,000  +200,000   +5.7

Inputs that are not the same
  - rate of USD: 148 JPY became 150 JPY
`)
	holdsExactly(t, writtenDiff(t, Options{Format: Markdown}, monthChange()), "<!-- berth:report-diff -->\n\n### 2026-10 cost", "| **total** | 3,500,000 | **3,700,000** | +200,000 | +5.7 |")
	holdsExactly(t, writtenDiff(t, Options{Format: Text}, MonthChanges()["same"]), "2026-10 cost 12.50 JPY, exactly as in 2026-10.\nWhy: no causes are told.\n")
}

func TestAnUnknownAxisOrFormatIsAnErrorThatListsTheKnownOnes(t *testing.T) {
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{Format: Text, By: "teams"}, `a month is not told by "teams". Did you mean "team"?`},
		{Options{Format: Text, By: "colour"}, `a month is not told by "colour". Known here: "team", "product", "service", "site".`},
		{Options{Format: "cvs"}, `unknown format "cvs". Did you mean "csv"?`},
	} {
		err := WriteMonth(&strings.Builder{}, c.o, NewMonth(monthReport()))
		if err == nil || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
	if err := WriteMonthDiff(&strings.Builder{}, Options{Format: CSV}, NewMonthDiff(monthChange())); err == nil {
		t.Error("a comparison is no CSV")
	}
	if err := WriteMonthDiff(&strings.Builder{}, Options{By: "x"}, NewMonthDiff(monthChange())); err == nil {
		t.Error("an unknown axis was taken")
	}
}

func TestWhatIsToBeDoneIsSortedByWhatItBringsAndThenByMoney(t *testing.T) {
	r := monthReport()
	r.Plan = nil
	r.Flips = append(r.Flips, month.Flip{Service: "ads", Was: "gke", Now: "", Saves: amount("200000")})
	r.Nobody = append(r.Nobody, ledger.Nobody{Bill: "gcp", What: "credit", Amount: amount("-5")})
	var got []string
	for _, d := range NewMonth(r).Todo {
		got = append(got, d.What+" "+d.Name)
	}
	if diff := cmp.Diff([]string{"move ads", "move vroid-hub", "use cud-1", "budget vroid", "assign Cloud Storage in project pixiv-logs", "mend ", "plan "}, got); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyServicesThatMakeATenthOfAnEffectAreNamedAsItsReason(t *testing.T) {
	for _, c := range []struct{ cause, want string }{
		{"29267.575", "volume +292,676 (vroid-hub +29,268);"}, {"29267.574", "volume +292,676;"}, {"-250000", "volume +292,676;"},
	} {
		r := monthReport()
		r.Causes[0].Amount = amount(c.cause)
		m := NewMonth(r)
		holds(t, m.why(), c.want)
	}
}

func TestADifferenceTooSmallToBeShownHasNoSign(t *testing.T) {
	r := monthReport()
	r.Axes[ledger.Site][1].Delta = amount("0.000001")
	holdsExactly(t, writtenMonth(t, Options{Format: Text, By: "site"}, r), "  tokyo  2,400,000  2,340,800         0    0.0\n")
}

func TestAForecastSaysHowOfEachMonthWhereThatDiffers(t *testing.T) {
	r := monthReport()
	r.Ahead = append(r.Ahead, r.Ahead[0])
	holdsExactly(t, writtenMonth(t, Options{Format: Text}, r), "3,900,000\n  - gke by its days, tokyo by its schedule\n")
	r.Ahead[1].Month, r.Ahead[1].How = r.Month.Plus(2), "by hand"
	holdsExactly(t, writtenMonth(t, Options{Format: Text}, r), "  - 2026-11: gke by its days, tokyo by its schedule\n  - 2026-12: by hand\n")
}

func TestAServiceThatNobodyNamedGoesIntoTheSpecsAndARuleIntoTheBill(t *testing.T) {
	r := monthReport()
	r.Nobody[1].Advice = "service \"legacy\" {\n  runs_on = \"tokyo\"\n}\n"
	holds(t, writtenMonth(t, Options{Format: Text}, r), "to be pasted into the bill's block and mended: assign \"logs\" {",
		"Services that would own it, to be written into the specs beside the others and mended: service \"legacy\" {")
}

func TestAServiceWhoseCostIsAllPassedOnIsSaidToPassItOn(t *testing.T) {
	r := monthReport()
	r.Units = []month.Unit{{Service: "iap", Requests: 5e6, Cost: amount("0"), PerMillion: amount("0"), Planned: amount("0")}}
	r.Lines = append(r.Lines, ledger.Line{Kind: ledger.Shared, Service: "iap", Amount: amount("-700")})
	holds(t, writtenMonth(t, Options{Format: Text}, r), "iap 5,000,000 0 passed on 0")
}

func TestAForecastWithoutABandHasNone(t *testing.T) {
	r := monthReport()
	r.Ahead[0].Low, r.Ahead[0].High = r.Ahead[0].Mean, r.Ahead[0].Mean
	holds(t, writtenMonth(t, Options{Format: Text}, r), "2026-11 – 3,750,000 –")
	if got := writtenMonth(t, Options{Format: JSON}, r); strings.Contains(got, `"low"`) || strings.Contains(got, `"high"`) {
		t.Error("JSON gives a band that nobody knows")
	}
	if got := writtenMonth(t, Options{Format: HTML}, r); strings.Contains(got, "3,750,000–3,750,000") {
		t.Error("the page gives a band that nobody knows")
	}
}

func TestAMoveThatSavesNothingIsNotSaidToSave(t *testing.T) {
	for saves, want := range map[string]string{
		"180000":  "Move vroid-hub from gke to tokyo: that saves 180,000 JPY a month. Waiting for 3 months costs 540,000 JPY.",
		"-180000": "Move vroid-hub from gke to tokyo: by this month's numbers it belongs there, though that costs 180,000 JPY more a month. - Use",
		"0":       "Move vroid-hub from gke to tokyo: by this month's numbers it belongs there. - Use",
	} {
		r := monthReport()
		r.Flips[0].Saves, r.Flips[0].Waiting = amount(saves), amount(saves).TimesInt(3)
		holds(t, writtenMonth(t, Options{Format: Text}, r), want)
		if known := NewMonth(r).Todo[0].Amount != nil; known != (saves != "0") {
			t.Errorf("a move that saves %s has an amount: %t", saves, known)
		}
	}
}

func TestTheJSONOfAMonthHasAmountsToTheLastDigit(t *testing.T) {
	var got struct {
		Actual string `json:"actual"`
		Bills  []struct {
			Own      string `json:"own_amount"`
			Currency string `json:"own_currency"`
		} `json:"bills"`
		Axes map[string][]struct{ Name, Actual string } `json:"axes"`
	}
	r := monthReport()
	if err := json.Unmarshal([]byte(writtenMonth(t, Options{Format: JSON}, r)), &got); err != nil {
		t.Fatal(err)
	}
	if got.Bills[0].Own != "9061.335833333333333333" || got.Bills[0].Currency != "USD" {
		t.Errorf("the bill became %+v", got.Bills[0])
	}
	for axis, sums := range got.Axes {
		total := money.Zero("JPY")
		for _, s := range sums {
			total = total.Add(amount(s.Actual))
		}
		if total.Cmp(amount(got.Actual)) != 0 {
			t.Errorf("%s adds up to %s, the month to %s", axis, total, got.Actual)
		}
	}
}

// element matches what a page would take for an element.
var element = regexp.MustCompile(`</?[a-zA-Z][^>]*>`)

func TestNoNameOfAStrangerSteersOrMarksUpAMonth(t *testing.T) {
	ours := map[string]bool{"<details>": true, "</details>": true, "<summary>": true, "</summary>": true, "<br>": true}
	name := rapid.OneOf(nasty(), rapid.SampledFrom(attacks()))
	rapid.Check(t, func(t *rapid.T) {
		r := monthtest.Make(monthtest.Options{Services: 3, Months: 2, Name: name.Draw(t, "name")})
		words := name.Draw(t, "words")
		r.State.Why, r.State.Notes, r.State.Faults, r.Unknown, r.Rules = words, []string{words}, []string{words}, []string{words}, []string{words}
		r.Nobody[0].What, r.Nobody[0].Advice, r.Causes[0].Why, r.Bridge[0].Why, r.Pools[0].How = words, words, words, words, []string{words}
		r.Rates[0].Source, r.Pins[0].Name, r.Ahead[0].How, r.Plan.File, r.Zone = words, words, words, words, words
		for _, format := range []string{Text, Markdown, JSON, CSV} {
			got := writtenMonth(t, Options{Format: format, Verbose: true}, r)
			if found, is := steering(got); is || !utf8.ValidString(got) {
				t.Fatalf("%s holds %U:\n%q", format, found, got)
			}
			switch format {
			case JSON:
				if !json.Valid([]byte(got)) {
					t.Fatalf("no JSON:\n%s", got)
				}
			case Markdown:
				for _, e := range element.FindAllString(outsideCode(got), -1) {
					if !ours[e] {
						t.Fatalf("%q in:\n%s", e, got)
					}
				}
				if strings.Contains(strings.ReplaceAll(outsideCode(got), "@&#8203;", ""), "@") {
					t.Fatalf("somebody is called in:\n%s", html.EscapeString(got))
				}
			}
		}
	})
}

// outsideCode is Markdown without its blocks of code.
func outsideCode(markdown string) string {
	var out strings.Builder
	fence := ""
	for line := range strings.Lines(markdown) {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(ticks) >= 3:
			fence = ticks
		case fence != "" && strings.TrimSuffix(line, "\n") == fence:
			fence = ""
		case fence == "":
			out.WriteString(line)
		}
	}
	return out.String()
}

func TestNoLineOfAMonthIsWiderThanTheTerminal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := monthReport()
		if rapid.Bool().Draw(t, "generated") {
			r = monthtest.Report(20)
		}
		r.Nobody = nil // rules to paste are not wrapped
		width := rapid.IntRange(60, 160).Draw(t, "width")
		for line := range strings.Lines(writtenMonth(t, Options{Format: Text, Width: width, Verbose: rapid.Bool().Draw(t, "all")}, r)) {
			if w := ruler().StringWidth(strings.TrimSuffix(line, "\n")); w > width {
				t.Fatalf("%d cells at a width of %d: %q", w, width, line)
			}
		}
	})
}
