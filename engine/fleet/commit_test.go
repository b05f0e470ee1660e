package fleet_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/fleet"
)

// committed is the small workspace with 3 cores and 8 GiB committed at gke.
func committed(t testing.TB, more ...string) string {
	t.Helper()
	return replaced(t, append([]string{`  per_service = "100 JPY/mo"`, `  commitment "year" {
    cpu    = "3"
    memory = "8Gi"
    start  = "2026-01-01"
    term   = "12mo"
    price  = "2000 JPY/mo"
  }
  per_service = "100 JPY/mo"`}, more...)...)
}

func TestWhatACommitmentCoversIsChargedAboveItAlone(t *testing.T) {
	f := loadText(t, nil, committed(t), svc("a"), svc("b")).build(t, nil)
	if diff := cmp.Diff([]string{"gke/committed/cpu 3000m", "gke/committed/memory 8192MiB"}, blocks(f)[2:]); diff != "" {
		t.Fatal(diff)
	}
	// Cores and memory are in the blocks; the service itself costs 100.
	if diff := cmp.Diff("100 1000 0 0", money(f, 0, 0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"gke/committed/cpu 2000", "gke/committed/memory 16384"}, used(f, 0, "gke", 3)); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct {
		what string
		x    []uint8
		want string
	}{
		// One has 2 cores, all covered, and 16 GiB, 8 of them not: 8 × 91.25.
		{"one there", []uint8{0, 2}, "730"},
		// 4 cores, 1 above: 730. 32 GiB, 24 above: 2,190.
		{"both there", []uint8{0, 0}, "2920"},
		{"nobody there", []uint8{2, 2}, "0"},
	} {
		total := f.Total(c.x)
		if diff := cmp.Diff(c.want, total.Committed.Decimal()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
		whole := f.Unit.Amount(f.Problem.Cost(c.x))
		sum := total.Services.Add(total.Traffic).Add(total.Committed).Add(total.Hours).Add(total.Moving).Add(total.Score)
		if diff := cmp.Diff(sum.Rounded(2), whole.Rounded(2)); diff != "" {
			t.Errorf("%s: the parts are not the problem's cost (-parts +cost):\n%s", c.what, diff)
		}
	}
	standing := f.Total([]uint8{2, 2}).Standing.Sub(of(t, svc("a"), svc("b")).Total([]uint8{2, 2}).Standing)
	if diff := cmp.Diff("2000", standing.Decimal()); diff != "" {
		t.Errorf("what is committed is paid anyway (-want +got):\n%s", diff)
	}
}

func TestACommitmentOutOfItsTermCoversNothing(t *testing.T) {
	for _, start := range []string{"2025-01-01", "2026-11-01"} {
		f := loadText(t, nil, committed(t, `"2026-01-01"`, `"`+start+`"`), svc("a")).build(t, nil)
		if diff := cmp.Diff("3020 1000 0 0", money(f, 0, 0)); diff != "" {
			t.Errorf("%s: %s", start, diff)
		}
	}
}

func TestPackingLeavesLessOfACommitmentToPods(t *testing.T) {
	f := loadText(t, nil, committed(t, `    machine = "m"
`, `    machine = "m"
    packing = 0.5
`), svc("a")).build(t, nil)
	// A core of pods is two committed ones, and costs twice as much above them.
	if diff := cmp.Diff([]string{"gke/committed/cpu 1500m", "gke/committed/memory 4096MiB"}, blocks(f)[2:]); diff != "" {
		t.Error(diff)
	}
	// 0.5 cores × 1,460 and 12 GiB × 182.5.
	if diff := cmp.Diff("2920", f.Total([]uint8{0}).Committed.Decimal()); diff != "" {
		t.Error(diff)
	}
}

func TestAnotherPoolPaysWhatItDiffersByItself(t *testing.T) {
	text := committed(t, `  node_pool "web" {
    machine = "m"
  }`, `  node_pool "web" {
    machine = "m"
  }
  node_pool "fast" {
    machine = "n"
  }`, `  machine "m" {`, `  machine "n" {
    cpu    = "8"
    memory = "32Gi"
    hour   = "24 JPY/h"
  }
  machine "m" {`)
	f := loadText(t, nil, text, svc("a", `pool = "fast"`)).build(t, nil)
	// fast costs twice as much: 2 × 730 and 16 × 91.25 more than web, and 100.
	if diff := cmp.Diff("3020 1000 0 0", money(f, 0, 0)); diff != "" {
		t.Error(diff)
	}
}

func TestAnObjectiveOfScoresPaysNothingAboveACommitment(t *testing.T) {
	f := loadText(t, nil, committed(t), svc("a"), svc("b")).build(t, func(o *fleet.Options) { o.Objective = fleet.ByScore })
	if cost := f.Problem.Cost([]uint8{0, 0}); cost != 0 {
		t.Errorf("it costs %d", cost)
	}
	if diff := cmp.Diff("2920", f.Total([]uint8{0, 0}).Committed.Decimal()); diff != "" {
		t.Error(diff)
	}
}

func TestABudgetOfLatencyCountsTheCallsThatCross(t *testing.T) {
	budget := "latency_budget {\n    calls = 4\n    mean  = \"12ms\"\n  }"
	f := of(t, svc("a", budget, call("db", "1Gi", "1Gi"), call("b", "1Gi", "1Gi")), svc("b"))
	if diff := cmp.Diff("a/latency 12000µs", blocks(f)[2]); diff != "" {
		t.Fatal(diff)
	}
	// Two calls go to db, two to b; a link takes 2 × 5 ms. From gke db is 20 ms away.
	if diff := cmp.Diff([]string{"a/latency 20000"}, used(f, 0, "gke", 0)); diff != "" {
		t.Error(diff)
	}
	q := f.Problem.Pairs[0]
	if diff := cmp.Diff([]int32{0, 20000, 20000, 20000, 0, 0, 20000, 0, 0}, q.Rule.Use[0].Amount); diff != "" {
		t.Error(diff)
	}
	if broken := f.Problem.Broken([]uint8{2, 0}); len(broken) != 1 || broken[0].By != 8000 {
		t.Errorf("%+v", broken)
	}
}

func TestABudgetCountsCallsAsTheyWereMeasured(t *testing.T) {
	// 20 requests a second make 5 calls a second to b: a quarter of a call each.
	a := replacedIn(busy("a", "latency_budget {\n    calls = 9\n    mean  = \"1ms\"\n  }", replacedIn(call("b", "1Gi", "1Gi"), "}", "  requests_per_second = 5\n  }"), `pin = "tokyo"`),
		"series = \"x.csv\"\n    unit   = \"requests/s\"", "mean_rps = 20\n    p99_rps  = 20")
	f := of(t, a, svc("b", `pin = "gke"`))
	if diff := cmp.Diff([]int32{2500}, f.Problem.Pairs[0].Rule.Use[0].Amount); diff != "" {
		t.Error(diff)
	}
}

func TestWorkThatMayBeInterruptedIsChargedBesideACommitment(t *testing.T) {
	text := committed(t, `  node_pool "web" {
    machine = "m"
  }`, `  node_pool "web" {
    machine = "m"
  }
  node_pool "spot" {
    machine = "m"
    buy     = "spot"
  }`, `    hour   = "12 JPY/h"`, `    hour   = "12 JPY/h"
    spot   = "1200 JPY/mo"`)
	job := `
service "j" {
  calls = "complete"
  replica {
    cpu    = "1"
    memory = "8Gi"
  }
  job {
    parallelism   = 2
    busy_share    = 0.5
    interruptible = true
  }
}
`
	f := loadText(t, nil, text, job, svc("web")).build(t, nil)
	// 1,200 ÷ 12 cores' worth: a core and 8 GiB for 200 JPY, one of two on average; and
	// 100 for the service.
	if diff := cmp.Diff("300 1000 0 0", money(f, 0, 0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string(nil), used(f, 0, "gke", 0)); diff != "" {
		t.Error(diff)
	}
	// What is above the commitment is charged on demand: 8 GiB × 91.25.
	if diff := cmp.Diff("730", f.Total([]uint8{0, 0}).Committed.Decimal()); diff != "" {
		t.Error(diff)
	}
}
