package enginetest_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
)

func TestAFleetOnManySitesIsAProblem(t *testing.T) {
	for sites := 2; sites <= 5; sites++ {
		p := enginetest.Spread(sites, 60, 1, enginetest.Tight)
		if err := p.Check(); err != nil {
			t.Fatalf("%d sites: %v", sites, err)
		}
		if d := cmp.Diff(p, enginetest.Spread(sites, 60, 1, enginetest.Tight)); d != "" {
			t.Errorf("%d sites: not the same again: %s", sites, d)
		}
		if len(p.Views) != sites || len(p.Blocks) != 2*(sites-1) || len(p.Pairs) < 60 {
			t.Errorf("%d sites: %d views, %d blocks, %d pairs", sites, len(p.Views), len(p.Blocks), len(p.Pairs))
		}
	}
}

func TestTrafficWithinASiteCostsNothing(t *testing.T) {
	p := enginetest.Spread(3, 40, 2, enginetest.Loose)
	for k := range p.Pairs {
		q := &p.Pairs[k]
		for l, one := range p.Services[q.A].Options {
			m := slices.IndexFunc(p.Services[q.B].Options, func(o place.Option) bool { return o.Name == one.Name })
			if m < 0 || one.Name[0] == 's' { // a split has traffic within the service's two halves
				continue
			}
			if cost := q.Cost[p.At(q, uint8(l), uint8(m))]; cost > 9 { // rounding
				t.Errorf("pair %d both %s: %d", k, one.Name, cost)
			}
		}
	}
}
