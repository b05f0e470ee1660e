package conflict

import (
	"fmt"

	"berth.dev/engine/place"
)

// Kind is what sort of thing a rule is, for those who print it.
type Kind string

// The kinds of rules.
const (
	Capacity   Kind = "capacity"
	Budget     Kind = "budget"
	Pin        Kind = "pin"
	Constraint Kind = "constraint"
	Together   Kind = "pair"
)

// Rule is something that a person wrote and could write otherwise. What it takes away
// is in effect while it holds.
type Rule struct {
	// Name says the rule to a person: "node_pool tokyo/general", "internet_transit of
	// api".
	Name string
	// Where is where it is written, as file:line; empty where it is written nowhere.
	Where string
	Kind  Kind
	// Bans are options that it excludes.
	Bans []Ban
	// Cells are pairs of options that it forbids.
	Cells []Cell
	// Grow are the blocks that it limits, and by how much each grows with one unit of
	// relaxing it. A block is limited while all rules that name it hold; a block that
	// no rule names is always limited.
	Grow []Grow
	// Unit is what one unit of relaxing is: "node", "GiB", "ms". Price is what one
	// costs a month, in the problem's unit. Most is how many are possible; 0 for as
	// many as it takes, below 0 for none.
	Unit  string
	Price int64
	Most  int64
}

// Ban is an option of a service that is excluded.
type Ban struct {
	Service int32
	Option  uint8
}

// Cell is a place in a pair's table that is forbidden.
type Cell struct {
	// Pair is the pair, At the place: see [place.Problem.At].
	Pair, At int32
}

// Grow is a block and what it grows by.
type Grow struct {
	Block int32
	By    int64
}

// Relaxed is a rule that is relaxed: dropped, or by so many units where it limits
// blocks.
type Relaxed struct {
	// Rule is its place in the list; -1 for none.
	Rule  int
	Units int64
}

// check says which rule speaks of what the problem has not.
func check(p *place.Problem, rules []Rule) error {
	for r := range rules {
		rule := &rules[r]
		for _, ban := range rule.Bans {
			if ban.Service < 0 || int(ban.Service) >= len(p.Services) || int(ban.Option) >= p.Width(ban.Service) {
				return fmt.Errorf("%s: no option %d of service %d", rule.Name, ban.Option, ban.Service)
			}
		}
		for _, cell := range rule.Cells {
			if cell.Pair < 0 || int(cell.Pair) >= len(p.Pairs) {
				return fmt.Errorf("%s: no pair %d", rule.Name, cell.Pair)
			}
			if q := &p.Pairs[cell.Pair]; cell.At < 0 || int(cell.At) >= p.Width(q.A)*p.Width(q.B) {
				return fmt.Errorf("%s: no place %d in the table of pair %d", rule.Name, cell.At, cell.Pair)
			}
		}
		for _, grow := range rule.Grow {
			if grow.Block < 0 || int(grow.Block) >= len(p.Blocks) || grow.By <= 0 {
				return fmt.Errorf("%s: block %d cannot grow by %d", rule.Name, grow.Block, grow.By)
			}
		}
		if len(rule.Grow) > 0 && len(rule.Bans)+len(rule.Cells) > 0 {
			return fmt.Errorf("%s: a rule limits blocks or excludes options, not both", rule.Name)
		}
	}
	return nil
}
