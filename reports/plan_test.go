package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/reports/page/chart"
)

// figure is an amount in yen.
func figure(n int64) Cost { return *yen(n) }

// moved is a plan with something of everything.
func moved() Plan {
	months := Number(5.31)
	return Plan{
		Schema: planSchema, AsOf: "2026-10-31", Currency: "JPY", Objective: "both", Services: 3, Sites: 2, Staying: 1,
		Cost: figure(9000), Floor: figure(8991), Gap: 0.001,
		GapParts: []Figure{{What: "whole pods on whole nodes", Plan: figure(9)}, {What: "nothing", Plan: figure(0)}},
		Search:   Search{Stop: "effort", Cuts: 80, Nodes: 13, Seed: 1},
		Assumed:  []string{"web: its trend is taken as 0"},
		Moves: []Move{
			{Service: "web", From: "gke", To: "tokyo+gke@98", Why: "on gke, its own bill would be 2,874 JPY a month higher", Wave: 1, Saves: yen(2874), Work: yen(1000), Once: figure(10000), Payback: &months},
			{Service: "api", From: "gke", To: "tokyo", Why: "gke is not allowed: it is pinned to tokyo (pin)", Once: figure(500)},
		},
		Stuck: []Stuck{{"api", "tokyo/general/memory is full on Mon 00:00 UTC"}},
		Held:  []Stuck{{"db", "nobody has measured calls to web"}},
		Bill: []Figure{
			{What: "services", Today: yen(15000), Plan: figure(9000)}, {What: monthsBill, Today: yen(15000), Plan: figure(9000), Total: true},
			{What: "less what is paid", Today: yen(-500), Plan: figure(-500)}, {What: madeSmall, Today: yen(15000), Plan: figure(9000), Total: true},
		},
		Full: []Full{
			{What: "tokyo/general/cpu", Unit: "cores", Peak: "Tue 21:00 UTC", Used: 17.5, Capacity: 18, Share: 0.9722},
			{What: "tokyo/general/memory", Unit: "GiB", Peak: "Mon 00:00 UTC", Used: 16, Capacity: 72, Share: 0.2222},
		},
		Beside:   []Beside{{Name: "as it is today", Cost: figure(15000), More: 0.66667, Fits: true}, {Name: "all on tokyo", Cost: figure(8000), More: -0.1111, Lacks: "tokyo/general/memory lacks 8 GiB in every hour"}},
		Crossing: []Crosses{{A: "web", B: "api", From: "gke", To: "tokyo", Cost: figure(300), GiB: 35}},
		Where:    []Where{{"tokyo", 1}},
		Robust: &Robust{Scenarios: 40, None: 3, Ranges: "prices × 0.75 to 1.35", Seed: 1, Steady: 1, Services: []Steadiness{
			{Service: "web", Place: "gke", Kept: 0.949, Else: "tokyo", By: []string{"prices"}}, {Service: "api", Place: "tokyo", Kept: 0.52, Else: "gke", By: []string{"prices", "traffic"}},
			{Service: "batch", Place: "tokyo", Kept: 0.1, Else: "gke", By: []string{"traffic"}}, {Service: "db", Place: "tokyo", Kept: 0.95, Steady: true},
		}},
	}
}

