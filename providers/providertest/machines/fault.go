package machines

import "syscall"

// Kind is how a run of k0sctl goes wrong.
type Kind string

// The kinds of faults.
const (
	// Fails: what was begun fails, and k0sctl says so as it does.
	Fails Kind = "fails"
	// Dies: the program is killed then and there.
	Dies Kind = "dies"
	// Hangs: nothing goes on until the program is interrupted, or killed.
	Hangs Kind = "hangs"
	// HangsHard: nothing goes on, and an interrupt is heard but not heeded.
	HangsHard Kind = "hangs hard"
	// Lies: the program ends with exit code 0 and has not done the rest.
	Lies Kind = "lies"
	// Says: the program prints Text, and goes on.
	Says Kind = "says"
	// Calls: Do is called, and then the program goes on.
	Calls Kind = "calls"
)

// Fault is one thing that goes wrong, planted by a test.
type Fault struct {
	// Command is that of the run it strikes: "apply", "backup", "kubeconfig", "reset";
	// "" for any.
	Command string
	// Point is where: "phase TITLE" as the phase begins, "before DO" and "after DO" around
	// what a machine is told, with the words of [Event.What] ("before stop", "after
	// start"); "began" before anything.
	Point string
	// Host is of "before" and "after", "" for any.
	Host string
	// Skip is how many times it lets pass first; it strikes once.
	Skip int
	Kind Kind
	// Text is what is said, or the failure's words.
	Text string
	// Do is called at the point, outside of all locks, with the run; for [Calls].
	Do func(Run)
}

// Plant adds a fault.
func (w *World) Plant(f Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = append(w.faults, &f)
}

// strike takes the fault that waits at a point, nil for none.
func (w *World) strike(run *Run, point, host string) *Fault {
	for i, f := range w.faults {
		fits := (f.Command == "" || f.Command == run.Command()) && f.Point == point && (f.Host == "" || f.Host == host)
		if !fits {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		w.faults = append(w.faults[:i:i], w.faults[i+1:]...)
		return f
	}
	return nil
}

// meet does what a fault at a point does, and returns it where whoever asked has to do
// its part. It waits as long as the fault does.
func (w *World) meet(id int, point, host string) *Fault {
	w.mu.Lock()
	run, lease := w.run(id), w.leases[id]
	if run == nil || lease == nil {
		w.mu.Unlock()
		return nil
	}
	f, copied := w.strike(run, point, host), *run
	w.mu.Unlock()
	if f == nil {
		return nil
	}
	switch f.Kind {
	case Dies:
		_ = syscall.Kill(copied.PID, syscall.SIGKILL)
		<-lease.over
	case Hangs:
		select {
		case <-lease.interrupted:
		case <-lease.over:
		case <-w.ended:
		}
		return &Fault{Kind: Fails, Text: "context canceled"}
	case HangsHard:
		select {
		case <-lease.over:
		case <-w.ended:
		}
	case Calls:
		f.Do(copied)
	}
	return f
}

// lease is a run that is not over.
type lease struct{ interrupted, over chan struct{} }

// run finds a run by its number.
func (w *World) run(id int) *Run {
	if id < 1 || id > len(w.runs) {
		return nil
	}
	return w.runs[id-1]
}

// Unreachable makes a machine refuse SSH, or take it up again.
func (w *World) Unreachable(host string, yes bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.machine(host)
	if yes {
		m.hangUp()
		return nil
	}
	return m.answer()
}

// Silent makes a machine take connections and never say a word, or speak again.
func (w *World) Silent(host string, yes bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.machine(host).silent = yes
}

// Exchange gives a machine another host key, as if somebody else answered in its place.
func (w *World) Exchange(host string) error {
	key, _, err := newKey()
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.machine(host).key = key
	return nil
}

// Slow makes a controller's /readyz say no so many times more.
func (w *World) Slow(host string, times int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.machine(host).slow = times
}

// Crash stops a machine's service behind everybody's back.
func (w *World) Crash(host string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.machine(host)
	m.closeFront()
	m.state.Running = false
}

// Change lets a test write what a machine has, as a person with root would.
func (w *World) Change(host string, edit func(*State)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	edit(&w.machine(host).state)
}
