package scenario

import (
	"fmt"
	"math"
	"math/rand/v2"

	"berth.dev/engine/spec"
)

// Ranges are between which factors each kind of case is drawn.
type Ranges struct {
	Prices, Traffic, Link [2]float64
}

// DefaultRanges are what a year may bring.
func DefaultRanges() Ranges {
	return Ranges{Prices: [2]float64{0.75, 1.35}, Traffic: [2]float64{0.7, 1.5}, Link: [2]float64{0.5, 2}}
}

// Words says the ranges to a person.
func (r Ranges) Words() string {
	return fmt.Sprintf("prices of clouds and of own machines × %g to %g, traffic × %g to %g, one link's prices × %g to %g, one site's largest pool down",
		r.Prices[0], r.Prices[1], r.Traffic[0], r.Traffic[1], r.Link[0], r.Link[1])
}

// Kind is what a case varies.
type Kind string

// The kinds of cases.
const (
	Prices  Kind = "prices"
	Traffic Kind = "traffic"
	Down    Kind = "pool down"
	Link    Kind = "link"
)

// Case is one way things may turn out.
type Case struct {
	Kind Kind
	// Words say it: "gke × 1.21, own machines × 0.93".
	Words     string
	Variation spec.Variation
	// Load scales the traffic and with it the load of all services; 0 leaves it.
	Load float64
}

// Draw draws n cases, of the kinds by turns; kinds that the workspace has nothing for
// are left out. The same seed draws the same.
func Draw(w *spec.Workspace, n int, seed uint64, r Ranges) []Case {
	d := drawer{w: w, ranges: r, rand: rand.New(rand.NewPCG(seed, 0x5ce0a210))}
	draws := []func() Case{d.prices, d.traffic}
	if len(d.pools()) > 0 {
		draws = append(draws, d.down)
	}
	if len(w.Links) > 0 {
		draws = append(draws, d.link)
	}
	out := make([]Case, n)
	for k := range out {
		out[k] = draws[k%len(draws)]()
	}
	return out
}

type drawer struct {
	w      *spec.Workspace
	ranges Ranges
	rand   *rand.Rand
}

// factor draws from a range, evenly in logarithms, to three digits.
func (d *drawer) factor(r [2]float64) float64 {
	f := r[0] * math.Pow(r[1]/r[0], d.rand.Float64())
	return math.Round(f*1000) / 1000
}

func (d *drawer) prices() Case {
	v := spec.Variation{Cloud: d.factor(d.ranges.Prices), Owned: d.factor(d.ranges.Prices)}
	return Case{Kind: Prices, Variation: v, Words: fmt.Sprintf("clouds × %g, own machines × %g", v.Cloud, v.Owned)}
}

func (d *drawer) traffic() Case {
	f := d.factor(d.ranges.Traffic)
	return Case{Kind: Traffic, Load: f, Words: fmt.Sprintf("traffic × %g", f)}
}

// pools are the largest pool of each on-prem site, by cores.
func (d *drawer) pools() (out [][2]string) {
	for _, s := range d.w.Sites {
		best, most := "", 0.0
		for _, p := range s.Pools {
			if cores := p.Nodes.V * p.CPU.V; s.Kind.V == "onprem" && cores > most {
				best, most = p.Name, cores
			}
		}
		if best != "" {
			out = append(out, [2]string{s.Name, best})
		}
	}
	return out
}

func (d *drawer) down() Case {
	pools := d.pools()
	at := pools[d.rand.IntN(len(pools))]
	return Case{
		Kind: Down, Words: at[0] + "/" + at[1] + " down",
		Variation: spec.Variation{Nodes: map[[2]string]int{at: -math.MaxInt32}},
	}
}

func (d *drawer) link() Case {
	l := d.w.Links[d.rand.IntN(len(d.w.Links))]
	f := d.factor(d.ranges.Link)
	return Case{
		Kind: Link, Words: fmt.Sprintf("link %s–%s × %g", l.A, l.B, f),
		Variation: spec.Variation{Links: map[[2]string]float64{{l.A, l.B}: f}},
	}
}
