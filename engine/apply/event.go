package apply

import (
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// Event is one thing that happened. Text, live view and JSON lines are all rendered
// from events and from nothing else.
type Event struct {
	Time time.Time `json:"time"`
	What What      `json:"what"`
	// Stage is the number of the stage, from 1; 0 where it is about none.
	Stage int `json:"stage,omitempty"`
	// Step is the step's ID, Kind and Service are the step's own.
	Step    string    `json:"step,omitempty"`
	Kind    step.Kind `json:"kind,omitempty"`
	Service string    `json:"service,omitempty"`
	Site    string    `json:"site,omitempty"`
	// Object is what it is about, nil for none.
	Object *object.Ref `json:"object,omitempty"`
	// Words say it to a person.
	Words string `json:"words"`
	// Took is how long it took, where it has an end.
	Took time.Duration `json:"took,omitempty"`
}

// What happened.
type What string

// What can happen, roughly in this order.
const (
	RunBegan   What = "run began"
	Checked    What = "checked"
	LeaseTaken What = "lease taken"
	LeaseLost  What = "lease lost"
	Rehearsed  What = "dry-run"
	Unproven   What = "not dry-run"
	StageBegan What = "stage began"
	StepBegan  What = "step began"
	StepWaits  What = "step waits"
	StepDone   What = "step done"
	StepFailed What = "step failed"
	Retried    What = "retry"
	Changed    What = "changed by the cluster"
	StageDone  What = "stage done"
	GateShut   What = "gate"
	GatePassed What = "gate passed"
	PlanClosed What = "plan closed"
	RunEnded   What = "run ended"
)

// tell hands an event to whoever listens. Events come one at a time.
func (r *run) tell(e Event) {
	r.telling.Lock()
	defer r.telling.Unlock()
	if r.job.Events == nil {
		return
	}
	e.Time = r.job.Clock.Now()
	r.job.Events(e)
}

// tellStep hands an event about a step to whoever listens.
func (r *run) tellStep(what What, st *step.Step, words string) {
	r.tell(about(what, st, words, r.at+1))
}

// about is an event of a step.
func about(what What, st *step.Step, words string, stage int) Event {
	return Event{
		What: what, Stage: stage, Step: st.ID, Kind: st.Kind, Service: st.Service,
		Site: st.Site, Object: st.Object, Words: words,
	}
}
