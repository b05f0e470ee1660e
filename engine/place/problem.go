package place

// MaxOptions is how many options one service may have: a set of them is a [Set].
const MaxOptions = 64

// Problem is a fleet to be placed. It is not changed after [Problem.Check].
type Problem struct {
	// Services are what is placed.
	Services []Service
	// Blocks are the capacities.
	Blocks []Block
	// Pairs are the services whose costs depend on each other's place; at most one
	// for two services, with A < B, sorted by A and then B.
	Pairs []Pair
	// Views are empty where the order of options is a chain, and one for each site
	// where it is none.
	Views []View
	// Pools are the groups of like nodes that pods are put on; Resources names what
	// the entries of Pool.Room and Pods.Request count.
	Pools     []Pool
	Resources []string
}

// Service is one thing to be placed, or several that move as one.
type Service struct {
	Name string
	// Options are what may be chosen, 1 to [MaxOptions]. Forbidden ones are not
	// listed.
	Options []Option
}

// Option is one way to run a service.
type Option struct {
	// Name says the option to a person: "tokyo", "tokyo+gke@4".
	Name string
	// Cost is a month's, in the problem's unit. It may be negative: only
	// differences count.
	Cost int64
	// Use is what the option takes of the blocks, each block at most once, in block
	// order.
	Use []Use
	// Pods are the replicas that must find a node.
	Pods []Pods
}

// Use is what an option takes of one block.
type Use struct {
	Block int32
	// Amount is by slot of the block, never negative. Slices may be shared.
	Amount []int32
}

// Block is a capacity by slot: a resource of a pool or of a union of pools by hour
// of the week, a budget (one slot), or what is rented by the hour (all of which has
// a price).
type Block struct {
	Name string
	// Cap is how much there is, by slot, never negative.
	Cap []int64
	// Over is what one unit above Cap costs, by slot; nil where Cap is hard.
	Over []int64
	// Firm is what one more unit in every slot costs; FirmMax how many may be
	// bought, 0 for none.
	Firm    int64
	FirmMax int64
	// Either says that the block is a budget of one service and no room: each of its
	// requests uses it for itself, so while the service moves the larger use of both
	// sides counts and not the sum. Such a block has one slot, is hard, and is used by
	// one service alone: by its options, and by pairs of which it is an end.
	Either bool
}

// Pair is what two services cost each other.
type Pair struct {
	A, B int32
	// Cost is by option of A and then option of B (row-major); nil for all zero.
	Cost []int64
	// Rule is what few pairs have, nil for none.
	Rule *Rule
}

// Rule is what else depends on two services' options.
type Rule struct {
	// Forbid says which pairs of options are forbidden, laid out as Pair.Cost; nil
	// for none.
	Forbid []bool
	// Use is what a pair of options takes of blocks with one slot (a budget of
	// latency), Amount laid out as Pair.Cost.
	Use []Use
}

// View is one site as the services see it.
type View struct {
	Name string
	// Level is by service and option: 0 where the option puts nothing there, higher
	// the more it puts there, below [MaxOptions]. Options of one level are alike to
	// the view's cut.
	Level [][]uint8
	// Cost is by pair the view's share of the pair's cost, by level of A and then
	// level of B, square in the highest level of each plus one; nil for all zero.
	// Summed over the views it is nowhere above Pair.Cost.
	Cost [][]int64
}

// Pool is a number of like nodes.
type Pool struct {
	Name string
	// Nodes is how many may be filled: spare ones are left out.
	Nodes int
	// Room is what one node has for pods, by resource.
	Room []int64
}

// Pods are like replicas of a service.
type Pods struct {
	// Pools are those they may run on, in order.
	Pools []int32
	// Request is what one takes, by resource.
	Request []int64
	// Count is how many there are, by slot of the week.
	Count []int32
}

// Width is the number of options of service i.
func (p *Problem) Width(i int32) int { return len(p.Services[i].Options) }

// At is the place of a pair of options in the tables of a pair.
func (p *Problem) At(q *Pair, a, b uint8) int { return int(a)*p.Width(q.B) + int(b) }
