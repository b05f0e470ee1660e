package score

import (
	"berth.dev/engine/money"
	"berth.dev/engine/price"
	"berth.dev/policies"
)

// Decision is where one service should run, with everything that led there.
type Decision struct {
	Service string
	// Winner is the option chosen, or nil when every option is forbidden.
	Winner *Option
	// Firm is true when no value of the unknown inputs changes the winner.
	Firm bool
	// Possible are the options that may win, by ID; "" stands for none allowed.
	Possible []string
	// Missing is the smallest set of measurements that makes the decision firm,
	// empty when it is.
	Missing []Measurement
	// Exact is false where Missing is irreducible but a smaller set was not
	// searched for.
	Exact bool
	// OnMoney is true when no policy had anything to say and money decided.
	OnMoney bool
	Options []*Option
	Inputs  []Input
	// Weights are those that applied, by criterion.
	Weights map[string]float64
	// Service's values at the typical point, as rules saw them.
	Vars *policies.Service
	// Reference is its money wholly at the reference site.
	Reference money.Amount
}

// Option is one row of the matrix.
type Option struct {
	ID    string
	Kind  string
	Sites []string
	// Base is what a hybrid keeps on-prem, in cores, and in replicas.
	Base, BaseReplicas float64
	Violations         []Violation
	// Score is at the typical point; Low and High over everything unknown.
	Score, Low, High float64
	Bill             price.Bill
	// Hours of work a month, and what they cost.
	Hours      float64
	HoursMoney money.Amount
	Criteria   []Criterion
	Vars       *policies.Option
	// Unpriced says why there is no bill; the option is then not allowed.
	Unpriced error
}

// Feasible tells whether nothing forbids the option.
func (o *Option) Feasible() bool { return len(o.Violations) == 0 }

// Violation is one constraint that forbids an option.
type Violation struct {
	Constraint string
	Because    string
}

// Criterion is an option's score on one criterion.
type Criterion struct {
	Name   string
	Weight float64
	Score  float64
	// Applies is false when no policy had anything to say.
	Applies  bool
	Policies []PolicyScore
}

// PolicyScore is what one policy said.
type PolicyScore struct {
	Name    string
	Score   float64
	Because string
}

// Measurement is something to measure, and the inputs it would settle.
type Measurement struct {
	// Name as in "calls of frontend".
	Name   string
	Inputs []Input
}

// Option returns the option of that ID, or nil.
func (d *Decision) Option(id string) *Option {
	for _, o := range d.Options {
		if o.ID == id {
			return o
		}
	}
	return nil
}
