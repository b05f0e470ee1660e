package price_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/money"
	"berth.dev/engine/price"
	"berth.dev/engine/spec"
)

// workspace is small enough to be computed by hand: see TestAnOwnedNode….
const workspace = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
}
rate "USD" {
  value  = "150 JPY"
  date   = "2026-10-31"
  source = "test"
}
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "240d"
  node_pool "general" {
    nodes      = 14
    spare      = 1
    cpu        = "64"
    memory     = "256Gi"
    purchase   = "1900000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
    power_max  = "450W"
    upkeep     = "21000 JPY/mo"
  }
  electricity = "24 JPY/kWh"
  pue         = 1.5
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "book"
  node_pool "web" {
    machine = "e2-standard-8"
    packing = 0.85
  }
  node_pool "spot" {
    machine = "e2-standard-8"
    buy     = "spot"
    packing = 0.85
  }
  per_service = "2740 JPY/mo"
}
link "tokyo" "gke" {
  path   = "vpn"
  egress = { tokyo = "0 JPY/GiB", gke = "0.12 USD/GiB" }
}
price_book "book" {
  source   = "test"
  date     = "2025-07-31"
  currency = "USD"
  machine "e2-standard-8" {
    cpu       = "8"
    memory    = "32Gi"
    on_demand = "200 USD/mo"
    hour      = "0.34386288 USD/h"
    spot      = "100.41296 USD/mo"
  }
  egress "internet" {
    tier {
      price = "0.12 USD/GiB"
    }
    tier {
      from  = "1Ti"
      price = "0.11 USD/GiB"
    }
    tier {
      from  = "10Ti"
      price = "0.08 USD/GiB"
    }
  }
  disk "balanced" {
    price = "0.13 USD/GiB"
  }
}
service "a" {
  calls = "complete"
}
`

// tariff reads the workspace with replacements, given as old, new, old, new.
func tariff(t testing.TB, changes ...string) *price.Tariff {
	t.Helper()
	text := workspace
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(text, changes[i]) {
			t.Fatalf("the workspace does not hold %q", changes[i])
		}
		text = strings.ReplaceAll(text, changes[i], changes[i+1])
	}
	w, diags := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(text)}}, spec.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return price.NewTariff(w, w.Settings.CostBasis.Or(price.FullyLoaded))
}

// near compares an amount with a number computed by hand.
func near(t *testing.T, what string, got money.Amount, want, tolerance float64) {
	t.Helper()
	if math.Abs(got.Float()-want) > tolerance {
		t.Errorf("%s: got %s, want %g", what, got, want)
	}
}

func TestAnOwnedNodeCostsCapitalPowerAndUpkeep(t *testing.T) {
	// capital 1,900,000 / 60 = 31,666.67; power 0.45 kW × 1.5 × 730 h × 24 =
	// 11,826; upkeep 21,000: 64,492.67 a node, × 14/13 = 69,453.64. A node is
	// 64 + 256/7.46 = 98.3164 cores' worth: 706.43 a core, 94.70 a GiB.
	pool := tariff(t).Site("tokyo").Pools[0]
	near(t, "core", pool.Core, 706.43, 0.01)
	near(t, "GiB", pool.GiB, 94.70, 0.01)
	var lines []string
	for _, l := range pool.Derivation {
		lines = append(lines, l.What+" "+l.Amount.Rounded(2))
	}
	want := []string{
		"power, 450 W × PUE 1.5 × 730 h 11,826.00",
		"upkeep 21,000.00",
		"capital over 60 months 31,666.67",
		"node with its share of 1 spare of 14 69,453.64",
		"core, of 64 cores and 256 GiB at 7.46 GiB a core 706.43",
		"memory, 7.46 GiB as one core 94.70",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}

func TestAPoolPastItsLifePaysNoCapital(t *testing.T) {
	// (21,000 + 11,826) × 14/13 / 98.3164 = 359.56.
	near(t, "core", tariff(t, `"2024-04-01"`, `"2021-10-01"`).Site("tokyo").Pools[0].Core, 359.56, 0.01)
}

func TestMarginalCostIsPowerAlone(t *testing.T) {
	// 11,826 × 14/13 / 98.3164 = 129.54.
	m := tariff(t, `currency       = "JPY"`, "currency       = \"JPY\"\n  cost_basis     = \"marginal\"")
	near(t, "core", m.Site("tokyo").Pools[0].Core, 129.54, 0.01)
}

func TestARentedCoreIsChargedByTheHourAndPacking(t *testing.T) {
	// 0.34386288 × 730 × 150 / 0.85 / (8 + 32/7.46) = 3,604.6: the hour, not the
	// list's month of 200 USD.
	gke := tariff(t).Site("gke")
	near(t, "core", gke.Pools[0].Core, 0.34386288*730*150/0.85/(8+32/7.46), 0.01)
	near(t, "spot core", gke.Pools[1].Core, 100.41296*150/0.85/(8+32/7.46), 0.01)
}

// flat is a load without ups and downs.
func flat(cores float64) *price.Load {
	return &price.Load{Curve: []float64{cores}, P99: cores, Floor: 1, Step: 1, GiBPerCore: 2}
}

func TestOwnedCapacityIsKeptAndRentedCapacityIsUsed(t *testing.T) {
	tr := tariff(t)
	// Half of the time 10 cores, half 2; p99 10.
	l := &price.Load{Curve: []float64{10, 2}, P99: 10, Floor: 1, Step: 1, GiBPerCore: 2}
	core, gib := tr.Site("tokyo").Pools[0].Core.Float(), tr.Site("tokyo").Pools[0].GiB.Float()
	own, err := tr.Bill(l, price.Place{Site: tr.Site("tokyo")}, nil, price.Factors{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "tokyo", own.Total, 10*core+20*gib, 0.001)
	core, gib = tr.Site("gke").Pools[0].Core.Float(), tr.Site("gke").Pools[0].GiB.Float()
	rented, err := tr.Bill(l, price.Place{Site: tr.Site("gke")}, nil, price.Factors{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "gke", rented.Total, 6*core+12*gib+2740, 0.001)
	// The hybrid keeps 2 cores and rents 8 half of the time, but never under 1.
	both, err := tr.Bill(l, price.Place{Site: tr.Site("tokyo"), Burst: tr.Site("gke"), Base: 2}, nil, price.Factors{})
	if err != nil {
		t.Fatal(err)
	}
	own2 := tr.Site("tokyo").Pools[0]
	near(t, "hybrid", both.Total, 2*own2.Core.Float()+4*own2.GiB.Float()+4.5*core+9*gib+2740, 0.001)
}

func TestABillIsTheExactSumOfItsLines(t *testing.T) {
	tr := tariff(t)
	b, err := tr.Bill(flat(3.3), price.Place{Site: tr.Site("gke")}, []price.Flow{{What: "traffic", Site: tr.Site("gke"), GiB: 12345.678, ToVisitors: true}}, price.Factors{})
	if err != nil {
		t.Fatal(err)
	}
	sum := money.Zero("JPY")
	for _, l := range b.Lines {
		sum = sum.Add(l.Amount)
		if want := l.Price.Times(l.Quantity).Line(); want.Cmp(l.Amount) != 0 {
			t.Errorf("%s: %v × %s is not %s", l.What, l.Quantity, l.Price, l.Amount)
		}
	}
	if sum.Cmp(b.Total) != 0 || len(b.Lines) < 5 {
		t.Errorf("the sum of %d lines is %s, the total %s", len(b.Lines), sum, b.Total)
	}
}

func TestTrafficToVisitorsWalksTheTiers(t *testing.T) {
	// 1,024 GiB at 18, 9,216 at 16.5, 60 at 12 JPY.
	tr := tariff(t)
	b, err := tr.Bill(flat(0), price.Place{Site: tr.Site("gke")}, []price.Flow{{What: "v", Site: tr.Site("gke"), GiB: 10300, ToVisitors: true}}, price.Factors{})
	if err != nil {
		t.Fatal(err)
	}
	got := 0.0
	for _, l := range b.Lines {
		if l.What == "v" {
			got += l.Amount.Float()
		}
	}
	if want := 1024*18 + 9216*16.5 + 60*12.0; got != want {
		t.Errorf("got %g, want %g", got, want)
	}
}

func TestAMissingPriceIsNamedAndNeverZero(t *testing.T) {
	visitors := []price.Flow{{What: "v", ToVisitors: true, GiB: 1}}
	for _, c := range []struct {
		name    string
		changes []string
		load    func(*price.Load)
		site    string
		flows   bool
		want    string
	}{
		{"machine", []string{"hour      = \"0.34386288 USD/h\"\n", "", "on_demand = \"200 USD/mo\"\n", ""}, nil, "gke", false, "machine e2-standard-8 has no on_demand price in price book book"},
		{"spot", []string{"spot      = \"100.41296 USD/mo\"\n", ""}, func(l *price.Load) { l.Pool, l.Interruptible = "spot", true }, "gke", false, "machine e2-standard-8 has no spot price"},
		{"disk", nil, func(l *price.Load) { l.Disks = []price.Volume{{Class: "fast", GiB: 1}} }, "gke", false, `gke has no disk of class "fast"`},
		{"egress", nil, nil, "tokyo", true, "tokyo has no price for traffic to the internet"},
		{"resource", nil, func(l *price.Load) { l.Resources = map[string]float64{"nvidia.com/gpu": 1} }, "gke", false, "no node pool of gke takes the service: none offers 1 nvidia.com/gpu"},
		{"upkeep and power", []string{"    upkeep     = \"21000 JPY/mo\"\n", "", "    power_max  = \"450W\"\n", ""}, nil, "tokyo", false, "node pool general of tokyo does not state power_max, upkeep"},
		{"electricity", []string{"electricity = \"24 JPY/kWh\"\n", ""}, nil, "tokyo", false, "does not state electricity of its site"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := tariff(t, c.changes...)
			l := flat(1)
			if c.load != nil {
				c.load(l)
			}
			flows := []price.Flow(nil)
			if c.flows {
				visitors[0].Site = tr.Site(c.site)
				flows = visitors
			}
			_, err := tr.Bill(l, price.Place{Site: tr.Site(c.site)}, flows, price.Factors{})
			if !errors.Is(err, price.ErrMissing) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want ErrMissing with %q", err, c.want)
			}
		})
	}
}

func TestOnlyWorkThatMayStopRunsOnSpot(t *testing.T) {
	gke := tariff(t).Site("gke")
	for _, c := range []struct {
		interruptible bool
		want          string
	}{{false, "web"}, {true, "spot"}} {
		l := flat(1)
		l.Interruptible = c.interruptible
		p, err := gke.Pool(l)
		if err != nil || p.Name != c.want {
			t.Errorf("interruptible %v: got %v, %v, want %s", c.interruptible, p, err, c.want)
		}
	}
}

func TestTheBaseOfAHybridIsTheCheapest(t *testing.T) {
	tr := tariff(t)
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.SampledFrom([]int{1, 7, 64}).Draw(r, "bins")
		curve := make([]float64, n)
		at := rapid.Float64Range(0, 200).Draw(r, "top")
		for i := range curve {
			curve[i] = at
			at *= rapid.Float64Range(0.5, 1).Draw(r, "fall")
		}
		l := &price.Load{
			Curve: curve, P99: curve[0], GiBPerCore: rapid.Float64Range(0, 8).Draw(r, "memory"),
			Step: rapid.SampledFrom([]float64{0.25, 1, 4}).Draw(r, "step"),
		}
		l.Floor = l.Step * float64(rapid.IntRange(1, 3).Draw(r, "min"))
		perShare := rapid.Float64Range(0, 300000).Draw(r, "traffic")
		tokyo, gke := tr.Site("tokyo"), tr.Site("gke")
		base, err := tr.Base(l, tokyo, gke, perShare, price.Factors{})
		if err != nil {
			r.Fatal(err)
		}
		cost := func(base float64) float64 {
			b, err := tr.Bill(l, price.Place{Site: tokyo, Burst: gke, Base: base}, nil, price.Factors{})
			if err != nil {
				r.Fatal(err)
			}
			return b.Total.Float() + perShare*l.BurstShare(base)
		}
		got := cost(base)
		for k := 0.0; k*l.Step <= curve[0]+l.Step; k++ {
			if other := cost(max(k*l.Step, l.Floor)); other < got-0.01-got*1e-9 {
				r.Fatalf("base %g costs %g, base %g costs %g", base, got, k*l.Step, other)
			}
		}
	})
}

func TestFactorsScaleOneSide(t *testing.T) {
	tr := tariff(t)
	total := func(site string, f price.Factors) float64 {
		b, err := tr.Bill(flat(10), price.Place{Site: tr.Site(site)}, nil, f)
		if err != nil {
			t.Fatal(err)
		}
		return b.Total.Float()
	}
	for _, c := range []struct {
		site string
		f    price.Factors
		want float64
	}{
		{"tokyo", price.Factors{Onprem: 2, Cloud: 1}, 2},
		{"tokyo", price.Factors{Onprem: 1, Cloud: 2}, 1},
		{"gke", price.Factors{Onprem: 1, Cloud: 2}, 2},
	} {
		if got := total(c.site, c.f) / total(c.site, price.Factors{}); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%s with %+v: %g times, want %g", c.site, c.f, got, c.want)
		}
	}
}
