package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"berth.dev/engine/apply"
	"berth.dev/reports"
)

// endedError is a run that did not come to its end, in words for a person.
type endedError struct {
	words string
	// cause is what the exit code is taken from. It never unwraps to an interrupt: that
	// a person ended the run is said in the words.
	cause error
}

func (e *endedError) Error() string { return e.words }

func (e *endedError) Unwrap() error { return e.cause }

// gateShut is a run that has come to a gate: it ends with the exit code of a plan that
// is open, and nothing is wrong with it.
type gateShut struct{ endedError }

// finish writes how a run ended, and says how to go on where it is not over.
func (e *execution) finish(out *apply.Outcome, err error) error {
	ending := reports.NewEnding(out)
	if out != nil && out.Stopped == apply.StoppedAtWave {
		ending.Next = e.command("apply", e.called())
	}
	err = e.ended(out, e.groundEnded(err), &ending)
	if e.format == reports.JSON {
		if err != nil {
			ending.Error = err.Error()
		}
		return errors.Join(reports.WriteEventLine(e.app.out, ending), err)
	}
	if err != nil {
		return err
	}
	if e.grounds > 0 {
		if _, err := fmt.Fprintf(e.app.out, "Done: %s on clusters.\n", plural(e.grounds, "step")); err != nil || ending.Stages == 0 {
			return err
		}
	}
	return errors.Join(reports.WriteEnding(e.app.out, ending), e.sayRunsOn(out))
}

// ended turns the end of a run into words with the command that goes on.
func (e *execution) ended(out *apply.Outcome, err error, ending *reports.Ending) error {
	var partly *apply.PartlyError
	if !errors.As(err, &partly) {
		return err
	}
	far := fmt.Sprintf("%d of %s done", out.Done, plural(out.Stages, "stage"))
	var gate *apply.GateError
	switch {
	case errors.As(err, &gate):
		ending.Next = e.command("resume", e.name, "--gate", gate.Gate)
		return &gateShut{endedError{fmt.Sprintf("%s, and gate %s waits for a person: %s. When that is done, go on with: %s", far, gate.Gate, gate.Asks, ending.Next), errPartly}}
	case errors.Is(err, context.Canceled):
		ending.Next = e.command("resume", e.name)
		return &endedError{fmt.Sprintf("interrupted with %s: what was under way was finished or is found again, and the plan is open. Go on with: %s", far, ending.Next), errPartly}
	}
	ending.Next = e.command("resume", e.name)
	return &endedError{fmt.Sprintf("%s, and the plan is open: %v. When that is mended, go on with: %s; or give it up with: %s",
		far, partly.Cause, ending.Next, e.command("abandon", e.called())), errPartly}
}

// command is a command line that goes on with the plan, with the flags that this one
// was given and that it needs too.
func (e *execution) command(name string, args ...string) string {
	words := []string{"berth", name}
	for _, a := range args {
		if a != "" {
			words = append(words, a)
		}
	}
	for _, f := range []struct{ flag, value string }{{"-C", e.dir}, {"--key", e.key}, {"--state", e.runOptions.state}, {"--kubeconfig", e.runOptions.clusters.kubeconfig}} {
		if f.value != "" {
			words = append(words, f.flag, f.value)
		}
	}
	for _, c := range e.runOptions.clusters.contexts {
		words = append(words, "--context", c)
	}
	return strings.Join(words, " ")
}

// called is how the plan is named in a command.
func (e *execution) called() string {
	switch {
	case e.name != "":
		return e.name
	case e.plan != nil:
		return shortDigest(e.plan.Digest)
	}
	return ""
}

// shortDigest is enough of a digest to tell plans apart.
func shortDigest(digest string) string {
	_, hex, found := strings.Cut(digest, ":")
	if !found {
		hex = digest
	}
	return hex[:min(len(hex), shortest)]
}

// shortest is how many digits of a digest name a plan.
const shortest = 12
