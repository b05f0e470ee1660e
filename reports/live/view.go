package live

import (
	"slices"
	"strings"
	"time"

	"berth.dev/engine/apply"
	"berth.dev/engine/step"
)

// View knows how far a plan under way has come.
type View struct {
	name   string
	began  time.Time
	stages []stage
	// at is the number of the stage under way, from 0; -1 before the first one.
	at int
	// doing says what happens while no stage is under way.
	doing string
	// running are steps under way, in the order in which they began.
	running []running
	// said are the last things worth telling, the oldest first.
	said []said
}

// stage is a stage as a bar shows it.
type stage struct {
	wave        int
	what        string
	steps, done int
	// over says that all of it is done.
	over bool
}

// running is a step under way.
type running struct {
	id, kind, subject string
	since             time.Time
	// waits says what it waits for.
	waits string
}

// said is a message.
type said struct {
	at    time.Time
	words string
	bad   bool
}

// mostSaid is how many messages are kept.
const mostSaid = 20

// New is the view of a plan before it begins. name is what it is called; work may be
// nil for what has no stages.
func New(name string, work *step.Work, began time.Time) *View {
	v := &View{name: name, began: began, at: -1, doing: "looking at the clusters"}
	if work == nil {
		return v
	}
	for i := range work.Stages {
		s := &work.Stages[i]
		v.stages = append(v.stages, stage{wave: s.Wave, what: s.What, steps: len(s.Steps)})
	}
	return v
}

// Hear takes in what has happened.
func (v *View) Hear(e apply.Event) {
	switch e.What {
	case apply.StageBegan:
		v.begin(e.Stage - 1)
	case apply.StageDone:
		v.end(e.Stage - 1)
	case apply.StepBegan:
		v.running = append(v.running, running{id: e.Step, kind: string(e.Kind), subject: subject(e), since: e.Time})
	case apply.StepWaits:
		v.wait(e)
	case apply.StepDone:
		v.leave(e.Step)
		if v.at >= 0 {
			v.stages[v.at].done++
		}
	case apply.StepFailed:
		v.leave(e.Step)
		v.say(e, "failed: ", true)
	case apply.Checked:
		v.doing = "asking the clusters for a dry run"
	case apply.LeaseTaken:
		v.doing = "checking again, now that nobody else writes"
	case apply.Rehearsed, apply.RunBegan, apply.RunEnded:
		// The bars say as much.
	case apply.Retried, apply.LeaseLost, apply.GateShut:
		v.say(e, string(e.What)+": ", e.What == apply.LeaseLost)
	default:
		v.say(e, string(e.What)+": ", false)
	}
}

// begin enters a stage; those before it are over, also those that an earlier run has
// done.
func (v *View) begin(at int) {
	if at < 0 || at >= len(v.stages) {
		return
	}
	v.at, v.running = at, nil
	for i := range at {
		v.stages[i].over = true
	}
}

func (v *View) end(at int) {
	if at < 0 || at >= len(v.stages) {
		return
	}
	v.stages[at].over = true
	v.running = nil
	v.doing = "writing down what was done"
}

func (v *View) wait(e apply.Event) {
	i := slices.IndexFunc(v.running, func(r running) bool { return r.id == e.Step })
	if i >= 0 {
		v.running[i].waits = e.Words
	}
}

func (v *View) leave(id string) {
	v.running = slices.DeleteFunc(v.running, func(r running) bool { return r.id == id })
}

func (v *View) say(e apply.Event, before string, bad bool) {
	words := before + e.Words
	if e.Step != "" {
		words = e.Step + " " + words
	}
	v.said = append(v.said, said{e.Time, words, bad})
	if len(v.said) > mostSaid {
		v.said = slices.Delete(v.said, 0, len(v.said)-mostSaid)
	}
}

// subject is what a step is about, in words.
func subject(e apply.Event) string {
	parts := []string{e.Service}
	if e.Object != nil {
		parts[0] = e.Object.String()
	}
	if e.Site != "" {
		parts = append(parts, "on", e.Site)
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}
