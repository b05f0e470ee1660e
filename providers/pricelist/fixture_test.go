package pricelist

import (
	"io"
	"os"
	"strings"
	"testing"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// small is a list of two regions with one of everything that the real one has:
// a shared-core machine, a discount for steady use, a machine that is only sold as
// spot, one without any cost, tiers that rise, a further key at every level.
const small = `---
about:
  copyright: |2

    Copyright 2025 A. Person.
    Licensed to all.
  generated: Thu Jul 31 04:30:47 2025
  timestamp: 1753936247
  url: https://prices.example/list
  further: 1
compute:
  instance:
    e2-micro:
      cost:
        east1:
          hour: 0.010
          hour_spot: 0.001
          month: 7.30
          month_1y: 5
          month_3y: 4.000
          month_spot: 0.73
      cpu: 0.25
      ram: 1.00
    n1-standard-16:
      cost:
        east1:
          hour: 1
          month: 511
        west1:
          hour_spot: 0.1
          month_spot: 73
      cpu: 16
      ram: 60
      gpu: 1
    n1-standard-2:
      cost:
        east1:
          hour: 0.125
          month: 63.875
          month_1y: 63.875
          month_spot: 0
      cpu: 2
      ram: 7.50
    x9-none:
      cost: {}
      cpu: 1
      ram: 1
  license:
    e2-micro:
      cost:
        windows:
          hour: 0.1
  network:
    ip:
      unused:
        cost:
          east1:
            month: 1
    traffic:
      egress:
        internet:
          cost:
            0-1:
              east1:
                month: 0.085
              west1:
                month: 0.1
            1-10:
              east1:
                month: 0.12
            10n:
              east1:
                month: 0.08
              west1:
                month: 0.08
          china:
            cost:
              0n:
                east1:
                  month: 0.23
                west1:
                  month: 0.2
  storage:
    ssd:
      cost:
        east1:
          month: 0.17
          month_1y: 0.1
      type: pd-ssd
region:
  east1:
    location: Town
  west1:
    location: Port
`

// readSmall reads a list that must be good.
func readSmall(t *testing.T, text string) (*List, Report) {
	t.Helper()
	list, report, err := Read(strings.NewReader(text), DefaultReadOptions())
	if err != nil {
		t.Fatal(err)
	}
	return list, report
}

// realFile is the published list of 31 July 2025.
func realFile(t testing.TB) []byte {
	t.Helper()
	const path = "../../../shared/data/prices/gcp-2025-07-31.yml"
	f, err := os.Open(path)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("CI must have the shared data: %v", err)
		}
		t.Skipf("the shared data is not here: %v", err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// readReal reads the published list.
func readReal(t testing.TB) (*List, Report) {
	t.Helper()
	list, report, err := Read(strings.NewReader(string(realFile(t))), DefaultReadOptions())
	if err != nil {
		t.Fatal(err)
	}
	return list, report
}

// written writes a book.
func written(t testing.TB, b *Book) string {
	t.Helper()
	var out strings.Builder
	if err := Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// parsed reads HCL that must hold one price book and no mistake.
func parsed(t testing.TB, text string) *spec.PriceBook {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "prices.hcl", Bytes: []byte(text)}}, spec.Options{Fragment: true})
	if len(diags) > 0 {
		t.Fatalf("the book does not parse: %v\n%s", diags, text)
	}
	if len(w.PriceBooks) != 1 {
		t.Fatalf("want one price book, got %d", len(w.PriceBooks))
	}
	return w.PriceBooks[0]
}

// booked takes a region and reads back what was written of it.
func booked(t testing.TB, l *List, o BookOptions) *spec.PriceBook {
	t.Helper()
	b, err := l.Book(o)
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, written(t, b))
}

// machine finds a machine of a book.
func machine(t testing.TB, b *spec.PriceBook, name string) *spec.Machine {
	t.Helper()
	for _, m := range b.Machines {
		if m.Name == name {
			return m
		}
	}
	t.Fatalf("the book has no machine %s", name)
	return nil
}

// rates are a machine's prices as they are written, "" where there is none.
func rates(m *spec.Machine) map[string]string {
	out := map[string]string{}
	for word, r := range map[string]money.Rate{
		"on_demand": m.OnDemand.V, "hour": m.Hour.V, "spot": m.Spot.V, "commit1y": m.Commit1y.V, "commit3y": m.Commit3y.V,
	} {
		if known(r) {
			out[word] = r.String()
		}
	}
	return out
}
