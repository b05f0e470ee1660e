package prepare

import (
	"time"

	"berth.dev/engine/ground"
)

// Event is one thing that happened. Text, live view and JSON lines are all rendered
// from events and from nothing else, together with those of package apply.
type Event struct {
	Time time.Time `json:"time"`
	What What      `json:"what"`
	// Step is the step's ID; Kind, Site and Part are the step's own. Site alone is of a
	// lease.
	Step string      `json:"step,omitempty"`
	Kind ground.Kind `json:"kind,omitempty"`
	Site string      `json:"site,omitempty"`
	Part string      `json:"part,omitempty"`
	// Words say it to a person.
	Words string `json:"words"`
	// Took is how long it took, where it has an end.
	Took time.Duration `json:"took,omitempty"`
}

// What happened.
type What string

// What can happen, roughly in this order. The words are those of package apply where
// the same happens there.
const (
	RunBegan   What = "run began"
	LeaseTaken What = "lease taken"
	LeaseLost  What = "lease lost"
	HoldLeft   What = "hold left"
	Rehearsed  What = "dry-run"
	StepPassed What = "step passed over"
	StepBegan  What = "step began"
	StepWaits  What = "step waits"
	StepDone   What = "step done"
	StepFailed What = "step failed"
	Retried    What = "retry"
	WindowShut What = "window shut"
	RunEnded   What = "run ended"
)
