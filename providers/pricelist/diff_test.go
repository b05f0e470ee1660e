package pricelist

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

func TestDiffNamesWhatMovedAndByHowMuch(t *testing.T) {
	for _, c := range []struct {
		name  string
		pairs []string
		want  Changes
	}{
		{"nothing", nil, nil},
		{"another source and day", []string{"a quote", "a bill", "2026-01-02", "2026-02-02"}, nil},
		{"the same number with other digits", []string{"500.10 USD", "500.1 USD"}, nil},
		{
			// (65 − 62.5) / 62.5 = 0.04
			"a price up", []string{"62.5 USD/mo", "65 USD/mo"},
			Changes{{Changed, "machine n2-standard-2", "on_demand", "62.5 USD/mo", "65 USD/mo", "+4.00"}},
		},
		{
			// (0.16 − 0.17) / 0.17 = −0.0588
			"a price down", []string{"0.17 USD/GiB", "0.16 USD/GiB"},
			Changes{{Changed, "disk ssd", "price", "0.17 USD/GiB", "0.16 USD/GiB", "-5.88"}},
		},
		{
			"a price gone", []string{`spot      = "20 USD/mo"`, ""},
			Changes{{Removed, "machine n2-standard-2", "spot", "20 USD/mo", "", ""}},
		},
		{
			"a price new", []string{`hour   = "0.01 USD/h"`, `spot = "1 USD/mo"` + "\n" + `hour = "0.01 USD/h"`},
			Changes{{Added, "machine e2-micro", "spot", "", "1 USD/mo", ""}},
		},
		{
			"a machine of another name", []string{`"n2-standard-2"`, `"n2-standard-3"`},
			Changes{
				{Removed, "machine n2-standard-2", "", "62.5 USD/mo", "", ""},
				{Added, "machine n2-standard-3", "", "", "62.5 USD/mo", ""},
			},
		},
		{
			"a machine of another size", []string{`"250m"`, `"0.5"`, `"1Gi"`, `"1.5Gi"`},
			Changes{
				{Changed, "machine e2-micro", "cpu", "0.25", "0.5", ""},
				{Changed, "machine e2-micro", "memory", "1Gi", "1.5Gi", ""},
			},
		},
		{
			"a tier from another volume", []string{"10Ti", "5Ti"},
			Changes{
				{Added, "egress internet", "price from 5Ti", "", "0.08 USD/GiB", ""},
				{Removed, "egress internet", "price from 10Ti", "0.08 USD/GiB", "", ""},
			},
		},
		{
			"a price from nothing and to nothing", []string{"62.5 USD/mo", "0 USD/mo"},
			Changes{{Changed, "machine n2-standard-2", "on_demand", "62.5 USD/mo", "0 USD/mo", "-100.00"}},
		},
		{
			"another currency", []string{"0.17 USD/GiB", "25 JPY/GiB"},
			Changes{{Changed, "disk ssd", "price", "0.17 USD/GiB", "25 JPY/GiB", ""}},
		},
		{
			"the block of the pods", []string{"autopilot {\n    cpu    = \"32.5 USD/mo\"\n    memory = \"3.6 USD/mo\"\n  }", ""},
			Changes{
				{Removed, "autopilot", "cpu", "32.5 USD/mo", "", ""},
				{Removed, "autopilot", "memory", "3.6 USD/mo", "", ""},
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Diff(parsed(t, handmade), edited(t, c.pairs...))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPriceThatWasNothingHasNoPercent(t *testing.T) {
	if got := percent(rate(t, "0 USD/mo"), rate(t, "1 USD/mo")); got != "" {
		t.Errorf("got %q", got)
	}
	if got := percent(rate(t, "1 USD/mo"), rate(t, "1 USD/h")); got != "" {
		t.Errorf("a month against an hour: got %q", got)
	}
}

func TestChangesAreATableWithASum(t *testing.T) {
	var out strings.Builder
	got := Diff(parsed(t, handmade), edited(t, "62.5 USD/mo", "65 USD/mo", `"e2-micro"`, `"e2-nano"`))
	if err := got.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	want := `         item                   field      old          new         change
removed  machine e2-micro       all        0.01 USD/h   -           -
added    machine e2-nano        all        -            0.01 USD/h  -
changed  machine n2-standard-2  on_demand  62.5 USD/mo  65 USD/mo   +4.00 %

1 changed, 1 added, 1 removed.
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
	out.Reset()
	if err := (Changes(nil)).WriteText(&out); err != nil || out.String() != "No price differs.\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

// anyBook draws a small book; few names and prices, so that two of them meet.
func anyBook(t *rapid.T) *spec.PriceBook {
	price := func(what string, per money.Per) (v spec.Value[money.Rate]) {
		if n := rapid.Int64Range(0, 3).Draw(t, what); n > 0 {
			v.V = money.Rate{Amount: money.New(n, "USD"), Per: per}
		}
		return v
	}
	b := &spec.PriceBook{Name: "a", ClusterFee: price("fee", money.Month)}
	for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"e2-a", "e2-b", "n1-a"}), rapid.ID[string]).Draw(t, "machines") {
		b.Machines = append(b.Machines, &spec.Machine{
			Name: name, CPU: spec.Value[float64]{V: rapid.SampledFrom([]float64{1, 2}).Draw(t, "cpu")},
			OnDemand: price("month", money.Month), Hour: price("hour", money.Hour), Spot: price("spot", money.Month),
		})
	}
	for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"ssd", "hdd"}), rapid.ID[string]).Draw(t, "disks") {
		b.Disks = append(b.Disks, &spec.DiskPrice{Name: name, Price: price("disk", money.GiB)})
	}
	e := &spec.EgressTiers{Name: "internet"}
	for _, from := range rapid.SliceOfDistinct(rapid.SampledFrom([]float64{0, 1 << 40, 2 << 40, 10 << 40}), rapid.ID[float64]).Draw(t, "tiers") {
		e.Tiers = append(e.Tiers, &spec.Tier{From: spec.Value[float64]{V: from}, Price: price("tier", money.GiB)})
	}
	b.Egress = []*spec.EgressTiers{e}
	return b
}

func TestABookDoesNotDifferFromItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := anyBook(t)
		if diff := cmp.Diff(Changes(nil), Diff(b, b)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheWayBackHasTheSameChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyBook(t), anyBook(t)
		back := map[Kind]Kind{Added: Removed, Removed: Added, Changed: Changed}
		want := map[Change]bool{}
		for _, c := range Diff(a, b) {
			want[Change{Kind: back[c.Kind], Item: c.Item, Field: c.Field, Old: c.New, New: c.Old}] = true
		}
		got := map[Change]bool{}
		for _, c := range Diff(b, a) {
			c.Percent = ""
			got[c] = true
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestEveryPriceThatMovedIsInTheDiff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyBook(t), anyBook(t)
		seen := map[string]bool{}
		for _, c := range Diff(a, b) {
			if c.Old == c.New && c.Field != "" {
				t.Errorf("a change that is none: %+v", c)
			}
			seen[c.Item+"/"+c.Field] = true
		}
		text := func(lines []line) map[string]string {
			out := map[string]string{}
			for _, l := range lines {
				out[l.item+"/"+l.field] = l.text
			}
			return out
		}
		old, now := text(lines(a)), text(lines(b))
		for key := range old {
			item, _, _ := strings.Cut(key, "/")
			if old[key] != now[key] && !seen[key] && !seen[item+"/"] {
				t.Errorf("%s went from %q to %q unseen", key, old[key], now[key])
			}
		}
	})
}
