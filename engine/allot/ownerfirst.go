package allot

import (
	"fmt"
	"maps"
	"slices"

	"berth.dev/engine/allot/commit"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// ownerFirst covers the use of a commitment's owner first, where the bill says that it
// covered somebody else's. A provider covers whichever use comes; who bought the
// commitment did so for its own.
//
// Use is counted by list price, since rows of many machines have no other measure in
// common. Whoever is covered now in place of another hands over what it paid on demand
// for as much use, and takes the same share of what the commitment cost: so what all pay
// together stays.
func (s *sheet) ownerFirst(b *bought) {
	moved := false
	for _, in := range slices.SortedFunc(maps.Keys(b.covered), compareScopes) {
		moved = s.coverAgain(b, in) || moved
	}
	if moved {
		s.rule(fmt.Sprintf("commitment %s: the bill's use by %s is covered before that of others, in proportion to list prices", b.name, commit.Name(b.owner)))
	}
}

// again is one owner within a scope.
type again struct {
	owner spec.Owner
	// was and is are how much of its use is covered, by list price; cost is what it paid
	// for the use that was covered, open what it used and paid besides.
	was, is float64
	cost    money.Amount
	open    value
}

// coverAgain covers one scope's use anew and tells whether that moved any money.
func (s *sheet) coverAgain(b *bought, in scope) bool {
	all, covers := s.users(b, in)
	if len(all) == 0 {
		return false
	}
	uses := make([]commit.Use, len(all))
	total := money.Zero(in.currency)
	for i, a := range all {
		uses[i] = commit.Use{Owner: a.owner, Amount: a.was + max(a.open.list.Float(), 0)}
		total = total.Add(a.cost)
	}
	is, _ := commit.Cover(covers, b.owner, uses)
	parts := total.Split(is)
	if parts == nil {
		return false
	}
	moved := false
	for i := range all {
		s.move(b, in, all[i].owner, ledger.Committed, parts[i].Sub(all[i].cost))
		moved = moved || parts[i].Cmp(all[i].cost) != 0
		all[i].is = is[i]
	}
	s.relieve(b, in, all)
	return moved
}

// relieve takes what is covered now off what was paid on demand, and charges it to those
// whose use is covered no longer.
func (s *sheet) relieve(b *bought, in scope, all []again) {
	relief, lost := make([]money.Amount, len(all)), make([]float64, len(all))
	relieved := money.Zero(in.currency)
	for i, a := range all {
		switch list := a.open.list.Float(); {
		case a.is > a.was && list > 0:
			relief[i] = a.open.cost.Times(min(1, (a.is-a.was)/list)).Line()
			relieved = relieved.Add(relief[i])
		case a.is < a.was:
			lost[i] = a.was - a.is
		}
	}
	charged := relieved.Split(lost)
	if charged == nil {
		return // nobody lost anything
	}
	for i, a := range all {
		change := charged[i].Sub(relief[i])
		s.move(b, in, a.owner, ledger.Compute, change)
		if s.uncovered[in] == nil {
			s.uncovered[in] = map[spec.Owner]*value{}
		}
		// What another commitment finds left to cover.
		v := entry(s.uncovered[in], a.owner)
		v.cost = v.cost.Add(change)
		v.list = v.list.Add(money.FromFloat(a.was-a.is, in.currency))
	}
}

// users are who used what a commitment covers or could have covered, and how much it
// covered, by list price. Nobody, where list prices are missing.
func (s *sheet) users(b *bought, in scope) (all []again, covers float64) {
	owners := slices.AppendSeq(slices.Collect(maps.Keys(b.covered[in])), maps.Keys(s.uncovered[in]))
	slices.SortFunc(owners, compareOwners)
	for _, o := range slices.Compact(owners) {
		a := again{owner: o}
		if v := b.covered[in][o]; v != nil {
			if a.was = v.list.Float(); a.was <= 0 {
				s.result.Unknown = append(s.result.Unknown, fmt.Sprintf("whom commitment %s should have covered first: its bill has no list prices", b.name))
				return nil, 0
			}
			a.cost = v.cost
		}
		if v := s.uncovered[in][o]; v != nil {
			a.open = *v
		}
		covers += a.was
		all = append(all, a)
	}
	return all, covers
}

// move adds to what an owner pays.
func (s *sheet) move(b *bought, in scope, o spec.Owner, kind ledger.Kind, amount money.Amount) {
	if amount.IsZero() {
		return
	}
	entry(s.sums, place{kind: kind, site: in.site, owner: o, part: b.name, currency: in.currency}).add(amount, 0)
}
