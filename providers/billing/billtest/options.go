package billtest

import (
	"math/big"

	"berth.dev/engine/bill"
)

// Options say what bill is made. The zero value of a field takes that of [Default].
type Options struct {
	// Kind is one of [bill.FOCUS], [bill.GCP] and [bill.OpenCost].
	Kind string
	// Rows is how many rows, Seed what chance they are drawn by.
	Rows int
	Seed uint64
	// Month is the first invoice month, Months how many there are.
	Month  bill.Month
	Months int
	// Services are how many names tags have: svc-000, svc-001, …
	Services int
	// Currency is that of all rows.
	Currency string
}

// Default is a bill of 1,000 rows of October 2026 and 20 services in USD, as FOCUS.
func Default() Options {
	return Options{Kind: bill.FOCUS, Rows: 1000, Seed: 1, Month: bill.Month{Year: 2026, Month: 10}, Months: 1, Services: 20, Currency: "USD"}
}

func (o Options) filled() Options {
	d := Default()
	if o.Kind == "" {
		o.Kind = d.Kind
	}
	if o.Rows == 0 {
		o.Rows = d.Rows
	}
	if o.Seed == 0 {
		o.Seed = d.Seed
	}
	if o.Month == (bill.Month{}) {
		o.Month = d.Month
	}
	if o.Months == 0 {
		o.Months = d.Months
	}
	if o.Services == 0 {
		o.Services = d.Services
	}
	if o.Currency == "" {
		o.Currency = d.Currency
	}
	return o
}

// Total is what a bill adds up to, by the generator's own arithmetic.
type Total struct {
	Rows                    int64
	Billed, Effective, List *big.Rat
	// Services are the billed cost by the tag "app" (of OpenCost: by the namespace), ""
	// for what has none.
	Services map[string]*big.Rat
}

func newTotal() Total {
	return Total{Billed: new(big.Rat), Effective: new(big.Rat), List: new(big.Rat), Services: map[string]*big.Rat{}}
}

// add counts a row.
func (t *Total) add(c charge) {
	t.Rows++
	billed := rat(c.billed)
	billed.Add(billed, rat(c.credit))
	effective, list := rat(c.effective), rat(c.list)
	t.Billed.Add(t.Billed, billed)
	t.Effective.Add(t.Effective, effective)
	t.List.Add(t.List, list)
	if t.Services[c.app] == nil {
		t.Services[c.app] = new(big.Rat)
	}
	t.Services[c.app].Add(t.Services[c.app], billed)
}

// rat is a decimal text, exactly.
func rat(s string) *big.Rat {
	if s == "" {
		return new(big.Rat)
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic("billtest: " + s + " is no number") // a bug of ours: it was printed from one
	}
	return r
}
