package crash

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"os"
	"time"

	"berth.dev/engine/apply"
	"berth.dev/engine/journal"
	"berth.dev/engine/lease"
	"berth.dev/engine/object"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
)

// orders are what a run is told.
type orders struct {
	// Name is the run's, as clusters see it.
	Name string
	// Config is a kubeconfig with a context for each site.
	Config string
	// State is the state folder.
	State string
	// Plan is its digest, Work and Bag are files.
	Plan, Work, Bag string
	// Command is a command line of berth to obey in Folder, in the place of all else; nil
	// for none.
	Command []string
	Folder  string
	// Pass is the gate that a person opens, "" for none.
	Pass string
	// Kill is the point at which the run kills itself, Stop the one at which it stops
	// itself; 0 for none.
	Kill, Stop int
	// Speed is how fast the clock of leases runs for as long as the run lasts; 0 lets
	// it run as the machine's from when the leases are taken.
	Speed int
	// Hurry is how fast that clock runs until the leases are taken; 0 is 150.
	Hurry int
	// Now is what the clock says at first; Wall lets it be the machine's.
	Now  time.Time
	Wall bool
	Seed uint64
	// Limit is how long one request may take; 0 is as usual.
	Limit time.Duration
}

// report is what a run says of itself when it ends.
type report struct {
	// Names are the points that it has passed.
	Names []string
	// Stops is how many points of package apply it has passed.
	Stops int
	// Late is how many writes were permitted after the process was stopped.
	Late int
	// At is the point at which it ended or stopped itself, "" where it did not.
	At string
	// Synced is how much of the journal is on the disk for certain.
	Synced int64
	// Gate is the gate at which the plan waits.
	Gate string
	// Error is why it ended, "" for well.
	Error string
}

// Exit codes are those of berth.
const (
	exitDone   = 0
	exitError  = 1
	exitStale  = 5
	exitLocked = 6
	exitPartly = 7
)

// child is the main of a run.
func child(file string) int {
	o, err := readOrders(file)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitError
	}
	p := &points{kill: o.Kill, stop: o.Stop, out: os.Stdout}
	if o.Command != nil {
		return obey(o, p)
	}
	gate, err := locked(o, p)
	r := report{Names: p.passed(), Stops: p.stops, Late: p.late, Gate: gate}
	if err != nil {
		r.Error = err.Error()
	}
	p.say(r)
	return exitOf(err)
}

func readOrders(file string) (o orders, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return o, err
	}
	return o, json.Unmarshal(text, &o)
}

// exitOf sorts errors as the command does.
func exitOf(err error) int {
	var (
		stale  *apply.StaleError
		replay *apply.ReplayError
		locked *apply.LockedError
		busy   *lease.Busy
		partly *apply.PartlyError
	)
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &partly):
		return exitPartly
	case errors.As(err, &stale), errors.As(err, &replay):
		return exitStale
	case errors.As(err, &locked), errors.As(err, &busy), errors.Is(err, lease.ErrLost):
		return exitLocked
	}
	return exitError
}

// locked carries out what it is told with the state folder locked. A run within the
// test's own process does without: a process that is being forked off holds such a
// lock for an instant longer.
func locked(o orders, p *points) (gate string, err error) {
	if err := os.MkdirAll(o.State, 0o700); err != nil {
		return "", err
	}
	lock, err := lease.LockFolder(o.State, holder(o))
	if err != nil {
		return "", err
	}
	defer func() { _ = lock.Unlock() }()
	return carryOut(o, p)
}

// carryOut does what the command does between its flags and its words.
func carryOut(o orders, p *points) (gate string, err error) {
	w, bag, err := readPlan(o)
	if err != nil {
		return "", err
	}
	paper, closing, err := openJournal(o, p)
	if err != nil {
		return "", err
	}
	defer closing()
	targets, err := openTargets(o, w, p)
	if err != nil {
		return "", err
	}
	clock, leases, taken := clocks(o)
	job := apply.Job{
		Plan: o.Plan, Work: w, Bag: bag, Targets: targets, Journal: paper, Clock: clock,
		Locks: watchedLocks{apply.Leases{Holder: holder(o), Options: lease.DefaultOptions(leases)}, p},
		Rand:  mathrand.New(mathrand.NewPCG(o.Seed, 7)).Float64, Pass: o.Pass, Point: p.stopAt,
		Events: func(e apply.Event) {
			if e.What == apply.LeaseTaken {
				taken()
			}
		},
	}
	run := apply.Run
	if o.Pass != "" {
		run = apply.Resume
	}
	out, err := run(context.Background(), job)
	return out.Gate, err
}

func holder(o orders) lease.Holder {
	nonce := make([]byte, 8)
	_, _ = rand.Read(nonce) // never fails
	return lease.Holder{Host: o.Name, PID: os.Getpid(), Nonce: hex.EncodeToString(nonce), Since: time.Now()}
}

func readPlan(o orders) (*step.Work, *object.Bag, error) {
	text, err := os.ReadFile(o.Work)
	if err != nil {
		return nil, nil, err
	}
	w := &step.Work{}
	if err := json.Unmarshal(text, w); err != nil {
		return nil, nil, err
	}
	f, err := os.Open(o.Bag)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	bag, err := object.ReadBag(f, 1<<24)
	return w, bag, err
}

func openJournal(o orders, p *points) (*journal.Journal, func(), error) {
	disk, err := journal.OpenDisk(o.State)
	if err != nil {
		return nil, nil, err
	}
	folder := p.watch(o.State, disk)
	if err := journal.SetLast(folder, o.Plan); err != nil {
		return nil, nil, err
	}
	j, _, err := journal.Open(folder, o.Plan)
	if err != nil {
		return nil, nil, err
	}
	return j, func() { _ = errors.Join(j.Close(), disk.Close()) }, nil
}

func openTargets(o orders, w *step.Work, p *points) (map[string]target.Target, error) {
	targets := map[string]target.Target{}
	for _, k := range w.Clusters {
		c, err := kube.Open(kube.Options{
			Files: []string{o.Config}, Context: k.Context, Agent: o.Name, Limit: o.Limit,
			Wrap: func(next http.RoundTripper) http.RoundTripper { return sender{next, p} },
		})
		if err != nil {
			return nil, err
		}
		targets[k.Site] = c
	}
	return targets, nil
}

// clocks are those of a run: of its waits, of its leases, and what to call when these
// are taken.
func clocks(o orders) (apply.Clock, lease.Clock, func()) {
	var waits apply.Clock = &jumping{now: o.Now}
	if o.Wall {
		waits = wall{}
	}
	if o.Speed > 0 {
		return waits, newFast(o.Speed), func() {}
	}
	hurry := 150
	if o.Hurry > 0 {
		hurry = o.Hurry
	}
	leases := newFast(hurry)
	return waits, leases, func() { leases.run(1) }
}

// wall is the machine's clock.
type wall struct{}

func (wall) Now() time.Time { return time.Now() }

func (wall) Sleep(ctx context.Context, d time.Duration) error {
	return lease.BootClock{}.Sleep(ctx, d)
}
