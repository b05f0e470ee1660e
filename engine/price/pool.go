package price

import (
	"fmt"
	"maps"
	"slices"

	"berth.dev/engine/money"
)

// Pool is what a group of machines charges.
type Pool struct {
	Name string
	// Core and GiB are the prices of a core and a GiB of memory for a month, of
	// capacity kept (on-prem) or used (cloud).
	Core, GiB money.Amount
	// Dynamic is what one more core in use adds to the power of an owned pool in a
	// month; nothing for rented ones.
	Dynamic money.Amount
	// NodeCPU (cores) is what one node offers, for licences by node.
	NodeCPU float64
	// CapacityCPU and InUseCPU are cores of the whole pool without spare nodes;
	// InUseKnown is false where nobody said what is in use.
	CapacityCPU, InUseCPU float64
	InUseKnown            bool
	Spot                  bool
	Taints                []string
	Resources             map[string]float64
	// Derivation opens the prices up, step by step.
	Derivation []Line
	// core and gib are Core and GiB for comparisons.
	core, gib float64
	// err is why the pool has no price.
	err error
}

// Pool returns the pool a service runs in: the cheapest that takes it; ties go
// to the first by name. An error says what is missing.
func (s *Site) Pool(l *Load) (*Pool, error) {
	var best *Pool
	var bestMoney float64
	var err error
	for _, p := range s.Pools {
		if !s.takes(p, l) {
			continue
		}
		if p.err != nil {
			err = p.err
			continue
		}
		m := p.perCore(l)
		if best == nil || m < bestMoney || m == bestMoney && p.Name < best.Name {
			best, bestMoney = p, m
		}
	}
	switch {
	case best != nil:
		return best, nil
	case err != nil:
		return nil, err
	}
	return nil, fmt.Errorf("%w: no node pool of %s takes the service: %s", ErrMissing, s.Name, s.refusal(l))
}

// refusal says why no pool takes a service, by what most pools lack first.
func (s *Site) refusal(l *Load) string {
	for _, name := range slices.Sorted(maps.Keys(l.Resources)) {
		if !slices.ContainsFunc(s.Pools, func(p *Pool) bool { return p.Resources[name] >= l.Resources[name] }) {
			return fmt.Sprintf("none offers %g %s; add resources = { %q = … } to a node_pool that does", l.Resources[name], name, name)
		}
	}
	for _, p := range s.Pools {
		if !p.Spot || l.Interruptible {
			return fmt.Sprintf("pool %s has taints %q; add tolerations to the service", p.Name, p.Taints)
		}
	}
	return "all its pools are spot, and the service may not be interrupted"
}

// perCore is the price of a core with the memory that goes with it, for
// comparing pools; bills are exact.
func (p *Pool) perCore(l *Load) float64 { return p.core + p.gib*l.GiBPerCore }

// price sets both prices of a pool.
func (p *Pool) price(core, gib money.Amount) {
	p.Core, p.GiB = core, gib
	p.core, p.gib = core.Float(), gib.Float()
}

// Eligible returns the pools that take the service.
func (s *Site) Eligible(l *Load) []*Pool {
	var out []*Pool
	for _, p := range s.Pools {
		if s.takes(p, l) {
			out = append(out, p)
		}
	}
	return out
}

// takes tells whether a pool may run a service: the pool it names where the
// site has it, spot only where it may be stopped, taints only where they are
// tolerated, its resources offered.
func (s *Site) takes(p *Pool, l *Load) bool {
	named := l.Pool != "" && s.has(l.Pool)
	switch {
	case named && p.Name != l.Pool,
		p.Spot && !l.Interruptible,
		!named && !tolerates(l.Tolerations, p.Taints):
		return false
	}
	return offers(p, l.Resources)
}

func (s *Site) has(pool string) bool {
	return slices.ContainsFunc(s.Pools, func(p *Pool) bool { return p.Name == pool })
}

// tolerates compares taints as written, "key=value:effect".
func tolerates(tolerations, taints []string) bool {
	for _, t := range taints {
		if !slices.Contains(tolerations, t) {
			return false
		}
	}
	return true
}

func offers(p *Pool, need map[string]float64) bool {
	for name, n := range need {
		if n > 0 && p.Resources[name] < n {
			return false
		}
	}
	return true
}
