package place

import "fmt"

// Owners are by block the service whose budget it is: see [Block.Either]. It is -1
// for a block that is none, and for one that nobody uses.
func (p *Problem) Owners() []int32 {
	out := make([]int32, len(p.Blocks))
	for b, ends := range p.ends() {
		out[b] = -1
		if p.Blocks[b].Either && ends.known {
			out[b] = ends.a
		}
	}
	return out
}

// ends are the services that may be the owner of a block by what uses it: one, the two
// ends of a pair, or none where known is set and a is -1.
type ends struct {
	known bool
	a, b  int32
}

// narrow leaves those that are a or b.
func (e *ends) narrow(a, b int32) {
	switch keepsA, keepsB := e.a == a || e.a == b, e.b == a || e.b == b; {
	case !e.known:
		*e = ends{true, a, b}
	case keepsA && !keepsB:
		e.b = e.a
	case keepsB && !keepsA:
		e.a = e.b
	case !keepsA && !keepsB:
		e.a, e.b = -1, -1
	}
}

// ends looks at all uses of the blocks that are budgets.
func (p *Problem) ends() []ends {
	out := make([]ends, len(p.Blocks))
	for i := range p.Services {
		for l := range p.Services[i].Options {
			for _, use := range p.Services[i].Options[l].Use {
				if p.Blocks[use.Block].Either {
					out[use.Block].narrow(int32(i), int32(i))
				}
			}
		}
	}
	for k := range p.Pairs {
		if q := &p.Pairs[k]; q.Rule != nil {
			for _, use := range q.Rule.Use {
				if p.Blocks[use.Block].Either {
					out[use.Block].narrow(q.A, q.B)
				}
			}
		}
	}
	return out
}

// checkBudgets makes sure that every budget is one service's own.
func (p *Problem) checkBudgets() error {
	for b, ends := range p.ends() {
		block := &p.Blocks[b]
		switch {
		case !block.Either:
		case len(block.Cap) != 1 || !block.Hard():
			return fmt.Errorf("%s: a budget with %d slots, or one that can be bought", block.Name, len(block.Cap))
		case ends.known && ends.a < 0:
			return fmt.Errorf("%s: a budget that several services use", block.Name)
		}
	}
	return nil
}
