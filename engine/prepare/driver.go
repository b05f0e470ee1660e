package prepare

import (
	"context"
	"time"

	"berth.dev/engine/ground"
)

// Driver does things to the cluster of one site. Its methods are called one at a time.
type Driver interface {
	// Judge reads what is there, and says whether a step is still to be done. A premise
	// that is gone is a *Stale. It writes nothing.
	Judge(ctx context.Context, s *ground.Step) (Standing, error)
	// Do does a step that is due, and returns when it is done and healthy. Whatever it
	// begins can be found again by whoever is called next with the same step. It ends by
	// itself within the step's seconds, and when it returns, with an error too, no program
	// that it has started is still running.
	Do(ctx context.Context, s *ground.Step, h Hand) error
}

// Finder is a driver that finds what was begun for a step wherever it was begun: a
// provider's operations have names. For one that does not say so, a step that was cut off
// is taken to go on unseen, and other machines stay away until its time is over.
type Finder interface {
	// Findable tells whether nobody need wait for what the step has begun elsewhere.
	Findable(s *ground.Step) bool
}

// Standing is where a step stands.
type Standing string

// Where a step can stand.
const (
	// Due: what the step found when it was planned is there still, or a part of it is done.
	Due Standing = "due"
	// Done: there is nothing to do.
	Done Standing = "done"
)

// Hand is what a driver gets for one step.
type Hand struct {
	// Since is when berth first wrote down that it is about to do the step, in this run or
	// an earlier one, by the clock of the machine that did: operations of before are not
	// the step's. Where neither a disk nor a cluster remembers, it is now.
	Since time.Time
	// Again says that an earlier run is known to have begun the step.
	Again bool
	// Permit is asked right before each request or program that changes something. Its
	// context ends before the right to write does. A program that was started goes on all
	// the same when the lease is lost: the next Permit takes it anew, as long as nobody
	// else has gone on with the step.
	Permit func(context.Context) (context.Context, context.CancelFunc, error)
	// Say tells who listens what is waited for.
	Say func(words string)
	// Point is called before and after everything that a crash may fall between.
	Point func(name string)
}

// Stale says that a step's premise is gone.
type Stale struct {
	Site, Step string
	// Why says what is there in the place of what was planned.
	Why string
}

// Error says what changed, and what to do.
func (s *Stale) Error() string {
	return "site " + s.Site + ", step " + s.Step + ": " + s.Why + ". Plan again"
}

// Refused says that what a driver drives has refused a step for good, with nothing
// changed: a drain that does not end, a quota, a stock that is empty.
type Refused struct {
	Site, Step string
	// Why says who refused what, and what to do.
	Why string
	// Cause is the error below, nil for none.
	Cause error
}

// Error says who refused what.
func (r *Refused) Error() string { return "site " + r.Site + ", step " + r.Step + ": " + r.Why }

// Unwrap returns the error below.
func (r *Refused) Unwrap() error { return r.Cause }
