package reports

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/reports/page/chart"
	"berth.dev/reports/page/pagetest"
)

// fleetPlan moves web from gke to tokyo, where it talks to db no more over the
// link; search stays and its calls to db cross.
func fleetPlan() Plan {
	half, months := make([]Number, 168), Number(2)
	for i := range half {
		half[i] = 50
	}
	half[33] = 97
	return Plan{
		Schema: "berth.plan/1", Digest: "sha256:00", AsOf: "2026-10-31", Currency: "JPY", Objective: "both",
		Services: 3, Sites: 2, Staying: 2, Cost: *yen(1000), Floor: *yen(990), Gap: 0.01,
		GapParts: []Figure{{What: "pods that are whole", Plan: *yen(10)}}, Search: Search{Stop: "effort", Cuts: 3, Nodes: 1},
		Assumed: []string{"calls of web are taken as 100 GiB"},
		Moves:   []Move{{Service: "web", From: "gke", To: "tokyo", Why: "on gke its own bill is 500 JPY dearer", Wave: 1, Saves: yen(500), Once: *yen(1000), Payback: &months}},
		Stuck:   []Stuck{{"web", "nothing has room for it meanwhile"}},
		Bill: []Figure{
			{What: ofServices, Today: yen(1400), Plan: *yen(880)}, {What: "traffic between services", Today: yen(200), Plan: *yen(220)},
			{What: "a month's bill", Today: yen(1600), Plan: *yen(1100), Total: true}, {What: "what the plan makes small", Today: yen(1500), Plan: *yen(1000), Total: true},
		},
		Full: []Full{
			{What: "tokyo/general/cpu", Site: "tokyo", Unit: "cores", Peak: "Tue 09:00 UTC", Used: 97, Capacity: 100, Share: 0.97, Hours: half},
			{What: "tokyo/ssd/storage", Site: "tokyo", Unit: "GiB", Used: 1, Capacity: 4, Share: 0.25, Hours: []Number{1}},
		},
		Beside:   []Beside{{Name: "as it is today", Cost: *yen(1500), More: 0.5, Fits: true}, {Name: "all on tokyo", Cost: *yen(900), More: -0.1, Lacks: "tokyo lacks 9 cores"}},
		Crossing: []Crosses{{A: "search", B: "db", From: "gke", To: "tokyo", Cost: *yen(220), GiB: 40}},
		Calls:    []Calls{{A: "db", B: "search", GiB: 400, Across: 40, Cost: *yen(220), Crosses: true}, {A: "db", B: "web", GiB: 900, Cost: *yen(0)}},
		Placed: []PlacedService{
			{Name: "db", Group: "db", Product: "shop", Today: "tokyo", Option: "tokyo", Sites: []string{"tokyo"}, Why: "the only place", Alone: "tokyo", Money: []OptionMoney{{"tokyo", *yen(300)}}, Cores: half},
			{Name: "search", Group: "search", Today: "gke", Option: "gke", Sites: []string{"gke"}, Why: "tokyo is full", Alone: "tokyo", Money: []OptionMoney{{"gke", *yen(80)}, {"tokyo", *yen(60)}}},
			{Name: "web", Group: "web", Today: "gke", Option: "tokyo", Sites: []string{"tokyo"}, Moves: true, Why: "cheaper", Alone: "tokyo", Money: []OptionMoney{{"gke", *yen(1000)}, {"tokyo", *yen(500)}}},
		},
		Robust: &Robust{Scenarios: 40, None: 1, Ranges: "prices ±20 %", Steady: 2, Services: []Steadiness{{Service: "web", Place: "tokyo", Kept: 0.5, Else: "gke", By: []string{"prices"}}}},
	}
}

