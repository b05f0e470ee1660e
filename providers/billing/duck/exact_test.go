//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck_test

import (
	"context"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/money"
	"berth.dev/providers/billing/billtest"
	"berth.dev/providers/billing/duck"
)

var october = bill.Month{Year: 2026, Month: 10}

// reader is one with defaults, in a folder of the test.
func reader(t testing.TB, o duck.Options) *duck.Reader {
	t.Helper()
	if o.Temp == "" {
		o.Temp = t.TempDir()
	}
	r, err := duck.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// made is a file that a generator writes.
func made(t testing.TB, name string, o billtest.Options, write func(io.Writer, billtest.Options) (billtest.Total, error)) (string, billtest.Total) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	total, err := write(f, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path, total
}

// ask asks for all of a bill by service and day.
func ask(kind string, files ...string) bill.Ask {
	a := bill.Ask{Name: "test", Kind: kind, Files: files, From: october, To: october, By: bill.ByInvoice, Zone: time.UTC, Keys: []string{"tag:app"}}
	if kind == bill.OpenCost {
		a.Keys, a.By, a.Currency = []string{"namespace"}, bill.ByCharge, "USD"
	}
	return a
}

// rat is an amount, exactly.
func rat(t testing.TB, a money.Amount) *big.Rat {
	t.Helper()
	number, _, _ := strings.Cut(a.String(), " ")
	r, ok := new(big.Rat).SetString(number)
	if !ok {
		t.Fatalf("%s is no number", a)
	}
	return r
}

// sums are what an answer's rows add up to, with billed cost by the first key.
func sums(t testing.TB, a *bill.Answer) billtest.Total {
	t.Helper()
	out := billtest.Total{Billed: new(big.Rat), Effective: new(big.Rat), List: new(big.Rat), Services: map[string]*big.Rat{}}
	for _, r := range a.Rows {
		out.Rows += r.Count
		out.Billed.Add(out.Billed, rat(t, r.Billed))
		out.Effective.Add(out.Effective, rat(t, r.Effective))
		out.List.Add(out.List, rat(t, r.List))
		if len(r.Keys) == 0 {
			continue
		}
		if out.Services[r.Keys[0]] == nil {
			out.Services[r.Keys[0]] = new(big.Rat)
		}
		out.Services[r.Keys[0]].Add(out.Services[r.Keys[0]], rat(t, r.Billed))
	}
	return out
}

// equal holds two totals against each other, to the last digit.
func equal(t testing.TB, want, got billtest.Total) {
	t.Helper()
	for _, pair := range []struct {
		name      string
		want, got *big.Rat
	}{{"billed", want.Billed, got.Billed}, {"effective", want.Effective, got.Effective}, {"list", want.List, got.List}} {
		if pair.want.Cmp(pair.got) != 0 {
			t.Errorf("%s is %s, want %s", pair.name, pair.got.FloatString(40), pair.want.FloatString(40))
		}
	}
	for name, w := range want.Services {
		if g := got.Services[name]; g == nil || g.Cmp(w) != 0 {
			t.Errorf("%q is %v, want %s", name, g, w.FloatString(40))
		}
	}
	if len(want.Services) != len(got.Services) {
		t.Errorf("%d services, want %d", len(got.Services), len(want.Services))
	}
}

func TestAGeneratedMonthTiesOutToTheDigitInEveryFormat(t *testing.T) {
	for _, c := range []struct {
		name, kind string
		write      func(io.Writer, billtest.Options) (billtest.Total, error)
	}{
		{"focus.csv", bill.FOCUS, billtest.CSV},
		{"focus.jsonl", bill.FOCUS, billtest.JSONLines},
		{"focus.parquet", bill.FOCUS, billtest.Parquet},
		{"gcp.csv", bill.GCP, billtest.CSV},
		{"gcp.jsonl", bill.GCP, billtest.JSONLines},
		{"gcp.parquet", bill.GCP, billtest.Parquet},
		{"opencost.csv", bill.OpenCost, billtest.CSV},
	} {
		t.Run(c.name, func(t *testing.T) {
			path, want := made(t, c.name, billtest.Options{Kind: c.kind, Rows: 20_000}, c.write)
			a := ask(c.kind, path)
			a.From, a.To = october.Plus(-1), october.Plus(1)
			answer, err := reader(t, duck.Options{}).Read(context.Background(), a)
			if err != nil {
				t.Fatal(err)
			}
			if answer.Count != want.Rows || answer.Bad != 0 {
				t.Errorf("%d rows, %d bad: %v", answer.Count, answer.Bad, answer.Faults)
			}
			equal(t, want, sums(t, answer))
		})
	}
}
