package commit

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

// Owners of the tests: two services of one product, one of another, one of nobody's.
var (
	adsProduct = spec.Owner{Product: "ads", Team: "growth"}
	web        = spec.Owner{Service: "web", Product: "ads", Team: "growth"}
	api        = spec.Owner{Service: "api", Product: "ads", Team: "growth"}
	sketch     = spec.Owner{Service: "sketch", Product: "art", Team: "core"}
	alone      = spec.Owner{Service: "alone"}
)

func lines(s Shared) (out []string) {
	for _, l := range s.Lines {
		out = append(out, fmt.Sprintf("%s %s %s for %g %s", l.Kind, Name(spec.Owner{Service: l.Service, Product: l.Product, Team: l.Team}), l.Amount, l.Quantity, l.Unit))
	}
	return out
}

func TestTheOwnerIsCoveredFirstAndPaysForWhatNobodyUses(t *testing.T) {
	cost := money.New(1000, "JPY")
	for _, c := range []struct {
		name   string
		owner  spec.Owner
		covers float64
		uses   []Use
		want   []string
	}{
		{"all the owner's", adsProduct, 100, []Use{{web, 60}, {api, 40}, {sketch, 50}}, []string{
			"committed api 400 JPY for 40 core-h", "committed web 600 JPY for 60 core-h",
		}},
		{"more than the owner's", adsProduct, 100, []Use{{web, 90}, {api, 60}}, []string{
			"committed api 400 JPY for 40 core-h", "committed web 600 JPY for 60 core-h",
		}},
		{"a surplus for others", adsProduct, 100, []Use{{web, 40}, {sketch, 90}, {alone, 30}}, []string{
			"committed alone 150 JPY for 15 core-h", "committed sketch 450 JPY for 45 core-h", "committed web 400 JPY for 40 core-h",
		}},
		{"a rest for nobody", adsProduct, 100, []Use{{web, 40}, {sketch, 10}}, []string{
			"committed sketch 100 JPY for 10 core-h", "committed web 400 JPY for 40 core-h", "unused ads 500 JPY for 50 core-h",
		}},
		{"a service that owns", web, 100, []Use{{web, 40}, {api, 120}}, []string{
			"committed api 600 JPY for 60 core-h", "committed web 400 JPY for 40 core-h",
		}},
		{"a team that owns", spec.Owner{Team: "core"}, 100, []Use{{web, 100}, {sketch, 50}}, []string{
			"committed sketch 500 JPY for 50 core-h", "committed web 500 JPY for 50 core-h",
		}},
		{"no owner", spec.Owner{}, 100, []Use{{web, 60}, {sketch, 20}}, []string{
			"unused  200 JPY for 20 core-h", "committed sketch 200 JPY for 20 core-h", "committed web 600 JPY for 60 core-h",
		}},
		{"nobody uses it", adsProduct, 100, nil, []string{"unused ads 1000 JPY for 100 core-h"}},
		{"nobody knows what it covers", adsProduct, 0, []Use{{web, 60}}, []string{"committed ads 1000 JPY for 0 "}},
		{"use below nothing", adsProduct, 100, []Use{{web, -5}, {sketch, math.Inf(-1)}}, []string{"unused ads 1000 JPY for 100 core-h"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Share(Commitment{Name: "base", Site: "gke", Owner: c.owner, Cost: cost, Covers: c.covers}, c.uses)
			want := map[string]int{}
			for _, w := range c.want {
				want[w]++
			}
			for _, l := range lines(got) {
				want[l]--
			}
			for l, n := range want {
				if n != 0 {
					t.Errorf("%+d of %q", -n, l)
				}
			}
		})
	}
}

