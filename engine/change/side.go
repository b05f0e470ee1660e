package change

import (
	"berth.dev/engine/check"
	"berth.dev/engine/money"
	"berth.dev/engine/plan"
	"berth.dev/engine/score"
)

// Side is one side of a change.
type Side struct {
	// Fleet holds the workspace, its rules and the load of its services.
	Fleet *score.Fleet
	// Series are the digests of the files of measurements, by name.
	Series map[string]string
	// Found is what a run of its checks found.
	Found *check.Result
	// Plan places all services at once; nil where there is none, and NoPlan says why.
	Plan   *plan.File
	NoPlan string
	// Decided says where each service would run judged by itself, and what it would cost
	// there. It stands in where a side has no plan; services that no option is allowed for are missing.
	Decided map[string]Place
}

// Place is where a service would run.
type Place struct {
	// Option is the option's name: sites joined by "+", of a split in a plan with what
	// stays on the first, as in "tokyo+gke@4".
	Option string
	// Sites are one, or the base and the burst of a hybrid.
	Sites []string
	// Money is what the service costs there a month, without its traffic with others
	// where a plan counts that apart.
	Money money.Amount
}

// Planned are the places of a plan, by service.
func Planned(f *plan.File) map[string]Place {
	out := make(map[string]Place, len(f.Services))
	for i := range f.Services {
		s := &f.Services[i]
		chosen := f.Placement[s.Group]
		o := &f.Problem.Groups[s.Group].Options[chosen]
		out[s.Name] = Place{o.Name, o.Sites, f.Unit.Amount(s.Options[chosen].Money)}
	}
	return out
}
