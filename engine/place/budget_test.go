package place_test

import (
	"testing"

	"berth.dev/engine/place"
	"github.com/google/go-cmp/cmp"
)

func TestABudgetIsOneServicesOwn(t *testing.T) {
	use := func(block int32) []place.Use { return []place.Use{{Block: block, Amount: []int32{1}}} }
	for _, test := range []struct {
		name   string
		change func(p *place.Problem)
		owner  int32
		ok     bool
	}{
		{"nobody uses it", func(*place.Problem) {}, -1, true},
		{"one service uses it", func(p *place.Problem) { p.Services[1].Options[0].Use = use(0) }, 1, true},
		{"two services use it", func(p *place.Problem) {
			p.Services[1].Options[0].Use, p.Services[2].Options[0].Use = use(0), use(0)
		}, -1, false},
		{"pairs with a common end", func(p *place.Problem) { p.Pairs[0].Rule.Use, p.Pairs[2].Rule.Use = use(0), use(0) }, 1, true},
		{"pairs that go round", func(p *place.Problem) {
			p.Pairs[0].Rule.Use, p.Pairs[1].Rule.Use, p.Pairs[2].Rule.Use = use(0), use(0), use(0)
		}, -1, false},
		{"a pair and one of its ends", func(p *place.Problem) { p.Pairs[0].Rule.Use, p.Services[1].Options[0].Use = use(0), use(0) }, 1, true},
		{"a pair and another service", func(p *place.Problem) { p.Pairs[0].Rule.Use, p.Services[2].Options[0].Use = use(0), use(0) }, -1, false},
		{"it can be bought", func(p *place.Problem) { p.Blocks[0].Over = []int64{1} }, -1, false},
		{"it has two slots", func(p *place.Problem) { p.Blocks[0].Cap = []int64{1, 1} }, -1, false},
	} {
		p := &place.Problem{Blocks: []place.Block{{Name: "latency", Cap: []int64{1}, Either: true}}}
		for _, name := range []string{"a", "b", "c"} {
			p.Services = append(p.Services, place.Service{Name: name, Options: []place.Option{{}}})
		}
		for _, q := range [][2]int32{{0, 1}, {0, 2}, {1, 2}} {
			p.Pairs = append(p.Pairs, place.Pair{A: q[0], B: q[1], Rule: &place.Rule{}})
		}
		test.change(p)
		if err := p.Check(); (err == nil) != test.ok {
			t.Errorf("%s: %v", test.name, err)
		}
		if test.ok {
			if diff := cmp.Diff([]int32{test.owner}, p.Owners()); diff != "" {
				t.Errorf("%s: (-want +got)\n%s", test.name, diff)
			}
		}
	}
}
