// Package ledger keeps what a month cost, line by line, so that it adds up the same
// along every axis.
//
// A [Ledger] is made for what was planned (package expect) and for what happened
// (package allot), by the same rules, and package month compares the two. It never
// prices or shares anything itself.
//
// Every amount is exact and in the workspace's currency. The total of a ledger is the
// sum of its lines; a sum by team, product, service or site takes each line once.
package ledger

import (
	"cmp"
	"slices"

	"berth.dev/engine/money"
)

// Kind is what a line is paid for.
type Kind string

// Kinds of lines, in the order in which reports tell them.
const (
	// Compute is cores and memory together: machines.
	Compute Kind = "compute"
	Storage Kind = "storage"
	Network Kind = "network"
	// Fee is what is charged by cluster, service or licence.
	Fee Kind = "fee"
	// Other is what no other kind fits: managed services, support, taxes.
	Other Kind = "other"
	// Committed is use that a commitment covers; Unused what was bought and not used.
	Committed Kind = "committed"
	Unused    Kind = "unused"
	// Idle is capacity of owned machines that nobody used; Spare are machines kept free.
	Idle  Kind = "idle"
	Spare Kind = "spare"
	// Shared is what was passed on: below zero where it comes from, above where it goes.
	Shared Kind = "shared"
	// Unallocated is what belongs to nobody by the declared rules.
	Unallocated Kind = "unallocated"
	// Late are charges of earlier months that this month's invoice holds.
	Late Kind = "late"
)

// Kinds are all kinds in order.
func Kinds() []Kind {
	return []Kind{Compute, Storage, Network, Fee, Other, Committed, Unused, Idle, Spare, Shared, Unallocated, Late}
}

// Line is an amount with whose it is and what it was paid for.
type Line struct {
	Kind Kind `json:"kind"`
	// Site is where it arises, "" where nobody says.
	Site string `json:"site,omitempty"`
	// Service, Product and Team are whose it is; "" from the level on at which nobody
	// owns it. A product's own cost has no service.
	Service string `json:"service,omitempty"`
	Product string `json:"product,omitempty"`
	Team    string `json:"team,omitempty"`
	// Part says of what: a node pool, a commitment, a bill, or who passed it on.
	Part string `json:"part,omitempty"`
	// Quantity is in Unit; 0 with no unit where nothing is counted. Compute is counted in
	// core-hours ("core-h"), Storage in GiB-months ("GiB-mo"), Network in GiB.
	Quantity float64      `json:"quantity,omitempty"`
	Unit     string       `json:"unit,omitempty"`
	Amount   money.Amount `json:"amount"`
}

// Ledger is a month's lines, sorted by everything but their amounts.
type Ledger struct {
	Currency string
	Lines    []Line
}

// New sorts lines and joins those that differ in quantity and amount alone.
func New(currency string, lines []Line) *Ledger {
	lines = slices.Clone(lines)
	slices.SortStableFunc(lines, compare)
	out := lines[:0]
	for _, l := range lines {
		if n := len(out) - 1; n >= 0 && compare(out[n], l) == 0 {
			out[n].Quantity += l.Quantity
			out[n].Amount = out[n].Amount.Add(l.Amount)
			continue
		}
		out = append(out, l)
	}
	return &Ledger{Currency: currency, Lines: out}
}

func compare(a, b Line) int {
	return cmp.Or(
		cmp.Compare(a.Team, b.Team), cmp.Compare(a.Product, b.Product), cmp.Compare(a.Service, b.Service),
		cmp.Compare(a.Site, b.Site), cmp.Compare(slices.Index(Kinds(), a.Kind), slices.Index(Kinds(), b.Kind)),
		cmp.Compare(a.Part, b.Part), cmp.Compare(a.Unit, b.Unit),
	)
}

// Total is the exact sum of all lines.
func (l *Ledger) Total() money.Amount {
	return l.Sum(func(Line) bool { return true })
}

// Sum is the exact sum of the lines that are taken.
func (l *Ledger) Sum(take func(Line) bool) money.Amount {
	sum := money.Zero(l.Currency)
	for _, line := range l.Lines {
		if take(line) {
			sum = sum.Add(line.Amount)
		}
	}
	return sum
}
