package month_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/bill"
	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
	"berth.dev/engine/spec"
)

// hand is the month that most tests look at, worked out by hand. web runs at gke and api
// at tokyo, as planned. For November of 720 hours the plan expects
//
//	gke    web: 2 cores × 720 h at 2,920 × 720/730 = 2,880, and 100 a service; the link 500
//	tokyo  capital 30,000, upkeep 3,000, power 3 × 0.2 kW × 720 h × 10 = 4,320: 37,320, of
//	       which spare a third, 12,440; api uses 4 of 27 units of the rest, 24,880:
//	       296.2963 of upkeep, 2,962.963 of capital and 426.6667 of power, each rounded as
//	       the line of a bill, 3,685.926 together; idle 21,194.074
//
// and what happens: web used 1,800 core-h for 3,960 JPY (2.2 instead of 2 each), the bill
// has 100 for the service, 450 for the link's traffic that names nobody, and api used
// half as much again, 6 of 27 units.
func hand(t testing.TB) month.Input {
	t.Helper()
	w := small.Load(t, small.Sites, billed, shop("web"), shop("api"))
	f := planned(t, w, map[string]string{"web": "gke", "api": "tokyo"})
	return input(w, f, november,
		answer(t, w, november, row(november, "web", bill.Compute, "3960"), row(november, "web", bill.Other, "100"), row(november, "", bill.Network, "450")),
		used(map[string]float64{"api": 2160}, map[string]float64{"web": 1800}))
}

func TestAMonthByHand(t *testing.T) {
	r := made(t, hand(t))
	if got, want := []string{r.Planned.Decimal(), r.Actual.Decimal(), r.Delta.Decimal()}, []string{"40800", "41830", "1030"}; !cmp.Equal(want, got) {
		t.Errorf("planned, actual and delta: %s", cmp.Diff(want, got))
	}
	want := map[string]string{
		// web: 1,440·(2.2 − 2) = 288. The fee of 100 was planned as fee and came as other
		// cost: both are volume, and add up to nothing. The link's 500 are gone.
		// A core-h of api costs what was planned, but for what the plan's lines were
		// rounded by: 3,685.925926 − 3,685.926.
		"price": "287.999926",
		// web: 360·2.2 = 792; api: 720 core-h more at 3,685.925926 ÷ 1,440; the link −500.
		"volume": "2134.962963",
		// api's share of idle: 24,880 × 21/27 − 24,880 × 23/27
		"idle":        "-1842.962889",
		"unallocated": "450",
	}
	if diff := cmp.Diff(want, told(r.Bridge)); diff != "" {
		t.Error(diff)
	}
}

func TestEverythingAddsUp(t *testing.T) {
	r := made(t, hand(t))
	bridge, bills := money.Zero("JPY"), money.Zero("JPY")
	for _, e := range r.Bridge {
		bridge = bridge.Add(e.Amount)
	}
	for _, b := range r.Bills {
		bills = bills.Add(b.Amount)
	}
	if bridge.Cmp(r.Delta) != 0 || bills.Cmp(r.Actual) != 0 {
		t.Errorf("the bridge adds up to %s of %s, bills to %s of %s", bridge, r.Delta, bills, r.Actual)
	}
	for _, a := range ledger.Axes() {
		planned, actual := money.Zero("JPY"), money.Zero("JPY")
		for _, s := range r.Axes[a] {
			planned, actual = planned.Add(s.Planned), actual.Add(s.Actual)
		}
		if planned.Cmp(r.Planned) != 0 || actual.Cmp(r.Actual) != 0 {
			t.Errorf("%s adds up to %s and %s", a, planned, actual)
		}
	}
	planned, actual := money.Zero("JPY"), money.Zero("JPY")
	for _, c := range r.Cells {
		planned, actual = planned.Add(c.Planned), actual.Add(c.Actual)
	}
	if planned.Cmp(r.Planned) != 0 || actual.Cmp(r.Actual) != 0 {
		t.Errorf("cells add up to %s and %s", planned, actual)
	}
}

func TestNamesStandInOrderAndNobodyLast(t *testing.T) {
	r := made(t, hand(t))
	want := []string{"api 3685.926 5528.888889 1842.962889", "web 2980 4060 1080", " 34134.074 32241.111111 -1892.962889"}
	if diff := cmp.Diff(want, sums(r.Axes[ledger.Service])); diff != "" {
		t.Error(diff)
	}
}

