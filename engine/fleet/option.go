package fleet

// Objective is what a plan's costs are made of.
type Objective string

// The objectives. The zero value is both.
const (
	// Both is money, work, moving and score.
	Both Objective = "both"
	// ByCost leaves the score out.
	ByCost Objective = "cost"
	// ByScore leaves everything else out. A point is worth 1 where nobody says.
	ByScore Objective = "score"
)

// Objectives are all of them, in the order of a help text.
func Objectives() []Objective { return []Objective{Both, ByCost, ByScore} }

func (o Objective) money() bool { return o != ByScore }
func (o Objective) score() bool { return o != ByCost }

// Options are how a problem is built.
type Options struct {
	Objective Objective
	// Unknown stands for traffic that nobody measured. Nil keeps the services at both
	// ends of it where they run.
	Unknown *Assumed
	// Pins are further pins, by service: sites joined by "+", in any order.
	Pins map[string]string
	// Splits is with how many splits a service begins on each pair of sites; at
	// least 1.
	Splits int
	// Extra is capacity that pools are imagined to have more, or below zero less, by
	// site and pool; as what others use it is shared out evenly over the nodes.
	Extra map[[2]string]Extra
}

// Extra is an amount of each resource: cores and MiB.
type Extra struct{ Cores, MiB float64 }

// DefaultOptions are those of a plan that is asked for nothing else.
func DefaultOptions() Options { return Options{Objective: Both, Splits: 3} }

// The codes of what is wrong with a fleet.
const (
	// CodeNoPlace marks a service that every option is forbidden to.
	CodeNoPlace = "BERTH-F001"
	// CodePin marks a pin to what is no service or no place.
	CodePin = "BERTH-F002"
	// CodeTooLarge marks numbers that no sum has room for.
	CodeTooLarge = "BERTH-F003"
	// CodeAdds marks a constraint that adds up over neighbours.
	CodeAdds = "BERTH-F004"
	// CodeUndecided marks a service that cannot be compared.
	CodeUndecided = "BERTH-F005"
)
