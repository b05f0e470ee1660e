package reports

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"berth.dev/engine/apply"
	"berth.dev/engine/diag"
	"berth.dev/engine/step"
)

// WriteEventLine writes an event, or an ending, as one line of JSON.
func WriteEventLine[T Event | Ending](w io.Writer, e T) error {
	raw, err := json.Marshal(e)
	if err != nil {
		return err
	}
	_, err = w.Write(append(escapeSteering(raw), '\n'))
	return err
}

// line is an event in words, "" for one that is not worth a line.
func (e *Event) line() string {
	switch apply.What(e.What) {
	case apply.RunEnded:
		return ""
	case apply.StageBegan:
		return fmt.Sprintf("stage %d: %s", e.Stage, e.Words)
	case apply.StageDone:
		return fmt.Sprintf("stage %d is done", e.Stage)
	case apply.StepBegan:
		if e.writes() {
			return "" // it takes a moment: its end says all
		}
		return fmt.Sprintf("%s  %s: %s", e.Step, e.subject(), e.Words)
	case apply.StepDone:
		return fmt.Sprintf("%s  %s: %s, %s", e.Step, e.subject(), done(step.Kind(e.Kind)), took(float64(e.Took)))
	case apply.StepWaits:
		if strings.HasPrefix(e.Words, "until ") {
			return fmt.Sprintf("%s  waits %s", e.Step, e.Words)
		}
		return fmt.Sprintf("%s  waits for %s", e.Step, e.Words)
	case apply.GateShut:
		return e.Step + "  gate: waits for a person" // what it asks for is said last, where it is seen
	case apply.StepFailed:
		return fmt.Sprintf("%s  %s: failed: %s", e.Step, e.subject(), e.Words)
	}
	if e.Step != "" {
		return fmt.Sprintf("%s  %s: %s", e.Step, e.What, e.Words)
	}
	return e.What + ": " + e.Words
}

// writes tells whether the event's step changes an object.
func (e *Event) writes() bool { return step.Kind(e.Kind).Writes() }

// subject is what an event's step is about: the object, or the service, and where.
func (e *Event) subject() string {
	what := e.Object
	if what == "" {
		what = e.Service
	}
	switch {
	case e.Site == "":
		return what
	case what == "":
		return e.Site
	}
	return what + " on " + e.Site
}

// done is the end of a step in a word.
func done(k step.Kind) string {
	switch k {
	case step.Create:
		return "made"
	case step.Update:
		return "changed"
	case step.Adopt:
		return "taken over"
	case step.Scale:
		return "scaled"
	case step.Delete:
		return "removed"
	case step.Wait:
		return "as it should be"
	case step.Switch:
		return "switched"
	case step.Drain:
		return "drained"
	case step.Callers:
		return "nobody calls it there any more"
	case step.Deliver:
		return "delivered"
	}
	return "done"
}

// took writes seconds as people say them: "0.4 s", "3 min 20 s".
func took(seconds float64) string {
	switch {
	case seconds < 60:
		return fmt.Sprintf("%.1f s", seconds)
	case seconds < 3600:
		return fmt.Sprintf("%d min %d s", int(seconds)/60, int(seconds)%60)
	}
	return fmt.Sprintf("%d h %d min", int(seconds)/3600, int(seconds)%3600/60)
}

// WriteEnding writes how a run that ended well has ended.
func WriteEnding(w io.Writer, e Ending) error {
	_, err := fmt.Fprintln(w, diag.Clean(e.words()))
	return err
}

func (e *Ending) words() string {
	written := count(e.Writes, "object") + " written"
	switch {
	case e.Already:
		return "Nothing to do: this plan was carried out already."
	case e.Stopped == string(apply.StoppedAtWave):
		return fmt.Sprintf("%d of %s done, %s. The plan stays open for its later waves; go on with: %s", e.Done, count(e.Stages, "stage"), written, e.Next)
	case e.Stages == 0:
		return "Nothing to do: the clusters were as the plan wants them."
	}
	return fmt.Sprintf("Done: %s, %s.", count(e.Stages, "stage"), written)
}
