package prepare

import (
	"context"
	"time"

	"berth.dev/engine/ground"
	"berth.dev/engine/journal"
	"berth.dev/engine/lease"
)

// Job is what a plan says of clusters, and everything that it takes to do it.
type Job struct {
	// Plan is the digest of the plan's file.
	Plan string
	// Work is what the plan says is to be done to clusters.
	Work *ground.Work
	// Half is which of its steps are to be done now.
	Half Half
	// Drivers do the steps, by site; each site of the half's steps has one.
	Drivers map[string]Driver
	// Clusters hold the leases and what is remembered beside them, by site: those that
	// the work names as leased ([ground.Work.Leased]).
	Clusters map[string]lease.Cluster
	// Locks takes the leases. It may be nil for work that no cluster is leased for.
	Locks Locks
	// Host is how people call this machine.
	Host string
	// Folder is the identity of the state folder that this process has locked
	// ([lease.FileLock.ID]); "" where it has locked none. Every program that a driver
	// starts must have inherited that lock.
	Folder string
	// Journal is what a disk remembers; nil where nothing is to be remembered.
	Journal Journal
	// Remembered is what the journal held when it was opened.
	Remembered []journal.Record
	// Clock tells the time and waits.
	Clock Clock
	// Events hears what happens, in order; nil for nobody. It must return quickly.
	Events func(Event)
	// Point is called before and after everything that a crash may fall between; nil
	// for nobody. Tests end the run there.
	Point func(name string)
}

// Half is which steps of a plan's work are meant.
type Half string

// The halves: what services need, and what they leave behind.
const (
	Before Half = "before"
	After  Half = "after"
)

// Clock tells the time and lets it pass.
type Clock interface {
	Now() time.Time
	// Sleep waits, or returns the context's error.
	Sleep(ctx context.Context, d time.Duration) error
}

// Journal writes down what a run is about to do and what it has done. A
// *journal.Journal is one.
type Journal interface {
	Append(records ...journal.Record) error
	// Sync returns when everything appended is on the disk.
	Sync() error
}

// Locks takes the right to write.
type Locks interface {
	// Acquire takes the leases of all sites in the order of their names, or none: a
	// *lease.Busy where another holds one. A run that has lost its leases asks again, so
	// each time must be with a [lease.Holder] of a nonce of its own.
	Acquire(ctx context.Context, sites []lease.Site) (Lease, error)
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

// Leases are the locks of package lease.
type Leases struct {
	// Holder names this process, with another nonce at each call.
	Holder  func() lease.Holder
	Options lease.Options
}

// Acquire takes the leases of all sites.
func (l Leases) Acquire(ctx context.Context, sites []lease.Site) (Lease, error) {
	held, err := lease.Acquire(ctx, sites, l.Holder(), l.Options)
	if err != nil {
		return nil, err
	}
	return held, nil
}

// Outcome says what a run has done, also where it ended with an error.
type Outcome struct {
	Plan string `json:"plan"`
	Half Half   `json:"half"`
	// Steps is how many steps the half has, Done how many of them are done, by this run or
	// before it.
	Steps int `json:"steps"`
	Done  int `json:"done"`
	// Began is how many of them this run has begun.
	Began int `json:"began"`
	// Stopped says why the half is not finished; "" where it is.
	Stopped Stop `json:"stopped,omitempty"`
	// Step is the one at which it stopped, "" for none.
	Step string `json:"step,omitempty"`
	// Why says to a person why the step was not done.
	Why string `json:"why,omitempty"`
	// Opens is when the step's window opens, where that is what it waits for.
	Opens time.Time `json:"opens,omitzero"`
}

// Stop is why work is not finished.
type Stop string

const (
	// StoppedAtWindow: a step disturbs what runs, and its site's window is shut.
	StoppedAtWindow Stop = "window"
	// StoppedByFailure: a step failed, or the lease was lost for good.
	StoppedByFailure Stop = "failure"
	// StoppedBefore: nothing of this run has changed anything.
	StoppedBefore Stop = "before"
)
