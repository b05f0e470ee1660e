package share

import (
	"fmt"
	"maps"
	"slices"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// weigh is how much of a service's cost each receiver gets, relative to the others, and
// what is not known of that.
func (p *passing) weigh(s *spec.Share, to []spec.Owner) (weights []float64, unknown []string) {
	of, known := p.key(s)
	weights = make([]float64, len(to))
	var missing []string
	for i, o := range to {
		if o.Service != "" {
			weights[i] = of(o.Service)
			if !known(o.Service) {
				missing = append(missing, o.Service)
			}
			continue
		}
		switch s.By.V {
		case "weights":
			weights[i] = s.Weights.V[o.Product]
		case "even":
			weights[i] = 1
		case "cost":
			weights[i] = p.productCost(o.Product, s.Name).Float()
		default:
			for _, service := range p.w.Services {
				if service.Product.V != o.Product || service.Name == s.Name {
					continue
				}
				weights[i] += of(service.Name)
				if !known(service.Name) {
					missing = append(missing, service.Name)
				}
			}
		}
	}
	if len(missing) > 0 {
		unknown = append(unknown, fmt.Sprintf("what part of %s goes to %s: nobody knows their %s, so they count for nothing", s.Name, list(missing), s.By.V))
	}
	return weights, unknown
}

// key is the number by which a share goes, of one service, and whether it is known.
func (p *passing) key(s *spec.Share) (of func(service string) float64, known func(service string) bool) {
	always := func(string) bool { return true }
	switch s.By.V {
	case "cost":
		return func(name string) float64 { return p.own[p.w.OwnerOfService(name)].Float() }, always
	case "cpu":
		// A service that used nothing has no entry, and nothing is what it pays.
		return func(name string) float64 { return p.cores[name] }, always
	case "requests":
		return func(name string) float64 { return p.use.Requests[name] }, func(name string) bool {
			_, counted := p.use.Requests[name]
			return counted
		}
	case "calls":
		calls := p.calls(s.Name)
		return func(name string) float64 { return calls[name] }, always
	case "weights":
		return func(name string) float64 { return s.Weights.V[name] }, always
	}
	return func(string) float64 { return 1 }, always
}

// calls are the requests a service received, by caller: counted ones, or where nobody
// counted any, those that specs declare.
func (p *passing) calls(receiver string) map[string]float64 {
	out := map[string]float64{}
	for at, n := range p.use.Calls {
		if at[0] == receiver {
			out[at[1]] = n
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, s := range p.w.Services {
		for _, c := range s.CallBlocks {
			if c.Name == receiver {
				out[s.Name] += c.RequestsPerSecond.Upper()
			}
		}
	}
	return out
}

// productCost is what a product costs itself, without the service that passes on.
func (p *passing) productCost(product, without string) (sum money.Amount) {
	owners := slices.SortedFunc(maps.Keys(p.own), func(a, b spec.Owner) int {
		return slices.Compare([]string{a.Product, a.Service, a.Team}, []string{b.Product, b.Service, b.Team})
	})
	for _, o := range owners {
		if o.Product == product && o.Service != without {
			sum = sum.Add(p.own[o])
		}
	}
	return sum
}
