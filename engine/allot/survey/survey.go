// Package survey says what a bill has and whose it is by the rules so far: the values of
// its keys, with what they cost, and what no rule gives to anybody. It is for whoever
// writes those rules, perhaps for the first time.
//
// The command `berth report bills` asks for it and package reports shows it. It converts
// no currency, prices no machines and makes no ledger, so that it works long before all
// that a report needs is stated.
package survey

import (
	"cmp"
	"slices"

	"berth.dev/engine/allot/assign"
	"berth.dev/engine/bill"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// Most is how many values of a key, and how many things that are nobody's, are told one
// by one. What is left is told together.
const Most = 500

// Survey is what one bill has in one month.
type Survey struct {
	// Totals are by currency.
	Totals []Total
	// Keys are those that were asked for, in order.
	Keys []Key
	// Left is what no rule gives to anybody, the dearest first; Rest is what of it is
	// told together, by currency.
	Left []Left
	Rest []Total
}

// Total is money of one currency.
type Total struct {
	// Amount is as the view counts it; Nobodys is what of it no rule gives to anybody.
	Amount, Nobodys money.Amount
	Rows            int64
}

// Key is one key with its values.
type Key struct {
	Name string
	// Ruled tells that a rule of the bill asks for it.
	Ruled bool
	// Values are the dearest first; More is how many others there are.
	Values []Value
	More   int
}

// Value is what the rows with one value of a key cost, in one currency.
type Value struct {
	// Value is "" for rows without one.
	Value  string
	Amount money.Amount
	Rows   int64
	// Owners are whose the rows are, sorted; "" is nobody, and comes last.
	Owners []string
}

// Left is money that is nobody's.
type Left struct {
	What, Advice string
	Amount       money.Amount
	Rows         int64
}

// Keys are what a bill is asked for, for a survey: the keys of its rules and more,
// sorted, each once.
func Keys(b *spec.Bill, more []string) []string {
	keys := slices.Concat(assign.Keys(b), more)
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Of says what a month of a bill has. The rows answer a question for the given keys
// ([Keys]). purchase counts what was bought when it is paid, and not where it is used.
func Of(w *spec.Workspace, b *spec.Bill, rows []bill.Row, ask bill.Ask, purchase Paid) Survey {
	s := &work{bill: b, rules: assign.New(w, b), paid: purchase, keys: ask.Keys, left: map[same]*Left{}}
	for _, key := range assign.Keys(b) {
		s.at = append(s.at, slices.Index(ask.Keys, key))
	}
	s.values = make([]map[valued]*value, len(ask.Keys))
	for i := range s.values {
		s.values[i] = map[valued]*value{}
	}
	for i := range rows {
		if r := &rows[i]; r.Month == ask.To && len(r.Keys) == len(ask.Keys) {
			s.row(r)
		}
	}
	return s.survey()
}

// Paid says which of a row's amounts counts.
type Paid int

// The ways to count.
const (
	// WhenUsed counts what was bought for a term where it is used.
	WhenUsed Paid = iota
	// WhenBought counts it when it is paid.
	WhenBought
)

// work is the survey of one bill.
type work struct {
	bill  *spec.Bill
	rules *assign.Rules
	paid  Paid
	keys  []string
	// at are the places of the rules' keys among those that rows have.
	at     []int
	totals []Total
	values []map[valued]*value
	left   map[same]*Left
}

// valued is a value of some key, in a currency.
type valued struct{ value, currency string }

// value is what it costs, and whose it is.
type value struct {
	Value
	owners map[string]bool
}

// same are rows that belong together.
type same struct{ told, currency string }

func (s *work) row(r *bill.Row) {
	amount := r.Effective
	if s.paid == WhenBought {
		amount = r.Billed
	}
	keys := make([]string, len(s.at))
	for i, at := range s.at {
		keys[i] = r.Keys[at]
	}
	given := s.rules.Give(keys)
	owner := cmp.Or(given.Service, given.Product, given.Team)
	s.total(amount, r.Count, owner)
	for i, v := range r.Keys {
		at := valued{v, amount.Currency()}
		of := s.values[i][at]
		if of == nil {
			of = &value{Value{Value: v}, map[string]bool{}}
			s.values[i][at] = of
		}
		of.Amount, of.Rows = of.Amount.Add(amount), of.Rows+r.Count
		of.owners[owner] = true
	}
	if owner != "" || amount.IsZero() {
		return
	}
	at := same{s.rules.Same(keys), amount.Currency()}
	if s.left[at] == nil {
		told := s.rules.Tell(keys)
		s.left[at] = &Left{What: told.What, Advice: told.Advice}
	}
	l := s.left[at]
	l.Amount, l.Rows = l.Amount.Add(amount), l.Rows+r.Count
}

// total adds to the total of a currency.
func (s *work) total(amount money.Amount, rows int64, owner string) {
	i := slices.IndexFunc(s.totals, func(t Total) bool { return t.Amount.Currency() == amount.Currency() })
	if i < 0 {
		i = len(s.totals)
		zero := money.Zero(amount.Currency())
		s.totals = append(s.totals, Total{Amount: zero, Nobodys: zero})
	}
	t := &s.totals[i]
	t.Amount, t.Rows = t.Amount.Add(amount), t.Rows+rows
	if owner == "" {
		t.Nobodys = t.Nobodys.Add(amount)
	}
}

// survey sorts what was added up.
func (s *work) survey() Survey {
	byCurrency := func(a, b Total) int { return cmp.Compare(a.Amount.Currency(), b.Amount.Currency()) }
	slices.SortFunc(s.totals, byCurrency)
	out := Survey{Totals: s.totals}
	ruled := s.ruled()
	for i, name := range s.keys {
		k := Key{Name: name, Ruled: slices.Contains(ruled, name)}
		for _, v := range s.values[i] {
			k.Values = append(k.Values, v.told())
		}
		slices.SortFunc(k.Values, func(a, b Value) int {
			return cmp.Or(dearer(a.Amount, b.Amount), cmp.Compare(a.Value, b.Value))
		})
		k.More = max(0, len(k.Values)-Most)
		k.Values = k.Values[:len(k.Values)-k.More]
		out.Keys = append(out.Keys, k)
	}
	for _, l := range s.left {
		out.Left = append(out.Left, *l)
	}
	slices.SortFunc(out.Left, func(a, b Left) int {
		return cmp.Or(dearer(a.Amount, b.Amount), cmp.Compare(a.What, b.What), cmp.Compare(a.Advice, b.Advice))
	})
	for len(out.Left) > Most {
		last := out.Left[len(out.Left)-1]
		out.Left = out.Left[:len(out.Left)-1]
		out.rest(last)
	}
	slices.SortFunc(out.Rest, byCurrency)
	return out
}

// rest tells something that is nobody's together with others.
func (s *Survey) rest(l Left) {
	i := slices.IndexFunc(s.Rest, func(t Total) bool { return t.Amount.Currency() == l.Amount.Currency() })
	if i < 0 {
		s.Rest = append(s.Rest, Total{})
		i = len(s.Rest) - 1
	}
	t := &s.Rest[i]
	t.Amount, t.Rows = t.Amount.Add(l.Amount), t.Rows+l.Rows
	t.Nobodys = t.Amount
}

// ruled are the keys that rules of the bill ask for.
func (s *work) ruled() []string {
	out := slices.Clone(s.bill.Names.V)
	for _, a := range s.bill.Assigns {
		for key := range a.Match.V {
			out = append(out, key)
		}
	}
	return out
}

// told is a value with its owners in order, nobody last.
func (v *value) told() Value {
	for name := range v.owners {
		v.Owners = append(v.Owners, name)
	}
	slices.SortFunc(v.Owners, func(a, b string) int {
		if (a == "") != (b == "") {
			return cmp.Compare(b, a)
		}
		return cmp.Compare(a, b)
	})
	return v.Value
}

// dearer orders amounts of one currency from the highest, and currencies by name.
func dearer(a, b money.Amount) int {
	if a.Currency() != b.Currency() {
		return cmp.Compare(a.Currency(), b.Currency())
	}
	return b.Cmp(a)
}
