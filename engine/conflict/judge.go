package conflict

import "berth.dev/engine/place"

// Means is how a conflict is proven.
type Means string

// The ways to prove a conflict.
const (
	// NoOption: a service has no option left.
	NoOption Means = "no-option"
	// NoPair: the forbidden pairs leave a service without an option.
	NoPair Means = "no-pair"
	// Room: at these prices every placement uses more than there is.
	Room Means = "room"
	// Search: everything was looked at.
	Search Means = "search"
)

// Proof says how a conflict is proven.
type Proof struct {
	Means Means
	// Service is the one without an option, for NoOption.
	Service int32
	// Prices are for Room: the least of Σ price × (use − capacity) is above 0.
	Prices []place.Price
	// Left is by service for Room what the set of rules leaves of its options.
	Left []place.Set
	// Nodes is for Search how many parts of the space were looked at.
	Nodes int
}

// verdict is what is known of a set of rules.
type verdict int

const (
	open verdict = iota
	fitting
	clashing
)

// judgement is the answer to a question.
type judgement struct {
	verdict verdict
	proof   Proof
	// x is a placement that fits.
	x place.Placement
}

// judge says whether the rules of a set can be kept together.
func (c *court) judge(set []int, relaxed Relaxed) judgement {
	c.asked++
	q := c.question(set, relaxed)
	clash := func(p Proof) judgement { return judgement{verdict: clashing, proof: p} }
	for i, d := range q.domains {
		if d == 0 {
			return clash(Proof{Means: NoOption, Service: int32(i)})
		}
	}
	// Most questions are answered by the placement that uses least.
	if x := c.lightest(q.domains); q.fits(x) {
		return judgement{verdict: fitting, x: x}
	}
	k := c.climber(q)
	narrowed := append([]place.Set(nil), q.domains...)
	if !k.relax.Propagate(narrowed) {
		return clash(Proof{Means: NoPair})
	}
	q.domains = narrowed
	if b, t, lacks := q.lack(q.least(narrowed)); lacks {
		return clash(Proof{Means: Room, Prices: []place.Price{{Block: b, Slot: t, Value: 1}}, Left: narrowed})
	}
	if prices := k.climb(c.o.Steps); prices != nil {
		return clash(Proof{Means: Room, Prices: prices, Left: narrowed})
	}
	if k.found != nil {
		return judgement{verdict: fitting, x: k.found}
	}
	found, nodes, done := q.exhaust(k, c.o.Work)
	switch {
	case found != nil:
		return judgement{verdict: fitting, x: found}
	case done:
		return clash(Proof{Means: Search, Nodes: nodes})
	}
	c.opens++
	return judgement{}
}