func TestAReportNamesTheOwnerFirst(t *testing.T) {
	c := Commitment{Name: "base", Site: "gke", Owner: adsProduct, Cost: money.New(1000, "JPY"), Covers: 100}
	got := Share(c, []Use{{web, 10}, {alone, 20}, {sketch, 50}}).Told
	want := ledger.Commitment{
		Name: "base", Site: "gke", Owner: "ads", Cost: money.New(1000, "JPY"), Used: money.New(800, "JPY"), Unused: money.New(200, "JPY"), Share: 0.8,
		To: []ledger.Sum{{Name: "web", Amount: money.New(100, "JPY")}, {Name: "sketch", Amount: money.New(500, "JPY")}, {Name: "alone", Amount: money.New(200, "JPY")}},
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b money.Amount) bool { return a.String() == b.String() })); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsSharedAddsUpAndNobodyIsCoveredTwice(t *testing.T) {
	owners := []spec.Owner{web, api, sketch, alone}
	rapid.Check(t, func(t *rapid.T) {
		c := Commitment{
			Name: "base", Owner: rapid.SampledFrom([]spec.Owner{{}, adsProduct, web, {Team: "core"}}).Draw(t, "owner"),
			Cost:   money.FromWhole(rapid.Int64Range(-1e12, 1e12).Draw(t, "cost"), rapid.IntRange(0, 9).Draw(t, "digits"), "JPY"),
			Covers: rapid.Float64Range(0, 1e6).Draw(t, "covers"),
		}
		var uses []Use
		var own, all float64
		for i := range rapid.IntRange(0, 6).Draw(t, "uses") {
			u := Use{owners[i%len(owners)], rapid.Float64Range(0, 1e6).Draw(t, "use")}
			uses = append(uses, u)
			all += u.Amount
			if c.Owner.Covers(u.Owner) {
				own += u.Amount
			}
		}
		covered, unused := Cover(c.Covers, c.Owner, uses)
		var sum, owns float64
		for i, u := range uses {
			if covered[i] < 0 || covered[i] > u.Amount*(1+1e-12) {
				t.Fatalf("%g of %g is covered", covered[i], u.Amount)
			}
			sum += covered[i]
			if c.Owner.Covers(u.Owner) {
				owns += covered[i]
			}
		}
		near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*(1+c.Covers+all) }
		if !near(sum+unused, c.Covers) || !near(owns, min(own, c.Covers)) || !near(sum, min(all, c.Covers)) {
			t.Fatalf("%g covered, %g of them the owner's, %g unused of %g; %g were used, %g by the owner", sum, owns, unused, c.Covers, all, own)
		}
		total := money.Zero("JPY")
		for _, l := range Share(c, uses).Lines {
			total = total.Add(l.Amount)
		}
		if total.Cmp(c.Cost) != 0 {
			t.Fatalf("lines add up to %s of %s", total, c.Cost)
		}
	})
}

const world = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
}
rate "USD" {
  value  = "150 JPY"
  date   = "2026-10-31"
  source = "finance"
}
price_book "gcp" {
  source   = "list"
  date     = "2026-10-01"
  currency = "JPY"
}
team "core" {
}
product "ads" {
  team = "core"
}
service "web" {
  product = "ads"
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "gcp"
  mode     = "autopilot"
  commitment "always" {
    cpu   = "1"
    price = "100 USD/mo"
    owner = "web"
  }
  commitment "from-the-20th" {
    cpu   = "10"
    price = "31000 JPY/mo"
    start = "2026-10-20"
    owner = "core"
  }
  commitment "later" {
    price = "1 JPY/mo"
    start = "2026-11-01"
  }
  commitment "over" {
    price = "1 JPY/mo"
    start = "2025-10-01"
    term  = "1y"
  }
}
`

func TestDeclaredCommitmentsCountForTheirDays(t *testing.T) {
	w, diags := spec.Parse([]spec.Source{{Name: "w.hcl", Bytes: []byte(world)}}, spec.Options{})
	for _, d := range diags {
		t.Fatalf("%s: %s", d.Summary, d.Detail)
	}
	use := &usage.Month{Cloud: map[[2]string]float64{{"gke", "web"}: 372, {"osaka", "web"}: 5000, {"gke", "who"}: 5000}}
	var got []string
	for _, s := range Declared(w, bill.Month{Year: 2026, Month: time.October}, time.UTC, use) {
		got = append(got, s.Name)
		got = append(got, lines(s)...)
	}
	want := []string{
		"always", "committed web 7500 JPY for 372 core-h", "unused web 7500 JPY for 372 core-h",
		// 12 of 31 days, 10 cores for 288 hours.
		"from-the-20th", "committed web 1550 JPY for 372 core-h", "unused core 10450 JPY for 2508 core-h",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
