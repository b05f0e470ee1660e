package pricelist

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// handmade is a book with every word of the language.
const handmade = `
price_book "by-hand" {
  source      = "a quote"
  date        = "2026-01-02"
  currency    = "USD"
  region      = "east1"
  cluster_fee = "73 USD/mo"
  machine "n2-standard-16" {
    cpu       = "16"
    memory    = "64Gi"
    on_demand = "500.10 USD/mo"
  }
  machine "n2-standard-2" {
    cpu       = "2"
    memory    = "0.6Gi"
    on_demand = "62.5 USD/mo"
    hour      = "0.1 USD/h"
    spot      = "20 USD/mo"
    commit1y  = "40 USD/mo"
    commit3y  = "30 USD/mo"
  }
  machine "e2-micro" {
    cpu    = "250m"
    memory = "1Gi"
    hour   = "0.01 USD/h"
  }
  egress "internet" {
    tier {
      from  = "10Ti"
      price = "0.08 USD/GiB"
    }
    tier {
      from  = "0Ti"
      price = "0.12 USD/GiB"
    }
  }
  disk "ssd" {
    price = "0.17 USD/GiB"
  }
  autopilot {
    cpu    = "32.5 USD/mo"
    memory = "3.6 USD/mo"
  }
}
`

func rate(t testing.TB, s string) money.Rate {
	t.Helper()
	r, err := money.ParseRate(s, money.Month, money.Hour, money.GiB)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestShowTellsEveryPriceOfABook(t *testing.T) {
	want := Shown{
		Name: "by-hand", Source: "a quote", Region: "east1", Currency: "USD",
		Date: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC),
		Machines: []Row{
			{Machine: "e2-micro", CPU: 0.25, Memory: 1 << 30, Hour: rate(t, "0.01 USD/h")},
			{
				// 0.6 × 2^30 = 644245094.4
				Machine: "n2-standard-2", CPU: 2, Memory: 644245094.4, OnDemand: rate(t, "62.5 USD/mo"), Hour: rate(t, "0.1 USD/h"),
				Spot: rate(t, "20 USD/mo"), Commit1y: rate(t, "40 USD/mo"), Commit3y: rate(t, "30 USD/mo"),
			},
			{Machine: "n2-standard-16", CPU: 16, Memory: 64 << 30, OnDemand: rate(t, "500.10 USD/mo")},
		},
		Others: []Item{
			{Name: "autopilot", Field: "cpu", Rate: rate(t, "32.5 USD/mo")},
			{Name: "autopilot", Field: "memory", Rate: rate(t, "3.6 USD/mo")},
			{Name: "cluster", Field: "cluster_fee", Rate: rate(t, "73 USD/mo")},
			{Name: "disk ssd", Field: "price", Rate: rate(t, "0.17 USD/GiB")},
			{Name: "egress internet", Field: "price from 0B", Rate: rate(t, "0.12 USD/GiB")},
			{Name: "egress internet", Field: "price from 10Ti", Rate: rate(t, "0.08 USD/GiB"), From: 10 << 40},
		},
	}
	got := Show(parsed(t, handmade))
	if diff := cmp.Diff(want, got, byText()); diff != "" {
		t.Error(diff)
	}
}

func TestShowKeepsTheMachinesThatPatternsMatch(t *testing.T) {
	book := parsed(t, handmade)
	for _, c := range []struct {
		patterns, want []string
	}{
		{nil, []string{"e2-micro", "n2-standard-2", "n2-standard-16"}},
		{[]string{"n2-*"}, []string{"n2-standard-2", "n2-standard-16"}},
		{[]string{"*-16", "e2-*"}, []string{"e2-micro", "n2-standard-16"}},
		{[]string{"m1-*"}, nil},
		{[]string{"n2-["}, nil},
	} {
		var got []string
		shown := Show(book, c.patterns...)
		for _, m := range shown.Machines {
			got = append(got, m.Machine)
		}
		if diff := cmp.Diff(c.want, got); diff != "" || len(shown.Others) != 6 {
			t.Errorf("%v: %d others, %s", c.patterns, len(shown.Others), diff)
		}
	}
}

func TestShownTextIsAnAlignedTable(t *testing.T) {
	var out strings.Builder
	if err := Show(parsed(t, handmade), "n2-*").WriteText(&out); err != nil {
		t.Fatal(err)
	}
	want := `by-hand: east1, as of 2026-01-02, in USD; machines a month where not an hour
from a quote

machine         cpu  memory  hour  on demand  spot  commit 1y  commit 3y
n2-standard-2   2    0.6Gi   0.1   62.5       20    40         30
n2-standard-16  16   64Gi    -     500.1      -     -          -

other                             price
autopilot        cpu              32.5 USD/mo
autopilot        memory           3.6 USD/mo
cluster          cluster_fee      73 USD/mo
disk ssd         price            0.17 USD/GiB
egress internet  price from 0B    0.12 USD/GiB
egress internet  price from 10Ti  0.08 USD/GiB
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestAReportTellsAPersonWhatWasFound(t *testing.T) {
	items := strings.Split("a b c d e f g h i j k l m n", " ")
	r := Report{Bytes: 10, Regions: 2, Machines: 3, Entries: 4, Traps: []Trap{
		{CodeNoCost, "thing", 14, items}, {CodeDiscount, "other thing", 9, []string{"n1 (9)"}},
	}}
	var out strings.Builder
	if err := r.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	want := `Read 3 machine types and 2 regions from 10 bytes; 4 of their pairs have prices.
BERTH-L002: 14 × thing
  a, b, c, d, e, f, g, h, i, j, k, l … and 2 more
BERTH-L004: 9 × other thing
  n1 (9)
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
	out.Reset()
	b := &Book{Name: "a", Region: "east1", Date: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), Traps: r.Traps[1:]}
	if err := b.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	want = `Price book "a": east1 as of 2026-01-02; 0 machines, 0 destinations of egress, 0 classes of storage.
BERTH-L004: 9 × other thing
  n1 (9)
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

// edited returns the handmade book after replacing text of it.
func edited(t testing.TB, pairs ...string) *spec.PriceBook {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(handmade, pairs[i]) {
			t.Fatalf("the book has no %q", pairs[i])
		}
	}
	return parsed(t, strings.NewReplacer(pairs...).Replace(handmade))
}
