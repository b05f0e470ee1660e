package reports

import (
	"math"
	"time"

	"berth.dev/engine/apply"
)

// eventSchema is that of a line of JSON.
const eventSchema = "berth.event/1"

// NewEvent turns what happened into the model. began is when the command began.
func NewEvent(e apply.Event, began time.Time) Event {
	out := Event{
		Schema: eventSchema, Time: e.Time.UTC().Format(time.RFC3339Nano), Since: seconds(e.Time.Sub(began)),
		What: string(e.What), Stage: e.Stage, Step: e.Step, Kind: string(e.Kind), Service: e.Service,
		Site: e.Site, Words: e.Words, Took: seconds(e.Took),
	}
	if e.Object != nil {
		out.Object = e.Object.String()
	}
	return out
}

// NewEnding turns how a run ended into the model.
func NewEnding(o *apply.Outcome) Ending {
	out := Ending{Schema: eventSchema, What: "result", Failed: []FailedStep{}}
	if o == nil {
		return out
	}
	out.Plan, out.Stages, out.Done, out.Writes = o.Plan, o.Stages, o.Done, o.Writes
	out.Already, out.Stopped, out.Gate = o.Already, string(o.Stopped), o.Gate
	for _, f := range o.Failed {
		out.Failed = append(out.Failed, FailedStep(f))
	}
	return out
}

// seconds are those of a duration, to the millisecond.
func seconds(d time.Duration) Number { return Number(math.Round(d.Seconds()*1000) / 1000) }
