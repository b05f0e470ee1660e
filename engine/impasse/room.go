package impasse

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"berth.dev/engine/conflict"
	"berth.dev/engine/fleet"
	"berth.dev/engine/place"
	"berth.dev/engine/plan"
)

// room says where the services need more than there is.
func (e *explainer) room(p *conflict.Proof, bounds []*fleet.Bound) []string {
	if len(p.Prices) == 1 {
		block, slot := e.plainest(p.Prices[0].Block, p.Prices[0].Slot, p.Left, bounds)
		return []string{e.short(block, slot, p.Left)}
	}
	// The prices add up use of several kinds and hours. Those that weigh most come first.
	weigh := func(one place.Price) float64 {
		return float64(one.Value) * float64(e.wide.Problem.Blocks[one.Block].Cap[one.Slot])
	}
	prices := slices.Clone(p.Prices)
	slices.SortStableFunc(prices, func(a, b place.Price) int { return cmp.Compare(weigh(b), weigh(a)) })
	var where []string
	for _, one := range prices {
		if name := e.wide.Blocks[one.Block].Name; !slices.Contains(where, name) {
			where = append(where, name)
		}
	}
	return []string{
		fmt.Sprintf("Whatever places the services take, something is too small: if not one of these, then another: %s.", list(where)),
		fmt.Sprintf("The proof adds these up with weights, over %s: the least that the services use is more than what is there.", count(len(prices), "hour and kind")),
	}
}

// plainest is a block that says it in the plainest words: instead of whole pieces of
// nodes their sum, where that is too small as well. Where more nodes would not help the
// pieces, only these say why.
func (e *explainer) plainest(block, slot int32, left []place.Set, bounds []*fleet.Bound) (int32, int32) {
	grows := slices.ContainsFunc(bounds, func(b *fleet.Bound) bool {
		return slices.ContainsFunc(b.Grow, func(g fleet.Grow) bool { return g.Block == block })
	})
	if e.wide.Blocks[block].Kind != fleet.Pieces || !grows {
		return block, slot
	}
	for b := range e.wide.Blocks {
		says := &e.wide.Blocks[b]
		if says.Kind != fleet.Capacity || says.Site != e.wide.Blocks[block].Site {
			continue
		}
		if least, _ := e.least(int32(b), slot, left); least > e.wide.Problem.Blocks[b].Cap[slot] {
			return int32(b), slot
		}
	}
	return block, slot
}

// short says that a block is too small in a slot for what services take of it at
// least.
func (e *explainer) short(block, slot int32, left []place.Set) string {
	says, room := &e.wide.Blocks[block], e.wide.Problem.Blocks[block].Cap
	least, services := e.least(block, slot, left)
	need, have := amount(says, least), amount(says, room[slot])
	switch says.Kind {
	case fleet.Latency:
		return fmt.Sprintf("A request of service %q waits at least %s for links, and its budget is %s.", says.Service, need, have)
	case fleet.Storage:
		return begin(fmt.Sprintf("%s at least %s on storage pool %s of %s, and there is room for %s.", who(services, "store"), need, strings.Join(says.Pools, "+"), says.Site, have))
	}
	switch {
	case says.Kind == fleet.Pieces && room[slot] == 0:
		return begin(fmt.Sprintf("%s pods of %s or more, and no node of %s/%s has room for one.", who(services, "run"), pieceOf(says), says.Site, strings.Join(says.Pools, "+")))
	case says.Kind == fleet.Pieces:
		return begin(fmt.Sprintf("%s%s as much room as %d pods of %s, and the whole nodes of %s/%s have room for %d of them.",
			e.when(block, slot, left), who(services, "need"), least, pieceOf(says), says.Site, strings.Join(says.Pools, "+"), room[slot]))
	}
	return begin(fmt.Sprintf("%s%s at least %s on %s/%s, and the nodes there have %s to give.", e.when(block, slot, left), who(services, "need"), need, says.Site, strings.Join(says.Pools, "+"), have))
}

// least is what the services that the sets leave use at least of a slot, and which of
// them do.
func (e *explainer) least(block, slot int32, left []place.Set) (sum int64, services []string) {
	p := e.wide.Problem
	for i := range p.Services {
		low := int64(-1)
		for l := range p.Services[i].Options {
			if !left[i].Has(uint8(l)) {
				continue
			}
			n := int64(0)
			for _, use := range p.Services[i].Options[l].Use {
				if use.Block == block {
					n = int64(use.Amount[slot])
				}
			}
			if low < 0 || n < low {
				low = n
			}
		}
		if low > 0 {
			sum, services = sum+low, append(services, p.Services[i].Name)
		}
	}
	for k := range p.Pairs {
		sum += e.leastOfPair(&p.Pairs[k], block, left)
	}
	return sum, services
}

// leastOfPair is what two services use together at least of a block with one slot.
func (e *explainer) leastOfPair(q *place.Pair, block int32, left []place.Set) int64 {
	if q.Rule == nil {
		return 0
	}
	least := int64(-1)
	for _, use := range q.Rule.Use {
		if use.Block != block {
			continue
		}
		for at, n := range use.Amount {
			a, b := at/e.wide.Problem.Width(q.B), at%e.wide.Problem.Width(q.B)
			if left[q.A].Has(uint8(a)) && left[q.B].Has(uint8(b)) && (least < 0 || int64(n) < least) {
				least = int64(n)
			}
		}
	}
	return max(0, least)
}

// when says in which hour a block is too small, "" where it is so in the same way all
// the time.
func (e *explainer) when(block, slot int32, left []place.Set) string {
	room := e.wide.Problem.Blocks[block].Cap
	worst, _ := e.least(block, slot, left)
	for t := range room {
		if least, _ := e.least(block, int32(t), left); least-room[t] != worst-room[slot] {
			return "on " + plan.SlotName(len(room), int(slot)) + " "
		}
	}
	return ""
}

// who says that some services do something.
func who(services []string, do string) string {
	if len(services) == 1 {
		return fmt.Sprintf("service %q %ss", services[0], do)
	}
	return fmt.Sprintf("the %d services %s %s", len(services), list(services), do)
}

// amount is so much of a block in the units that people use, exactly: what is needed
// and what is there may differ in the last digit.
func amount(says *fleet.Block, n int64) string {
	scale := plan.ScaleOf(says.Unit)
	words := strconv.FormatFloat(math.Round(float64(n)/scale.Per*1000)/1000, 'f', -1, 64)
	switch {
	case says.Resource == "memory":
		return words + " GiB of memory"
	case scale.Unit == "":
		return words + " " + says.Resource
	case n == int64(scale.Per) && scale.Unit == "cores":
		return "1 core"
	}
	return words + " " + scale.Unit
}

// pieceOf is the size that a block counts in whole pieces; its name ends as in "cpu in
// whole pods of 600m".
func pieceOf(says *fleet.Block) string {
	_, size, _ := strings.Cut(says.Name, " in whole pods of ")
	of := fleet.Block{Resource: says.Resource, Unit: map[string]string{"cpu": "m", "memory": "MiB"}[says.Resource]}
	n, err := strconv.ParseInt(strings.TrimRight(size, "mMi"), 10, 64)
	if err != nil {
		return size
	}
	return amount(&of, n)
}

// begin makes a sentence begin with a capital letter.
func begin(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
