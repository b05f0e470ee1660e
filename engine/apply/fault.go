package apply

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/target"
)

// The reasons for which a run ends are types, so that a command can turn each into
// its exit code: [StaleError] and [ReplayError] 5, [LockedError] 6, [PartlyError] 7,
// all others 1.

// StaleError says that the plan is not about what is there now. Nothing was
// written.
type StaleError struct {
	Changed []Change
}

// Change is something that is not as the plan has it.
type Change struct {
	// Step is the ID of the step that is about it, "" for a cluster as a whole.
	Step string `json:"step,omitempty"`
	Site string `json:"site"`
	// What names the thing and what has changed.
	What string `json:"what"`
}

// Error lists everything that changed.
func (e *StaleError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "the plan is stale, plan again: %d thing(s) changed since it was made", len(e.Changed))
	for _, c := range e.Changed {
		b.WriteString("\n  " + c.Site)
		if c.Step != "" {
			b.WriteString(" " + c.Step)
		}
		b.WriteString(": " + c.What)
	}
	return b.String()
}

// WrongGateError says that a gate was to be opened at which the plan does not wait.
type WrongGateError struct {
	// Gate was named, and the plan waits at Waits, "" for none.
	Gate, Waits string
}

// Error says at which gate the plan waits.
func (e *WrongGateError) Error() string {
	if e.Waits == "" {
		return fmt.Sprintf("gate %s: the plan waits at no gate now", e.Gate)
	}
	return fmt.Sprintf("gate %s: the plan waits at another one: %s", e.Gate, e.Waits)
}

// ReplayError says that the plan's time is over: other plans were finished since.
type ReplayError struct {
	Site string
	// Planned and Now are the generations of the plan and of the cluster.
	Planned, Now int64
}

// Error says which cluster has moved on.
func (e *ReplayError) Error() string {
	return fmt.Sprintf("%s: the plan was made for generation %d and the cluster has finished %d plans: plan again", e.Site, e.Planned, e.Now)
}

// LockedError says that somebody else is at work.
type LockedError struct {
	Site string
	// Plan is the other plan that is open, "" where another run holds the lease.
	Plan string
	// Gate is the step at which that plan waits for a person, "" where it does not.
	Gate string
	// Since is when it began.
	Since string
	// Services are those that both plans touch.
	Services []string
	// Cause is the lease's own error, nil for an open plan.
	Cause error
}

// Error says who it is and what can be done: a gate may stand for days.
func (e *LockedError) Error() string {
	if e.Cause != nil {
		return e.Cause.Error()
	}
	words, resume := fmt.Sprintf("%s: plan %s is open since %s", e.Site, short(e.Plan), e.Since), "resume"
	if e.Gate != "" {
		words += ", waits at gate " + e.Gate
		resume += " --gate " + e.Gate
	}
	if len(e.Services) > 0 {
		words += " and touches " + strings.Join(e.Services, ", ") + " too"
	}
	return fmt.Sprintf("%s: one plan at a time may be open on a cluster: finish it with %s, or give it up with abandon %s", words, resume, short(e.Plan))
}

// Unwrap returns the lease's own error.
func (e *LockedError) Unwrap() error { return e.Cause }

// DeniedError names every right that is missing. Nothing was written.
type DeniedError struct {
	Site    string
	Missing []target.Access
}

// Error names the rights.
func (e *DeniedError) Error() string {
	words := make([]string, len(e.Missing))
	for i, a := range e.Missing {
		words[i] = a.String()
	}
	return e.Site + ": this identity may not " + strings.Join(words, ", ") + ": bind it to the role that berth ships, nothing was written"
}

// PartlyError says that the plan is open: some of it is done.
type PartlyError struct {
	Outcome *Outcome
	Cause   error
}

// Error says how far it came and why no further.
func (e *PartlyError) Error() string {
	return fmt.Sprintf("%d of %d stages are done and the plan is open: %v", e.Outcome.Done, e.Outcome.Stages, e.Cause)
}

// Unwrap returns the reason.
func (e *PartlyError) Unwrap() error { return e.Cause }

// ErrUnnamed is a bug of berth's: it was about to write what no record names.
var ErrUnnamed = errors.New("no record names it: this is a mistake in berth, nothing was sent")

// ErrHalted ends the steps under way when another step of the stage fails, or when
// the run is told to end.
var ErrHalted = errors.New("not finished, because the run was stopped")

// ErrNothingOpen says that there is no plan to go on with.
var ErrNothingOpen = errors.New("this plan is not open on any cluster: nothing to go on with")

// sortChanges orders changes by step and site.
func sortChanges(all []Change) {
	slices.SortFunc(all, func(a, b Change) int {
		if c := strings.Compare(a.Step, b.Step); c != 0 {
			return c
		}
		if c := strings.Compare(a.Site, b.Site); c != 0 {
			return c
		}
		return strings.Compare(a.What, b.What)
	})
}

// short is a digest as people say it.
func short(digest string) string {
	_, hex, found := strings.Cut(digest, ":")
	if !found {
		hex = digest
	}
	return hex[:min(12, len(hex))]
}
