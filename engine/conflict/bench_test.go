package conflict

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
)

// crowded is a generated fleet of which so many of a hundred services are pinned to
// the owned site, which has room for about half, with a rule for its nodes.
func crowded(n, percent int) (*place.Problem, []Rule) {
	p := enginetest.Problem(n, 1, enginetest.Loose)
	r := rand.New(rand.NewPCG(1, 1))
	rules := []Rule{{Name: "node_pool owned", Kind: Capacity, Grow: []Grow{{Block: 0, By: 62_000}, {Block: 1, By: 248 << 10}}, Unit: "nodes"}}
	for i := range p.Services {
		last := p.Width(int32(i)) - 1
		if r.IntN(100) >= percent || last == 0 {
			continue
		}
		rule := Rule{Name: fmt.Sprintf("pin of %s", p.Services[i].Name), Kind: Pin}
		for l := range last {
			rule.Bans = append(rule.Bans, Ban{int32(i), uint8(l)})
		}
		rules = append(rules, rule)
	}
	return p, rules
}

func BenchmarkExplain(b *testing.B) {
	for _, n := range []int{200, 1000, 10000} {
		for _, percent := range []int{55, 80} {
			p, rules := crowded(n, percent)
			b.Run(fmt.Sprintf("%d/%d%%", n, percent), func(b *testing.B) {
				var c *Conflict
				for b.Loop() {
					c, _ = Explain(p, rules, DefaultOptions())
				}
				b.ReportMetric(float64(c.Asked), "asked")
				b.ReportMetric(float64(len(c.Set)), "rules")
				b.ReportMetric(float64(len(c.Ways)), "ways")
				b.Log(c.Verdict, c.Irreducible, c.Proof.Means)
			})
		}
	}
}