func TestTheSameMonthIsTheSameBytes(t *testing.T) {
	in := hand(t)
	one, err := json.Marshal(made(t, in))
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		two, err := json.Marshal(made(t, in))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(one), string(two)); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestAMonthIsReconciledOrSaysWhyNot(t *testing.T) {
	for _, one := range []struct {
		name string
		edit func(in *month.Input)
		want string
	}{
		{"everything is there", func(*month.Input) {}, ""},
		{"the bill ends before the month", func(in *month.Input) {
			in.Answers["cloud"].Last = time.Date(2026, 11, 29, 3, 0, 0, 0, time.UTC)
		}, "bill cloud ends 2026-11-29 03:00, before the month does"},
		{"a bill by UTC reaches the end of a month of a zone further west", func(in *month.Input) {
			in.Zone = time.FixedZone("PST", -8*3600)
		}, ""},
		{"the files of the month are not there", func(in *month.Input) {
			a := *in.Answers["cloud"]
			a.Rows = slices.Clone(a.Rows)
			for i := range a.Rows {
				a.Rows[i].Month = a.Rows[i].Month.Plus(1)
			}
			in.Answers["cloud"] = &a
		}, "bill cloud has no row of 2026-11"},
		{"no bill tells of a site", func(in *month.Input) {
			w := *in.Workspace
			w.Bills, in.Answers, in.Workspace = nil, nil, &w
		}, "services run on site gke, and no bill block tells what it charges"},
		{"the use of machines is of another month", func(in *month.Input) {
			w, none := *in.Workspace, *in.Usage
			w.Usages, none.Uses = []*spec.Usage{{Name: "tokyo"}}, nil
			in.Workspace, in.Usage = &w, &none
		}, "usage tokyo has nothing of 2026-11, so that all of its machines are idle"},
		{"rows are bad", func(in *month.Input) {
			in.Answers["cloud"].Bad = 2
			in.Answers["cloud"].Faults = []bill.Fault{{File: "bills/a.csv", Line: 7, Column: "BilledCost", Why: `"1,5" is not a decimal number`}}
		}, "2 of 3 rows are bad and were left out"},
		{"it is too early", func(in *month.Input) { in.AsOf = time.Date(2026, 12, 5, 0, 0, 0, 0, time.UTC) }, "until 2026-12-06 a bill may still grow, and this is the state of 2026-12-05"},
		{"the day it is made for is older than the bill", func(in *month.Input) { in.AsOf = time.Date(2026, 11, 15, 0, 0, 0, 0, time.UTC) },
			"until 2026-12-06 a bill may still grow, and as_of says 2026-11-15, though bills cover the days up to 2026-11-30: write today there, or give --as-of"},
		{"it is just late enough", func(in *month.Input) { in.AsOf = time.Date(2026, 12, 6, 0, 0, 0, 0, time.UTC) }, ""},
	} {
		t.Run(one.name, func(t *testing.T) {
			in := hand(t)
			one.edit(&in)
			s := made(t, in).State
			if s.Reconciled != (one.want == "") || one.want != "" && s.Why != one.want {
				t.Errorf("reconciled is %v because %s, want %q", s.Reconciled, s.Why, one.want)
			}
			if s.Bad > 0 && !cmp.Equal([]string{`cloud: bills/a.csv:7, BilledCost: "1,5" is not a decimal number`}, s.Faults) {
				t.Errorf("the faults are %q", s.Faults)
			}
			// All rows begin on the first; what they cover ends with the bill.
			last := "2026-11-30"
			switch {
			case strings.Contains(one.want, "ends 2026-11-29"):
				last = "2026-11-29"
			case strings.Contains(one.want, "no row of"), strings.Contains(one.want, "no bill"):
				last = ""
			}
			if s.Last != last {
				t.Errorf("the last day that is covered is %q, want %q", s.Last, last)
			}
		})
	}
}