// planned is the page of a plan.
func planned(t *testing.T, p Plan) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WritePlan(&b, Options{Format: HTML}, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheWaterfallOfAPlanAddsUp(t *testing.T) {
	p := fleetPlan()
	want := chart.Waterfall{Name: "The bill of a month, from today to the plan", Unit: "JPY a month", Bars: []chart.Bar{
		{Name: "today's bill", Value: 1600, Label: "1,600", Total: true},
		{Name: "web → tokyo", Value: -500, Label: "−500"},
		// Services change by 880 − 1,400 = −520 and their traffic by 20: all of that is
		// what the move saves, its traffic included.
		{Name: "the plan's bill", Value: 1100, Label: "1,100", Total: true},
	}}
	if d := cmp.Diff(want, p.fall()); d != "" {
		t.Error(d)
	}
	for i := range p.Bill {
		p.Bill[i].Today = nil
	}
	if n := len(p.fall().Bars); n != 0 {
		t.Errorf("%d bars from a bill that nobody knows", n)
	}
}

func TestAWaterfallNamesTheMovesThatChangeMost(t *testing.T) {
	p := fleetPlan()
	p.Moves = nil
	for i := range mostSteps + 5 {
		p.Moves = append(p.Moves, Move{Service: fmt.Sprintf("s%02d", i), To: "gke", Saves: yen(int64(i - 3))})
	}
	var names []string
	for _, m := range p.biggest() {
		names = append(names, m.Service)
	}
	// Savings are −3 to 11: the ten largest amounts are 2 to 11, most first.
	want := []string{"s14", "s13", "s12", "s11", "s10", "s09", "s08", "s07", "s06", "s00"}
	if d := cmp.Diff(want, names); d != "" {
		t.Error(d)
	}
}

func TestTheHoursOfACapacityAreSharesOfIt(t *testing.T) {
	p := fleetPlan()
	got, note, other := p.heat()
	if len(got.Rows) != 1 || note != "" || len(other) != 1 || other[0].Text != "25 %, 1 of 4 GiB" {
		t.Fatalf("%d rows, %q, %v", len(got.Rows), note, other)
	}
	row := got.Rows[0]
	if row.Group != "tokyo" || row.Name != "general/cpu" || row.Used[0] != 0.5 || row.Used[33] != 0.97 || row.Note != "97 %, 97 of 100 cores, Tue 09:00" {
		t.Errorf("%q %q %g %g %q", row.Group, row.Name, row.Used[0], row.Used[33], row.Note)
	}
	// Winter and summer are rows of their own; the highest hour is told once.
	p.Full[0].Hours, p.Full[0].Peak = append(p.Full[0].Hours, p.Full[0].Hours...), "summer Tue 09:00 UTC"
	got, _, _ = p.heat()
	if len(got.Rows) != 2 || got.Rows[0].Name != "general/cpu, winter" || got.Rows[0].Note != "" || !strings.HasSuffix(got.Rows[1].Note, "summer Tue 09:00") {
		t.Errorf("%+v", got.Rows)
	}
}

func TestSplitsStandBetweenTheirSites(t *testing.T) {
	places := []chart.GraphPlace{{Name: "tokyo+gke"}, {Name: "tokyo"}, {Name: "gke"}, {Name: "osaka"}}
	sortPlaces(places)
	var names []string
	for _, p := range places {
		names = append(names, p.Name)
	}
	// Ranks are gke 0, osaka 1, tokyo 2; the split's is the mean of 0 and 2, and
	// osaka comes first by name.
	if d := cmp.Diff([]string{"gke", "osaka", "tokyo+gke", "tokyo"}, names); d != "" {
		t.Error(d)
	}
}

func TestOnlyCallsThatCrossAreDrawn(t *testing.T) {
	p := fleetPlan()
	g, note := p.graph()
	if len(g.Links) != 1 || g.Links[0].A != "db" || g.Links[0].B != "search" || g.Links[0].Label != "40 GiB a month, 220 JPY" {
		t.Errorf("%+v", g.Links)
	}
	if !strings.HasSuffix(note, " 1 service takes no part in it.") {
		t.Error(note)
	}
	p.Calls = nil
	if g, note := p.graph(); len(g.Links) != 0 || note != "No calls between services cross sites." {
		t.Error(note)
	}
}

func TestAPlanOpensQuietlyOnEveryScreen(t *testing.T) {
	b := pagetest.Start(t)
	for name, look := range map[string]pagetest.Look{
		"desktop": pagetest.Desktop(), "phone": pagetest.Phone(), "dark": {Width: 1400, Height: 900, Dark: true},
	} {
		t.Run(name, func(t *testing.T) {
			tab := b.Open(t, planned(t, fleetPlan()), look)
			tab.Text(`document.querySelectorAll("details").forEach(d => d.open = true)`)
			if d := cmp.Diff(fmt.Sprint(look.Width), tab.Text("document.documentElement.scrollWidth")); d != "" {
				t.Error(d)
			}
			said := tab.Text("document.body.innerText")
			for _, want := range []string{
				"1 move, 2 services stay", "990", "1.00 %", "on gke its own bill is 500 JPY dearer", "2.0 mo", "nothing has room for it meanwhile",
				"web → tokyo", "97 %, 97 of 100 cores, Tue 09:00", "tokyo lacks 9 cores", "calls of web are taken as 100 GiB", "coin flip", "sha256:00",
			} {
				if !strings.Contains(said, want) {
					t.Errorf("%q cannot be read", want)
				}
			}
			tab.Quiet()
		})
	}
}

func TestServicesOfAPlanAreSearchedAndSorted(t *testing.T) {
	tab := pagetest.Start(t).Open(t, planned(t, fleetPlan()), pagetest.Desktop())
	shown := `[...document.querySelectorAll("#rows tbody tr:not([hidden]) th")].map(e => e.firstChild.textContent)`
	tab.Click("#rows th:nth-child(5) button")
	if d := cmp.Diff([]string{"web", "db", "search"}, tab.Texts(shown)); d != "" {
		t.Error("by money: " + d)
	}
	for state, want := range map[string][]string{"moves": {"web"}, "stays": {"db", "search"}, "differs": {"search"}} {
		tab.Text(fmt.Sprintf(`(() => { const s = document.querySelector("#state"); s.value = %q; s.dispatchEvent(new Event("change")) })()`, state))
		if d := cmp.Diff(want, tab.Texts(shown)); d != "" {
			t.Errorf("%s: %s", state, d)
		}
	}
	if pdf := tab.PDF(); !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Error("it does not print")
	}
	tab.Quiet()
}

