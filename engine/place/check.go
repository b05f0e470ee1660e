package place

import (
	"fmt"
	"math/bits"
)

// Room is how large the sums of a problem may become: 2^60 leaves two bits to
// solvers, for multipliers and for adding two sums.
const Room = 1 << 60

// Check says what is wrong with the problem's shape or size; nothing else in this
// module computes on a problem that it has not passed.
func (p *Problem) Check() error {
	for i := range p.Services {
		if err := p.checkService(i); err != nil {
			return fmt.Errorf("%s: %w", p.Services[i].Name, err)
		}
	}
	for b := range p.Blocks {
		if err := p.Blocks[b].check(); err != nil {
			return fmt.Errorf("%s: %w", p.Blocks[b].Name, err)
		}
	}
	for k := range p.Pairs {
		if err := p.checkPair(k); err != nil {
			return fmt.Errorf("pair %d: %w", k, err)
		}
	}
	if err := p.checkBudgets(); err != nil {
		return err
	}
	for v := range p.Views {
		if err := p.checkView(&p.Views[v]); err != nil {
			return fmt.Errorf("view %s: %w", p.Views[v].Name, err)
		}
	}
	if len(p.Views) > 0 {
		if err := p.checkShares(); err != nil {
			return err
		}
	}
	return p.checkSums()
}

func (p *Problem) checkService(i int) error {
	s := &p.Services[i]
	if len(s.Options) < 1 || len(s.Options) > MaxOptions {
		return fmt.Errorf("%d options; 1 to %d can be placed", len(s.Options), MaxOptions)
	}
	for l := range s.Options {
		o := &s.Options[l]
		if err := p.checkUse(o.Use); err != nil {
			return fmt.Errorf("%s: %w", o.Name, err)
		}
		for _, pods := range o.Pods {
			if len(pods.Request) != len(p.Resources) {
				return fmt.Errorf("%s: %d amounts requested of %d resources", o.Name, len(pods.Request), len(p.Resources))
			}
			for _, pool := range pods.Pools {
				if pool < 0 || int(pool) >= len(p.Pools) {
					return fmt.Errorf("%s: no pool %d", o.Name, pool)
				}
			}
		}
	}
	return nil
}

func (p *Problem) checkUse(use []Use) error {
	last := int32(-1)
	for _, one := range use {
		if one.Block <= last || int(one.Block) >= len(p.Blocks) {
			return fmt.Errorf("block %d is out of order or unknown", one.Block)
		}
		last = one.Block
		if len(one.Amount) != len(p.Blocks[one.Block].Cap) {
			return fmt.Errorf("%d amounts for the %d slots of %s", len(one.Amount), len(p.Blocks[one.Block].Cap), p.Blocks[one.Block].Name)
		}
		for _, v := range one.Amount {
			if v < 0 {
				return fmt.Errorf("a negative use of %s", p.Blocks[one.Block].Name)
			}
		}
	}
	return nil
}

func (b *Block) check() error {
	if b.Over != nil && len(b.Over) != len(b.Cap) {
		return fmt.Errorf("%d prices for %d slots", len(b.Over), len(b.Cap))
	}
	if b.Firm < 0 || b.FirmMax < 0 {
		return fmt.Errorf("a negative price or amount to buy")
	}
	for t := range b.Cap {
		if b.Cap[t] < 0 || b.Over != nil && b.Over[t] < 0 {
			return fmt.Errorf("slot %d: a negative capacity or price", t)
		}
	}
	return nil
}

func (p *Problem) checkPair(k int) error {
	q := &p.Pairs[k]
	if q.A < 0 || q.A >= q.B || int(q.B) >= len(p.Services) {
		return fmt.Errorf("services %d and %d: two known ones in order are needed", q.A, q.B)
	}
	if k > 0 {
		if before := &p.Pairs[k-1]; before.A > q.A || before.A == q.A && before.B >= q.B {
			return fmt.Errorf("out of order, or a second one of %s and %s", p.Services[q.A].Name, p.Services[q.B].Name)
		}
	}
	size := p.Width(q.A) * p.Width(q.B)
	if q.Cost != nil && len(q.Cost) != size {
		return fmt.Errorf("%d costs for %d pairs of options", len(q.Cost), size)
	}
	if q.Rule == nil {
		return nil
	}
	if q.Rule.Forbid != nil && len(q.Rule.Forbid) != size {
		return fmt.Errorf("%d rules for %d pairs of options", len(q.Rule.Forbid), size)
	}
	for _, use := range q.Rule.Use {
		if use.Block < 0 || int(use.Block) >= len(p.Blocks) || len(p.Blocks[use.Block].Cap) != 1 || len(use.Amount) != size {
			return fmt.Errorf("a use of block %d that is no table of a block with one slot", use.Block)
		}
		for _, v := range use.Amount {
			if v < 0 {
				return fmt.Errorf("a negative use of %s", p.Blocks[use.Block].Name)
			}
		}
	}
	return nil
}

