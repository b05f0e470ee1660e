package price_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/price"
	"berth.dev/engine/spec"
)

// loadOf draws a load without disks.
func loadOf(t *rapid.T) *price.Load {
	l := &price.Load{GiBPerCore: rapid.Float64Range(0.5, 8).Draw(t, "memory")}
	level := rapid.Float64Range(1, 50).Draw(t, "top")
	for range 8 {
		l.Curve = append(l.Curve, level)
		level *= rapid.Float64Range(0.5, 1).Draw(t, "falls")
	}
	l.P99, l.Floor = l.Curve[0], rapid.Float64Range(0, 2).Draw(t, "floor")
	return l
}

func TestInTheCloudWhatChangesIsTheWholeBill(t *testing.T) {
	tf := tariff(t)
	rapid.Check(t, func(t *rapid.T) {
		l := loadOf(t)
		flows := []price.Flow{{What: "visitors", Site: tf.Site("gke"), GiB: 3000, ToVisitors: true}}
		at := price.Place{Site: tf.Site("gke")}
		want, err := tf.Bill(l, at, flows, price.Factors{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := tf.Change(l, at, flows, nil)
		if err != nil || got.Total.String() != want.Total.String() || len(got.Lines) != len(want.Lines) {
			t.Fatalf("%v: %s, the bill is %s", err, got.Total, want.Total)
		}
	})
}

func TestBothHalvesOfAHybridCarryTheWholeLoad(t *testing.T) {
	tf := tariff(t, `power_max  = "450W"`, "power_idle = \"100W\"\n    power_max = \"450W\"")
	rapid.Check(t, func(t *rapid.T) {
		l := loadOf(t)
		l.Floor = 0
		base := rapid.Float64Range(0, 60).Draw(t, "base")
		b, err := tf.Change(l, price.Place{Site: tf.Site("tokyo"), Burst: tf.Site("gke"), Base: base}, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		cores := 0.0
		for _, line := range b.Lines {
			if line.Unit == "core" {
				cores += line.Quantity
			}
		}
		if d := cores - l.Demand(); d > 1e-5 || d < -1e-5 {
			t.Fatalf("%v cores of %v with a base of %v", cores, l.Demand(), base)
		}
	})
}

func TestACoreInUseDrawsWhatANodeDrawsAboveIdle(t *testing.T) {
	tf := tariff(t, `power_max  = "450W"`, "power_idle = \"130W\"\n    power_max = \"450W\"")
	// (450 − 130) W × 1.5 × 730 h × 24 JPY/kWh ÷ 64 cores = 131.4
	if diff := cmp.Diff("131.4 JPY", tf.Site("tokyo").Pools[0].Dynamic.String()); diff != "" {
		t.Error(diff)
	}
	l := &price.Load{Curve: []float64{3, 1}, P99: 3, Floor: 1}
	b, err := tf.Change(l, price.Place{Site: tf.Site("tokyo")}, nil, nil)
	// 2 cores on average.
	if diff := cmp.Diff("262.8", b.Total.Decimal()); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func TestACoveredPoolIsChargedByWhatItDiffersBy(t *testing.T) {
	tf := tariff(t)
	gke := tf.Site("gke")
	l := &price.Load{Curve: []float64{2}, P99: 2, GiBPerCore: 4}
	for _, c := range []struct {
		what string
		by   func(*price.Site, *price.Pool) *price.Pool
		same bool
	}{
		{"by itself", func(_ *price.Site, p *price.Pool) *price.Pool { return p }, true},
		{"by nothing", func(*price.Site, *price.Pool) *price.Pool { return nil }, false},
	} {
		b, err := tf.Change(l, price.Place{Site: gke}, nil, c.by)
		if err != nil {
			t.Fatal(err)
		}
		// 2,740 for the service is left where cores and memory are charged elsewhere.
		if same := b.Total.Decimal() == "2740"; same != c.same {
			t.Errorf("%s: %s", c.what, b.Total)
		}
	}
}

func TestACommitmentRunsFromItsStartForItsTerm(t *testing.T) {
	day := func(s string) spec.Value[time.Time] {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return spec.Value[time.Time]{V: at, Origin: written(t)}
	}
	year := spec.Value[float64]{V: 365 * 86400, Origin: written(t)}
	for _, c := range []struct {
		on   string
		k    spec.Commitment
		want bool
	}{
		{"2026-01-01", spec.Commitment{Start: day("2026-01-01"), Term: year}, true},
		{"2026-12-31", spec.Commitment{Start: day("2026-01-01"), Term: year}, true},
		{"2027-01-01", spec.Commitment{Start: day("2026-01-01"), Term: year}, false},
		{"2025-12-31", spec.Commitment{Start: day("2026-01-01"), Term: year}, false},
		{"2040-01-01", spec.Commitment{Start: day("2026-01-01")}, true},
		{"2040-01-01", spec.Commitment{Term: year}, true},
	} {
		if got := price.Runs(&c.k, day(c.on).V); got != c.want {
			t.Errorf("%s: %v", c.on, got)
		}
	}
}

// written is the origin of something that a file says.
func written(t *testing.T) spec.Origin {
	t.Helper()
	w, _ := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(workspace)}}, spec.Options{})
	return w.Sites[0].Origin
}

func TestStandingCostsArePaidByNodesInServiceAlone(t *testing.T) {
	for _, c := range []struct {
		since string
		want  []string
	}{
		// 14 nodes × 1,900,000 ÷ 60 and × 21,000; no idle power is stated.
		{`"2024-04-01"`, []string{"tokyo general: capital 443333.3333", "tokyo general: upkeep 294000"}},
		{`"2020-04-01"`, []string{"tokyo general: upkeep 294000"}}, // its life is over
		{`"2026-12-01"`, nil},
	} {
		text := workspace
		if c.since != `"2024-04-01"` {
			text = strings.ReplaceAll(text, `"2024-04-01"`, c.since)
		}
		w, diags := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(text)}}, spec.Options{})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		var got []string
		for _, l := range price.NewTariff(w, price.FullyLoaded).Standing(w) {
			got = append(got, l.Site+" "+l.What+" "+l.Amount.Decimal())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.since, diff)
		}
	}
}

func TestThoseWhoKeepMachinesArePaidByTheirHours(t *testing.T) {
	const upkeep = "upkeep     = \"21000 JPY/mo\"\n"
	text := strings.ReplaceAll(workspace, upkeep, upkeep+"    administration = \"70h/mo\"\n")
	w, diags := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(text)}}, spec.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	tf := price.NewTariff(w, price.FullyLoaded)
	var got []string
	for _, l := range tf.Standing(w) {
		got = append(got, l.What+" "+l.Amount.Decimal())
	}
	// 70 h × 6,000
	if diff := cmp.Diff([]string{"general: capital 443333.3333", "general: upkeep 294000", "general: administration 420000"}, got); diff != "" {
		t.Errorf("standing (-want +got):\n%s", diff)
	}
	// A node: 31,666.6667 + 11,826 + 21,000 + 70 h ÷ 14 × 6,000 = 94,492.6667; × 14 ÷ 13
	// = 101,761.3333; ÷ (64 + 256 ÷ 7.46).
	near(t, "core", tf.Site("tokyo").Pools[0].Core, 101761.3333/(64+256/7.46), 0.001)
	// What is sunk is no part of a marginal cost: 11,826 × 14 ÷ 13 ÷ (64 + 256 ÷ 7.46).
	near(t, "marginal core", price.NewTariff(w, price.Marginal).Site("tokyo").Pools[0].Core, 11826*14.0/13/(64+256/7.46), 0.001)
}