func TestWithoutAPlanNothingIsPlannedAndThatIsSaid(t *testing.T) {
	in := hand(t)
	in.Plan = nil
	r := made(t, in)
	if r.Plan != nil || len(r.Bridge) > 0 || len(r.Flips) > 0 || !r.Planned.IsZero() {
		t.Errorf("something is planned: %v %v", r.Plan, r.Bridge)
	}
	if !strings.Contains(strings.Join(r.Unknown, "\n"), "no plan is in force") {
		t.Errorf("it is not said: %q", r.Unknown)
	}
	in = hand(t)
	in.Plan.Expected = nil
	r = made(t, in)
	if r.Plan == nil || len(r.Bridge) > 0 || !strings.Contains(strings.Join(r.Unknown, "\n"), "plan again") {
		t.Errorf("a plan of an earlier version: %v %q", r.Bridge, r.Unknown)
	}
}

func TestWhatNoBillCouldShowIsLeftOutOfThePlanAndTold(t *testing.T) {
	w := small.Load(t, small.Sites, billed, shop("api", small.Call("internet", "100Gi", "0")))
	f := planned(t, w, map[string]string{"api": "tokyo"})
	r := made(t, input(w, f, november, answer(t, w, november), used(map[string]float64{"api": 1440}, nil)))
	// Visitors' traffic leaves tokyo for 1 JPY a GiB, and no bill is of tokyo.
	for _, l := range r.Expected {
		if l.Kind == ledger.Network && l.Site == "tokyo" {
			t.Errorf("%v is planned", l)
		}
	}
	if !strings.Contains(strings.Join(r.Unknown, "\n"), "what tokyo cost besides its machines: 100 JPY are planned") {
		t.Errorf("it is not told: %q", r.Unknown)
	}
}

func TestTheReportKeepsBudgetsAndUnitCosts(t *testing.T) {
	in := hand(t)
	in.Usage.Requests["web"] = 2e6
	r := made(t, in)
	if len(r.Budgets) != 1 || r.Budgets[0].Actual.Decimal() != "9588.888889" || r.Budgets[0].Left.Decimal() != "10411.111111" {
		t.Errorf("budgets: %+v", r.Budgets)
	}
	if len(r.Units) != 1 || r.Units[0].Service != "web" || r.Units[0].PerMillion.Decimal() != "2030" {
		t.Errorf("unit costs: %+v", r.Units)
	}
	if !strings.Contains(strings.Join(r.Unknown, "\n"), "unit cost of api: nobody counted") {
		t.Errorf("it is not said that api's are unknown: %q", r.Unknown)
	}
}

func TestThePlanInForceIsTheLastOneByTheFirstDay(t *testing.T) {
	for _, one := range []struct {
		days []string
		want int
	}{
		{nil, -1},
		{[]string{"2026-11-02"}, -1},
		{[]string{"2026-11-01"}, 0},
		{[]string{"2026-10-31", "2026-09-30", "2026-11-15"}, 0},
		{[]string{"2026-09-30", "2026-10-31", "2026-10-31"}, 2},
	} {
		if got := month.InForce(one.days, november); got != one.want {
			t.Errorf("%q: %d is in force, want %d", one.days, got, one.want)
		}
	}
}

func TestAPlanInAnotherCurrencyIsRefused(t *testing.T) {
	in := hand(t)
	in.Plan.Unit.Currency = "USD"
	if _, err := month.Make(in); err == nil || !strings.Contains(err.Error(), "plans/one.json: the plan counts in USD") {
		t.Errorf("got %v", err)
	}
}

func TestAStoragePoolIsPlannedAndPaidAlike(t *testing.T) {
	text := small.Replaced(t, small.Sites, `electricity = "10 JPY/kWh"`, "storage_pool \"ssd\" {\n size = \"10Ti\"\n price = \"5000 JPY/mo\"\n }\n electricity = \"10 JPY/kWh\"")
	w := small.Load(t, text, billed, shop("api"))
	f := planned(t, w, map[string]string{"api": "tokyo"})
	r := made(t, input(w, f, november, answer(t, w, november), used(map[string]float64{"api": 1440}, nil)))
	is := func(l ledger.Line) bool { return l.Kind == ledger.Storage && l.Part == "storage pool ssd" }
	expected, actual := ledger.New("JPY", r.Expected).Sum(is), ledger.New("JPY", r.Lines).Sum(is)
	if expected.Decimal() != "5000" || actual.Decimal() != "5000" {
		t.Errorf("%s is planned and %s paid", expected, actual)
	}
}