func TestNoNameOfAStrangerRunsInAPlan(t *testing.T) {
	b := pagetest.Start(t)
	for batch := range slices.Chunk(attacks(), 22) {
		p := fleetPlan()
		fill(reflect.ValueOf(&p).Elem(), strings.Join(batch, " "))
		p.Placed = nil
		for i, attack := range batch {
			s := fleetPlan().Placed[i%3]
			fill(reflect.ValueOf(&s).Elem(), attack)
			p.Placed = append(p.Placed, s)
			m := fleetPlan().Moves[0]
			fill(reflect.ValueOf(&m).Elem(), attack)
			p.Moves = append(p.Moves, m)
			if i > 0 {
				p.Calls = append(p.Calls, Calls{A: batch[i-1], B: attack, GiB: 4, Across: 4, Cost: *yen(1), Crosses: true})
			}
		}
		tab := b.Open(t, planned(t, p), pagetest.Desktop())
		tab.Text(`document.querySelectorAll("details").forEach(d => d.open = true)`)
		tab.Text(`document.querySelectorAll("button,a").forEach(b => b.click())`)
		tab.Text(`document.querySelectorAll("*").forEach(e => { for (const k of ["mouseover", "focus", "error", "load"]) e.dispatchEvent(new Event(k)) })`)
		tab.Quiet()
	}
}
