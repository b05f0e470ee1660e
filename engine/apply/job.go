package apply

import (
	"context"
	"time"

	"berth.dev/engine/journal"
	"berth.dev/engine/lease"
	"berth.dev/engine/object"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
)

// Job is a plan to carry out and everything that it takes.
type Job struct {
	// Plan is the digest of the plan's file.
	Plan string
	// Work is what the plan says is to be done.
	Work *step.Work
	// Bag has the contents that the work names by digest.
	Bag *object.Bag
	// Targets are the clusters by site; the work's clusters must be among them.
	Targets map[string]target.Target
	// Locks takes the leases. It may be nil for a job that writes nothing.
	Locks Locks
	// Journal is what a disk remembers; nil where nothing is to be remembered.
	Journal Journal
	// Clock tells the time and waits.
	Clock Clock
	// Rand gives numbers in [0, 1) for the pauses between tries.
	Rand func() float64
	// Events hears what happens, in order; nil for nobody. It must return quickly.
	Events func(Event)
	// Point is called before and after everything that a crash may fall between; nil
	// for nobody. Tests end the run there.
	Point func(name string)
	// Wave is the last wave to carry out; 0 is all of them.
	Wave int
	// Limit is how long the run may take; 0 is for as long as its steps may. A run that
	// takes longer stops as after a failed step: the plan stays open.
	Limit time.Duration
	// Pass is the gate that a person opens, "" for none.
	Pass string
	// Revision is the commit that clusters must show before a delivery that was merged
	// counts as done, by 7 or more of its digits; "" for any that has the contents.
	Revision string
	// Empty lets a plan without stages be opened and closed like any other: it does
	// something elsewhere, and clusters must know that it is over.
	Empty bool
	// Workers is how many writes go on side by side; 0 is 8.
	Workers int
	// Vault keeps the values of secrets out of everything; nil where the plan has no
	// Secret.
	Vault Vault
	// Hands do what is not done on a cluster's objects.
	Hands Hands
}

// Clock tells the time and lets it pass.
type Clock interface {
	Now() time.Time
	// Sleep waits, or returns the context's error.
	Sleep(ctx context.Context, d time.Duration) error
}

// Journal writes down what a run is about to do and what it has done, from several
// goroutines. A *journal.Journal is one.
type Journal interface {
	Append(records ...journal.Record) error
	// Sync returns when everything appended is on the disk.
	Sync() error
}

// Locks takes the right to write.
type Locks interface {
	// Acquire takes the leases of all sites in the order of their names, or none: a
	// *lease.Busy where another holds one.
	Acquire(ctx context.Context, sites []lease.Site) (Lease, error)
}

// Leases are the locks of package lease.
type Leases struct {
	Holder  lease.Holder
	Options lease.Options
}

// Acquire takes the leases of all sites.
func (l Leases) Acquire(ctx context.Context, sites []lease.Site) (Lease, error) {
	held, err := lease.Acquire(ctx, sites, l.Holder, l.Options)
	if err != nil {
		return nil, err
	}
	return held, nil
}

// Lease is the right to write on the clusters of a job, for as long as it lasts.
type Lease interface {
	// Permit returns a context that ends before the lease does, or an error where it
	// has ended.
	Permit(ctx context.Context) (context.Context, context.CancelFunc, error)
	// Epoch is the number of this writer on a site; every later writer's is higher.
	Epoch(site string) int64
	// Release gives the leases back.
	Release(ctx context.Context) error
}

// Vault knows the values of secrets, which the plan's file does not.
type Vault interface {
	// Mask replaces the values of a Secret by keyed digests.
	Mask(secret object.Object) (object.Object, error)
	// Reveal gives a masked Secret its values back, and fails where they are not
	// those that were there when the plan was made.
	Reveal(site string, masked object.Object) (object.Object, error)
}

// Hands are programs, files and requests outside of the clusters. A plan with steps
// that need a hand that is nil is refused before the first write.
type Hands struct {
	// Allow says, before the first write, why the program of a service's switch may not
	// be started; nil for a program that may, a nil Allow where all may. Whoever gives
	// hands must know where the plan comes from: its file names the program.
	Allow func(service string, command []string) error
	// Command runs a program with a text on its standard input. Its context ends at the
	// step's deadline.
	Command func(ctx context.Context, args []string, input []byte) error
	// Probe asks a URL and fails where the answer is not below 400.
	Probe func(ctx context.Context, url string) error
	// Deliver makes a folder below the workspace hold objects, and changes nothing where
	// it does already. Of the files there it removes only those that it has written.
	Deliver func(ctx context.Context, folder string, objects []object.Object) error
}

// Outcome says what a run has done, also where it ended with an error.
type Outcome struct {
	Plan string `json:"plan"`
	// Stages is how many stages the plan has, Done how many of them are done.
	Stages int `json:"stages"`
	Done   int `json:"done"`
	// Writes is how many objects of services this run has changed.
	Writes int `json:"writes"`
	// Stopped says why the plan is not finished; "" where it is.
	Stopped Stop `json:"stopped,omitempty"`
	// Gate is the step that waits for a person.
	Gate string `json:"gate,omitempty"`
	// Failed are the steps that failed, by ID.
	Failed []Failure `json:"failed,omitempty"`
	// Already says that the plan had been carried out before this run.
	Already bool `json:"already,omitempty"`
}

// Stop is why a plan is not finished.
type Stop string

const (
	// StoppedAtGate: a person must look.
	StoppedAtGate Stop = "gate"
	// StoppedAtWave: no more waves were asked for.
	StoppedAtWave Stop = "wave"
	// StoppedByFailure: a step failed, or the lease was lost.
	StoppedByFailure Stop = "failure"
	// StoppedBefore: nothing of this run has changed anything.
	StoppedBefore Stop = "before"
)

// Failure is a step that failed.
type Failure struct {
	Step string `json:"step"`
	Site string `json:"site"`
	Why  string `json:"why"`
}