// written writes a document in a format.
func written(t testing.TB, format string, width int, to func(*bytes.Buffer, Options) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := to(&b, Options{Format: format, Width: width}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func planText(t testing.TB, p Plan, format string, width int) string {
	t.Helper()
	return written(t, format, width, func(b *bytes.Buffer, o Options) error { return WritePlan(b, o, p) })
}

// holds checks that words stand in a text whatever its line breaks.
func holds(t testing.TB, got string, want ...string) {
	t.Helper()
	flat := strings.Join(strings.Fields(strings.NewReplacer(`\_`, "_", `\-`, "-", "**", "").Replace(got)), " ")
	for _, words := range want {
		if !strings.Contains(flat, words) {
			t.Errorf("%q is not in:\n%s", words, got)
		}
	}
}

func TestAPlanSaysWhatMovesWhatItCostsAndHowGoodItIs(t *testing.T) {
	for _, format := range []string{Text, Markdown} {
		got := planText(t, moved(), format, 120)
		holds(t, got,
			"6,000 less than today's 15,000", "of the options listed none can cost less",
			"0.10 %", "the effort is used up (80 minimum cuts in 13 branches of the search); a higher --effort goes on",
			"Where the gap comes from, in JPY/mo: whole pods on whole nodes 9.",
			"2 moves, 1 service stays", "tokyo+gke@98: up to 98 replicas run on tokyo, those above on gke.",
			"tokyo/general/memory is full on Mon 00:00 UTC", "because not all of their calls are known: db.",
			"−500", "97 %", "Tue 21:00 UTC", "+66.67 %", "−11.11 %", "tokyo/general/memory lacks 8 GiB in every hour",
			"web on gke", "If things turn out otherwise: 1 of 4 services keep their place; in 3 of 40 scenarios nothing fits", "In 3 scenarios nothing fits",
			"coin flip", "mostly stays", "mostly leaves", "Taken for granted by the plan and its floor")
		if strings.Contains(got, "nothing 0") {
			t.Errorf("a part of the gap that is nothing is told:\n%s", got)
		}
	}
}

func TestEveryWayASearchEndsHasItsWords(t *testing.T) {
	for stop, want := range map[string]string{
		"optimal": "the plan is the best of the options listed (1 minimum cut in 1 branch of the search)", "gap": "as near to the best of the options listed as was asked for",
		"effort": "the effort is used up", "time": "stopped by --time", "interrupted": "interrupted",
	} {
		p := Plan{Search: Search{Stop: stop, Cuts: 1, Nodes: 1}}
		if got := p.stopped(); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q", stop, got)
		}
	}
}

func TestPaybackIsRoundedUpToTheTenthOfAMonth(t *testing.T) {
	five, none, years := Number(5.31), Number(0), Number(525.2)
	for _, c := range []struct {
		move Move
		want string
	}{
		{Move{Payback: &five, Once: figure(1)}, "5.4 mo"}, {Move{Payback: &years, Once: figure(1)}, "> 10 years"}, {Move{Once: figure(1)}, "never"}, {Move{Once: figure(0)}, "–"}, {Move{Payback: &none, Once: figure(0)}, "–"},
	} {
		if diff := cmp.Diff(c.want, c.move.payback()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestWhereNothingMovesThatIsSaid(t *testing.T) {
	p := moved()
	p.Moves, p.Stuck, p.Held = nil, nil, nil
	p.Staying = 1
	holds(t, planText(t, p, Text, 80), "Nothing moves", "1 service stays where it is.")
	p.Staying = 4
	holds(t, planText(t, p, Text, 80), "4 services stay where they are.")
}

func TestAPlanWithoutCostIsComparedInMoney(t *testing.T) {
	p := moved()
	p.Cost, p.Beside = figure(0), []Beside{{Name: "all on gke", Cost: figure(45714), Fits: true}, {Name: "greedy", Cost: figure(0), Fits: true}}
	holds(t, planText(t, p, Text, 100), "all on gke 45,714 +45,714", "greedy 0 the same")
}

func TestScenariosWithoutAPlanAreTold(t *testing.T) {
	r := &Robust{Scenarios: 4, None: 4}
	if diff := cmp.Diff("Nothing fits in any of them, so nothing can be said of the services.", r.noPlan()); diff != "" {
		t.Error(diff)
	}
	r = &Robust{Scenarios: 9, None: 5, Cases: []CaseOutcome{{Words: "a down"}, {Words: "a down"}, {Words: "b", Cost: yen(1)}, {Words: "traffic × 1.4"}, {Words: "c"}, {Words: "d"}}}
	if diff := cmp.Diff("In 5 scenarios nothing fits: no placement keeps every rule and every capacity with a down; traffic × 1.4; c; 1 more.", r.noPlan()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("94 %", (&Steadiness{Kept: 0.949}).kept()); diff != "" {
		t.Errorf("what is not steady looks steady:\n%s", diff)
	}
}

// documents are all reports about plans, each with a text of a stranger wherever one
// can stand.
func documents(words string) map[string]func(*bytes.Buffer, Options) error {
	p := moved()
	p.Moves[0].Service, p.Moves[0].From, p.Moves[0].To, p.Moves[0].Why = words, words, words, words
	p.Stuck, p.Held, p.Assumed = []Stuck{{words, words}}, []Stuck{{words, words}}, []string{words}
	p.Full[0].What, p.Beside[1].Name, p.Beside[1].Lacks = words, words, words
	p.Crossing[0].A, p.Crossing[0].From = words, words
	p.Robust.Services[0].Service, p.Robust.Services[0].Else, p.Robust.Ranges = words, words, words
	c := sampleChoice()
	c.Service, c.Why, c.Members, c.Alone, c.AloneWhy = words, words, []string{words, "x"}, words, words
	c.Options[0].Name, c.Options[0].Lacks, c.Options[0].Talks[0].What = words, words, words
	c.Out = []Excluded{{words, []string{words}}}
	d := sampleDiff()
	d.Placed[0], d.Evidence[0] = DiffPlaced{words, words, words, words}, DiffChanged{words, words, words}
	v := Verification{Schema: "berth.verify/1", Checks: []Checked{{words, false, words, []string{words}}}, NotProved: []string{words}}
	k := sampleCapacity()
	k.Pools[0].Site, k.Pools[0].Pool, k.Pools[0].Trendless, k.Pools[0].RunsInto = words, words, []string{words}, words
	return map[string]func(*bytes.Buffer, Options) error{
		"plan":         func(b *bytes.Buffer, o Options) error { return WritePlan(b, o, p) },
		"explanation":  func(b *bytes.Buffer, o Options) error { return WriteChoice(b, o, c) },
		"diff":         func(b *bytes.Buffer, o Options) error { return WritePlanDiff(b, o, d) },
		"verification": func(b *bytes.Buffer, o Options) error { return WriteVerification(b, o, v) },
		"capacity":     func(b *bytes.Buffer, o Options) error { return WriteCapacity(b, o, k) },
	}
}

func TestNoTextOfAStrangerSteersAReportOfAPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for name, to := range documents(nasty().Draw(t, "words")) {
			for _, format := range Formats() {
				var b bytes.Buffer
				if err := to(&b, Options{Format: format, Width: rapid.SampledFrom([]int{60, 80, 120}).Draw(t, "width")}); err != nil {
					t.Fatal(err)
				}
				got := b.String()
				if r, found := steering(got); found {
					t.Fatalf("the %s as %s holds %U:\n%q", name, format, r, got)
				}
				switch {
				case !utf8.ValidString(got):
					t.Fatalf("the %s as %s is not UTF-8", name, format)
				case format == JSON && !json.Valid([]byte(got)):
					t.Fatalf("no JSON:\n%s", got)
				case format == Markdown && strings.Contains(strings.ReplaceAll(got, "<br>", ""), "<"):
					t.Fatalf("HTML in:\n%s", got)
				}
			}
		}
	})
}

func TestReportsOfPlansFitTheirWidth(t *testing.T) {
	for name, to := range documents("a-name") {
		for _, width := range []int{60, 80, 120} {
			got := written(t, Text, width, to)
			for line := range strings.Lines(got) {
				if w := ruler().StringWidth(strings.TrimRight(line, "\n")); w > width {
					t.Errorf("%s: a line of %d cells at a width of %d: %q", name, w, width, line)
				}
			}
			if diff := cmp.Diff(got, written(t, Text, width, to)); diff != "" {
				t.Errorf("%s: written twice (-first +second):\n%s", name, diff)
			}
		}
	}
}

func TestAnUnknownFormatOfAPlanNamesTheKnownOnes(t *testing.T) {
	for name, to := range documents("x") {
		err := to(new(bytes.Buffer), Options{Format: "xml"})
		if err == nil || !strings.Contains(fmt.Sprint(err), `"text", "json", "markdown"`) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestChangesLeaveOutServicesWithoutAToday(t *testing.T) {
	p := fleetPlan()
	p.NoToday = []string{"search"}
	for i, n := range map[int]int64{0: 800, 2: 1020, 3: 920} {
		p.Bill[i].Same = yen(n)
	}
	holds(t, planText(t, p, Text, 200), "580 less than today's 1,500, both without the services that have no today", "−600", "not allowed any more: search.")
	// 1,600, − 500 by the move, − 80 by others, and 80 for what has no today: 1,100.
	bars := p.fall().Bars
	if diff := cmp.Diff(chart.Bar{Name: "services without a today", Value: 80, Label: "+80.00"}, bars[len(bars)-2]); diff != "" {
		t.Error(diff)
	}
}
