package allot

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/allot/assign"
	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// sheet adds up one bill's month. Sums are kept in the bill's own currencies and
// converted once, which is exact in either order and a thousand times less work.
type sheet struct {
	*maker
	bill  *spec.Bill
	rules *assign.Rules
	// keys are what its rows have values of.
	keys []string

	sums   map[place]*sum
	days   map[dayAt]*sum
	nobody map[lost]*loss
	// commitments are rows of what was bought for a term, by its identity.
	commitments map[string]*bought
	// uncovered is use that a commitment could have covered.
	uncovered map[scope]map[spec.Owner]*value
	// serviceAt is where rows have the provider's service, -1 for nowhere.
	serviceAt int
	used      map[string]bool
}

// place is where a row goes.
type place struct {
	kind           ledger.Kind
	site           string
	owner          spec.Owner
	part, currency string
}

// dayAt is a day on a site.
type dayAt struct{ site, day, currency string }

// sum is what went to one place.
type sum struct {
	amount money.Amount
	rows   int64
	volume volume
}

func (s *sum) add(a money.Amount, rows int64) {
	s.amount = s.amount.Add(a)
	s.rows += rows
}

func newSheet(m *maker, b *spec.Bill) *sheet {
	return &sheet{
		maker: m, bill: b, rules: assign.New(m.in.Workspace, b), keys: assign.Keys(b),
		sums: map[place]*sum{}, days: map[dayAt]*sum{}, nobody: map[lost]*loss{},
		commitments: map[string]*bought{}, uncovered: map[scope]map[spec.Owner]*value{},
		serviceAt: slices.Index(assign.Keys(b), "service"), used: map[string]bool{},
	}
}

// read takes the rows of the month.
func (s *sheet) read(rows []bill.Row) error {
	what := fmt.Sprintf("bill %q", s.bill.Name)
	for i := range rows {
		r := &rows[i]
		if r.Month != s.in.Month {
			continue
		}
		if len(r.Keys) != len(s.keys) {
			return fmt.Errorf("%s: a row has %d keys where %d were asked for: it answers another question", what, len(r.Keys), len(s.keys))
		}
		amount := s.amount(r)
		currency := amount.Currency()
		if currency != "" || !amount.IsZero() {
			if err := s.rates.check(what, currency); err != nil {
				return err
			}
		}
		s.row(r, amount)
	}
	s.nameless(rows)
	return nil
}

// nameless says so where no row of the month has a value of any key of names: a key that
// is misspelt leaves all of a bill unallocated, and nothing else would tell why.
func (s *sheet) nameless(rows []bill.Row) {
	names := s.bill.Names.V
	has := func(r bill.Row) bool {
		return slices.ContainsFunc(names, func(key string) bool { return r.Keys[slices.Index(s.keys, key)] != "" })
	}
	of := func(r bill.Row) bool { return r.Month == s.in.Month }
	if len(names) == 0 || !slices.ContainsFunc(rows, of) || slices.ContainsFunc(rows, func(r bill.Row) bool { return of(r) && has(r) }) {
		return
	}
	s.result.Unknown = append(s.result.Unknown, fmt.Sprintf(`whose the rows of bill %s are: no row of bill %s has %s, by which its services are told; "berth report bills" shows what its rows have`, s.bill.Name, s.bill.Name, strings.Join(names, " or ")))
}

// row gives one row to its place.
func (s *sheet) row(r *bill.Row, amount money.Amount) {
	given := s.rules.Give(r.Keys)
	at := place{kind: kindOf(r), site: given.Site, owner: given.Owner, part: s.bill.Name, currency: amount.Currency()}
	if given.Rule != "" && !amount.IsZero() {
		s.used[given.Rule] = true
	}
	if !r.Late {
		entry(s.days, dayAt{given.Site, r.Day, at.currency}).add(amount, r.Count)
	}
	if r.Commitment != "" && !r.Late {
		s.committed(r, at, amount)
		return
	}
	switch {
	case at.owner.Named():
		s.open(r, at, amount)
	case s.isIdle(r.Keys) && !r.Late:
		at.kind = ledger.Idle
	default:
		if !r.Late {
			at.kind = ledger.Unallocated
		}
		s.lose(r, at, amount)
	}
	into := entry(s.sums, at)
	into.add(amount, r.Count)
	into.volume.add(r, amount)
}

// idleName is how OpenCost names what no workload used of a cluster.
const idleName = "__idle__"

// isIdle tells whether a row is of machines that nobody used.
func (s *sheet) isIdle(keys []string) bool {
	return s.bill.Kind.V == bill.OpenCost && slices.Contains(keys, idleName)
}

// kindOf is what a row is paid for.
func kindOf(r *bill.Row) ledger.Kind {
	switch {
	case r.Late:
		return ledger.Late
	case r.Category == bill.Tax:
		return ledger.Other
	}
	switch r.Group {
	case bill.Compute, bill.Memory:
		return ledger.Compute
	case bill.Storage:
		return ledger.Storage
	case bill.Network:
		if byTime(r.Unit) {
			return ledger.Fee
		}
		return ledger.Network
	}
	return ledger.Other
}

// byTime tells whether a row counts time. A network's time is what a load balancer or an
// address costs while it stands: a fee, as per_service of a site is in plans.
func byTime(unit string) bool {
	switch strings.ToLower(unit) {
	case "s", "second", "seconds", "minute", "minutes", "h", "hr", "hrs", "hour", "hours", "day", "days", "month", "months":
		return true
	}
	return false
}

// entry is the value of a key, made where there is none.
func entry[K comparable, V any](m map[K]*V, key K) *V {
	v := m[key]
	if v == nil {
		v = new(V)
		m[key] = v
	}
	return v
}
