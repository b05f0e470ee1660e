package allot

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/allot/commit"
	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// bought is a commitment as a bill has it.
type bought struct {
	// name is its short one, site where it is; block is what declares it, nil for
	// nothing.
	name, site string
	block      *spec.Commitment
	owner      spec.Owner
	// fees are what was charged for it and not for its use, to be shared here.
	fees map[place]*sum
	// covered is what the bill says it covered.
	covered map[scope]map[spec.Owner]*value
}

// scope is within what a commitment may cover other rows than the bill says it did.
type scope struct{ site, group, unit, service, currency string }

// value is what rows cost by list and by the month's view.
type value struct{ list, cost money.Amount }

func (v *value) add(r *bill.Row, cost money.Amount) {
	v.list, v.cost = v.list.Add(r.List), v.cost.Add(cost)
}

// bought finds the commitment of a row.
func (s *sheet) bought(id, site string) *bought {
	if b := s.commitments[id]; b != nil {
		return b
	}
	b := &bought{name: id[strings.LastIndexByte(id, '/')+1:], site: site, fees: map[place]*sum{}, covered: map[scope]map[spec.Owner]*value{}}
	if b.name == "" {
		b.name = id
	}
	for _, at := range s.in.Workspace.Sites {
		i := slices.IndexFunc(at.Commitments, func(c *spec.Commitment) bool { return c.Name == b.name })
		if i >= 0 && (b.block == nil || at.Name == site) {
			b.block, b.site = at.Commitments[i], at.Name
			b.owner = s.in.Workspace.OwnerNamed(b.block.Owner.V)
		}
	}
	s.commitments[id] = b
	return b
}

// committed gives a row of a commitment to whoever used it, or to its owner.
func (s *sheet) committed(r *bill.Row, at place, amount money.Amount) {
	b := s.bought(r.Commitment, at.site)
	at.part, at.kind = b.name, ledger.Committed
	if r.Unused || r.Category == bill.Purchase {
		if b.owner.Named() {
			at.owner = b.owner
		}
		if r.Unused {
			at.kind = ledger.Unused
		} else if s.in.View == Amortised && b.owner.Named() && b.block.CPU.V > 0 && !amount.IsZero() {
			entry(b.fees, at).add(amount, r.Count)
			return
		}
	} else if at.owner.Named() && r.Category == bill.Usage {
		in := s.scope(r, at)
		if b.covered[in] == nil {
			b.covered[in] = map[spec.Owner]*value{}
		}
		entry(b.covered[in], at.owner).add(r, amount)
	}
	if !at.owner.Named() {
		if !r.Unused {
			at.kind = ledger.Unallocated
		}
		s.lose(r, at, amount)
	}
	entry(s.sums, at).add(amount, r.Count)
}

// scope is that of a row.
func (s *sheet) scope(r *bill.Row, at place) scope {
	in := scope{site: at.site, group: r.Group, unit: r.Unit, currency: at.currency}
	if s.serviceAt >= 0 {
		in.service = r.Keys[s.serviceAt]
	}
	return in
}

// open notes a row that no commitment covers and that one might have.
func (s *sheet) open(r *bill.Row, at place, amount money.Amount) {
	if s.in.View != Amortised || r.Category != bill.Usage || at.kind != ledger.Compute {
		return
	}
	if site := s.in.Workspace.Site(at.site); site == nil || len(site.Commitments) == 0 {
		return
	}
	in := s.scope(r, at)
	if s.uncovered[in] == nil {
		s.uncovered[in] = map[spec.Owner]*value{}
	}
	entry(s.uncovered[in], at.owner).add(r, amount)
}

// settle shares what the bill's commitments cost by whose they are. A report of
// payments has no use to tell.
func (s *sheet) settle() {
	ids := slices.Sorted(maps.Keys(s.commitments))
	for _, id := range ids {
		b := s.commitments[id]
		s.shareFees(b)
		if b.owner.Named() {
			s.ownerFirst(b)
		}
	}
	if s.in.View != Amortised {
		return
	}
	told := map[string]bool{}
	for _, id := range ids {
		if b := s.commitments[id]; !told[b.name] {
			told[b.name] = true
			s.tellCommitment(b)
		}
	}
}

// shareFees shares what was charged for a commitment by the measured use of cores.
func (s *sheet) shareFees(b *bought) {
	if len(b.fees) == 0 {
		return
	}
	uses := commit.Uses(s.in.Workspace, b.site, s.in.Usage)
	days, of := commit.Days(b.block, s.in.Month)
	covers := b.block.CPU.V * s.in.Month.Hours(s.in.Zone) * float64(days) / float64(of)
	if len(uses) == 0 {
		covers = 0
		s.result.Unknown = append(s.result.Unknown, fmt.Sprintf("who used commitment %s: nobody measured the cores used on %s, so all of it is its owner's", b.name, b.site))
	}
	for _, at := range slices.SortedFunc(maps.Keys(b.fees), comparePlaces) {
		fee := b.fees[at]
		shared := commit.Share(commit.Commitment{Name: b.name, Site: at.site, Owner: b.owner, Cost: fee.amount, Covers: covers}, uses)
		rows := fee.rows
		for _, l := range shared.Lines {
			to := at
			to.kind, to.owner = l.Kind, spec.Owner{Service: l.Service, Product: l.Product, Team: l.Team}
			entry(s.sums, to).add(l.Amount, rows)
			rows = 0 // each row counts once
		}
	}
	s.rule(fmt.Sprintf("commitment %s: the use of %s is covered first, others' in proportion, and what nobody uses is %s's", b.name, commit.Name(b.owner), commit.Name(b.owner)))
}

// tellCommitment tells a commitment of the bill, of all its lines.
func (s *sheet) tellCommitment(b *bought) {
	var lines []ledger.Line
	for _, at := range slices.SortedFunc(maps.Keys(s.sums), comparePlaces) {
		if at.part == b.name && (at.kind == ledger.Committed || at.kind == ledger.Unused || at.kind == ledger.Unallocated) {
			lines = append(lines, ledger.Line{
				Kind: at.kind, Service: at.owner.Service, Product: at.owner.Product, Team: at.owner.Team,
				Amount: s.rates.convert(s.sums[at].amount),
			})
		}
	}
	told := commit.Tell(b.name, b.site, b.owner, lines)
	if !told.Cost.IsZero() {
		s.result.Commitments = append(s.result.Commitments, told)
	}
}

func compareScopes(a, b scope) int {
	return cmp.Or(
		cmp.Compare(a.site, b.site), cmp.Compare(a.service, b.service), cmp.Compare(a.group, b.group),
		cmp.Compare(a.unit, b.unit), cmp.Compare(a.currency, b.currency),
	)
}

func compareOwners(a, b spec.Owner) int {
	return cmp.Or(cmp.Compare(a.Team, b.Team), cmp.Compare(a.Product, b.Product), cmp.Compare(a.Service, b.Service))
}
