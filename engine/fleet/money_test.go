package fleet_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/fleet"
)

func TestAnOptionCostsWhatADecisionChanges(t *testing.T) {
	f := of(t, svc("a"))
	for l, want := range []struct{ name, parts string }{
		// 2 cores × 730 + 16 GiB × 91.25 + 100 for the service; an hour of work.
		{"gke", "3020 1000 0 0"},
		// The two that must run on each half: 2 × 73 and 2 × 1,460 + 100; three hours.
		{"tokyo+gke@2", "3166 3000 0 0"},
		// 2 cores × 73 JPY of power; two hours of work.
		{"tokyo", "146 2000 0 0"},
	} {
		if diff := cmp.Diff(want.name, f.Services[0].Options[l].Name); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(want.parts, money(f, 0, l)); diff != "" {
			t.Errorf("%s: money, hours, score, moving (-want +got):\n%s", want.name, diff)
		}
		if sum := f.Parts(0, uint8(l)).Sum(); sum != f.Problem.Services[0].Options[l].Cost {
			t.Errorf("%s: the parts add up to %d", want.name, sum)
		}
	}
}

func TestAnObjectiveLeavesOutWhatItIsNotAbout(t *testing.T) {
	// Confidential data scores 1 on-prem and 0.6 in a cloud: 40 points of 3 JPY. Pets
	// score nothing else that is not priced: headroom is not short of 2 cores.
	text := replaced(t, `hourly_rate    = "1000 JPY/h"`, `hourly_rate    = "1000 JPY/h"
  point_value    = "3 JPY/mo"
  weights        = { scalability = 0, security = 4 }`)
	secret := svc("a", `security {
    data = "confidential"
  }`)
	for _, c := range []struct {
		objective fleet.Objective
		want      []string
	}{
		{fleet.Both, []string{"3020 1000 120 0", "3166 3000 120 0", "146 2000 0 0"}},
		{fleet.ByCost, []string{"3020 1000 0 0", "3166 3000 0 0", "146 2000 0 0"}},
		{fleet.ByScore, []string{"0 0 120 0", "0 0 120 0", "0 0 0 0"}},
	} {
		f := loadText(t, nil, text, secret).build(t, func(o *fleet.Options) { o.Objective = c.objective })
		var got []string
		for l := range f.Services[0].Options {
			got = append(got, money(f, 0, l))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.objective, diff)
		}
	}
}

func TestAPointIsWorthOneToAScoreWhereNobodySays(t *testing.T) {
	text := replaced(t, `hourly_rate    = "1000 JPY/h"`, `hourly_rate    = "1000 JPY/h"
  weights        = { scalability = 0, security = 4 }`)
	f := loadText(t, nil, text, svc("a", "security {\n    data = \"personal\"\n  }")).build(t, func(o *fleet.Options) { o.Objective = fleet.ByScore })
	if diff := cmp.Diff("0 0 40 0", money(f, 0, 0)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsPaidAnywayStandsApartAndTheTotalIsTheBill(t *testing.T) {
	f := of(t, svc("a"))
	var got []string
	for _, l := range f.Standing {
		got = append(got, l.Site+" "+l.What+" "+l.Amount.Decimal())
	}
	want := []string{
		"tokyo general: capital 30000", // 3 nodes × 600,000 ÷ 60
		"tokyo general: upkeep 3000",
		"tokyo general: idle power 2190",                // 3 × 0.1 kW × 730 h × 10
		"tokyo general: power for what is reserved 219", // 3 × 1 core × 73
		"tokyo–gke link 500",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("standing (-want +got):\n%s", diff)
	}
	total := f.Total([]uint8{2})
	// 35,909 whatever happens, and 146 for the service at tokyo.
	if diff := cmp.Diff("36055 2000 0", total.Bill.Decimal()+" "+total.Hours.Decimal()+" "+total.Moving.Decimal()); diff != "" {
		t.Error(diff)
	}
}

func TestTheUnitIsTheFinestThatHasRoom(t *testing.T) {
	if diff := cmp.Diff("10^-9 JPY/mo", of(t, svc("a")).Unit.String()); diff != "" {
		t.Error(diff)
	}
	// A licence of 10^15 JPY a month: 2^58 is 2.9 × 10^17, so two digits have room.
	dear := svc("a", "licence {\n    per   = \"service\"\n    price = \"1000000000000000 JPY/mo\"\n  }")
	f := of(t, dear)
	if diff := cmp.Diff("10^-2 JPY/mo", f.Unit.String()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("1000000000000146 2000 0 0", money(f, 0, 2)); diff != "" {
		t.Error(diff)
	}
}

func TestMovingIsPaidByWhoeverLeavesItsSite(t *testing.T) {
	// 10 hours × 1,000 and 200 GiB × 10 JPY that leave gke: 12,000 once, over 6 months.
	from := svc("a", `runs_on = "gke"`, `migration {
    hours    = "10h"
    data     = "200Gi"
    amortise = "6mo"
  }`)
	f := of(t, from)
	var got, once []string
	for l := range f.Services[0].Options {
		got = append(got, money(f, 0, l))
		once = append(once, f.Once(0, uint8(l)).Decimal())
	}
	if diff := cmp.Diff([]string{"3020 1000 0 0", "3166 3000 0 2000", "146 2000 0 2000"}, got); diff != "" {
		t.Errorf("a month (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"0", "12000", "12000"}, once); diff != "" {
		t.Errorf("once (-want +got):\n%s", diff)
	}
	total := f.Total([]uint8{2})
	if diff := cmp.Diff("36055 2000 12000", total.Bill.Decimal()+" "+total.Moving.Decimal()+" "+total.Once.Decimal()); diff != "" {
		t.Errorf("what moving costs is in no bill (-want +got):\n%s", diff)
	}
}

func TestAServiceOfNowhereMovesForNothing(t *testing.T) {
	f := of(t, svc("a", "migration {\n    hours = \"10h\"\n  }"))
	if today := f.Today(); today.Allowed[0] || !today.Unsaid[0] {
		t.Error("nobody says where it runs")
	}
	if diff := cmp.Diff("146 2000 0 0", money(f, 0, 2)); diff != "" {
		t.Error(diff)
	}
}

func TestDescribeSaysWhatAnOptionIsMadeOf(t *testing.T) {
	f := of(t, svc("a", call("db", "10Gi", "50Gi"), call("internet", "3Gi", "1Gi")))
	d, err := f.Describe(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range d.Members[0].Bill.Lines {
		got = append(got, l.Site+" "+l.What+" "+l.Amount.Decimal())
	}
	want := []string{
		"gke CPU used 1460", "gke memory used 1460", "gke per service 100",
		"gke traffic to db 100",      // 10 GiB × 10 JPY; what comes from tokyo is free
		"gke traffic to internet 60", // 3 GiB × 20 JPY
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff("3180 1000 0 0", money(f, 0, 0)); diff != "" {
		t.Errorf("the lines are not the cost: %s", diff)
	}
}