// top is the highest level of service i in the view.
func (v *View) top(i int32) uint8 {
	var top uint8
	for _, level := range v.Level[i] {
		top = max(top, level)
	}
	return top
}

func (p *Problem) checkView(v *View) error {
	if len(v.Level) != len(p.Services) || len(v.Cost) != len(p.Pairs) {
		return fmt.Errorf("levels of %d services and costs of %d pairs, of %d and %d", len(v.Level), len(v.Cost), len(p.Services), len(p.Pairs))
	}
	for i := range v.Level {
		if len(v.Level[i]) != p.Width(int32(i)) {
			return fmt.Errorf("%s: %d levels for %d options", p.Services[i].Name, len(v.Level[i]), p.Width(int32(i)))
		}
		if top := v.top(int32(i)); top >= MaxOptions {
			return fmt.Errorf("%s: level %d; they can be told apart below %d", p.Services[i].Name, top, MaxOptions)
		}
	}
	for k, cost := range v.Cost {
		q := &p.Pairs[k]
		if cost != nil && len(cost) != int(v.top(q.A)+1)*int(v.top(q.B)+1) {
			return fmt.Errorf("pair %d: %d costs for %d by %d levels", k, len(cost), v.top(q.A)+1, v.top(q.B)+1)
		}
	}
	return nil
}

// checkShares refuses views that together charge a pair more than it costs: the
// floor would not be one.
func (p *Problem) checkShares() error {
	for k := range p.Pairs {
		q := &p.Pairs[k]
		for a := range p.Width(q.A) {
			for b := range p.Width(q.B) {
				var sum, cost int64
				for v := range p.Views {
					if view := &p.Views[v]; view.Cost[k] != nil {
						side := int(view.top(q.B)) + 1
						sum += view.Cost[k][int(view.Level[q.A][a])*side+int(view.Level[q.B][b])]
					}
				}
				if q.Cost != nil {
					cost = q.Cost[p.At(q, uint8(a), uint8(b))]
				}
				if sum > cost {
					return fmt.Errorf("pair %d: the views charge %d where it costs %d", k, sum, cost)
				}
			}
		}
	}
	return nil
}

// wide adds up in 128 bits.
type wide struct{ hi, lo uint64 }

func (w *wide) add(v uint64) {
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, v, 0)
	w.hi += carry
}

func (w *wide) addProduct(a, b uint64) {
	hi, lo := bits.Mul64(a, b)
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, lo, 0)
	w.hi += hi + carry
}

func (w *wide) below(limit uint64) bool { return w.hi == 0 && w.lo < limit }

func size(v int64) uint64 {
	if v < 0 {
		return uint64(-(v + 1)) + 1
	}
	return uint64(v)
}

// checkSums refuses a problem whose largest possible cost or use leaves [Room].
func (p *Problem) checkSums() error {
	var cost wide
	use := make([]wide, len(p.Blocks))
	for i := range p.Services {
		var dearest uint64
		most := make(map[int32]uint64)
		for l := range p.Services[i].Options {
			o := &p.Services[i].Options[l]
			dearest = max(dearest, size(o.Cost))
			for _, one := range o.Use {
				for _, v := range one.Amount {
					most[one.Block] = max(most[one.Block], uint64(v))
				}
			}
		}
		cost.add(dearest)
		for b, v := range most {
			use[b].add(v)
		}
	}
	for k := range p.Pairs {
		var dearest uint64
		for _, v := range p.Pairs[k].Cost {
			dearest = max(dearest, size(v))
		}
		cost.add(dearest)
		if rule := p.Pairs[k].Rule; rule != nil {
			for _, one := range rule.Use {
				var most uint64
				for _, v := range one.Amount {
					most = max(most, uint64(v))
				}
				use[one.Block].add(most)
			}
		}
	}
	for b := range p.Blocks {
		block := &p.Blocks[b]
		for _, v := range block.Cap {
			var total wide
			total.add(use[b].lo)
			total.add(uint64(v))
			if use[b].hi != 0 || !total.below(Room) {
				return fmt.Errorf("%s: what could be used together leaves 60 bits: choose a coarser unit", block.Name)
			}
		}
		cost.addProduct(uint64(block.Firm), uint64(block.FirmMax))
		for _, v := range block.Over {
			cost.addProduct(uint64(v), use[b].lo)
		}
	}
	if !cost.below(Room) {
		return fmt.Errorf("the costs added up leave 60 bits: choose a coarser unit of money")
	}
	return nil
}
