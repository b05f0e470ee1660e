package k0s

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"berth.dev/engine/ground"
)

// world is a cluster that does what k0sctl would do with each file, and complains where
// Kubernetes would.
type world struct {
	*rapid.T
	orders *Orders
	seen   *Seen
}

// do does a step.
func (w *world) do(s *ground.Step) {
	task, err := TaskOf(s)
	if err != nil {
		w.Fatal(err)
	}
	if task.Version == (Version{}) {
		w.seen.Ours, w.seen.Record = true, w.orders
		return
	}
	hosts, err := w.orders.staged(task.Stage(""))
	if err != nil {
		w.Fatal(err)
	}
	touched := 0
	for _, h := range hosts {
		before := w.seen.machine(h.Name)
		if task.Reset && h.Name == task.Worker {
			before.Installed = false
			touched++
			continue
		}
		if !before.Installed || before.Version != task.Version {
			if h.Role == Worker {
				touched++
			} else {
				w.minor(before, task.Version)
			}
		}
		*before = *running(w, &Orders{Hosts: w.orders.Hosts, Config: w.orders.Config}, task.Version.String()).machine(h.Name)
	}
	if touched > 1 {
		w.Fatalf("%s %s changes %d workers at once", s.Kind, s.Part, touched)
	}
	w.skew()
}

// minor complains of a control plane that leaps.
func (w *world) minor(m *Machine, to Version) {
	if m.Installed && to.Minor-m.Version.Minor > 1 {
		w.Fatalf("%s goes from %s to %s", m.Name, m.Version, to)
	}
}

// skew complains of workers that are newer than a controller, or two minors older.
func (w *world) skew() {
	for _, c := range w.orders.Controllers() {
		control := w.seen.machine(c.Name).Version
		for _, h := range w.orders.Workers() {
			m := w.seen.machine(h.Name)
			if m.Installed && (m.Version.Compare(control) > 0 || control.Minor-m.Version.Minor > 1) {
				w.Fatalf("worker %s is %s beside %s of controller %s", h.Name, m.Version, control, c.Name)
			}
		}
	}
}

// drawn is a cluster in some state on the way to an order, as cut off anywhere.
func drawn(t *rapid.T) *world {
	from := rapid.IntRange(30, 34).Draw(t, "from")
	to := rapid.IntRange(from, from+4).Draw(t, "to")
	o := &Orders{Site: "tokyo", Cluster: "tokyo", Version: Version{1, to, rapid.IntRange(2, 3).Draw(t, "patch"), 0}, Config: lowest()}
	for minor := from + 1; minor < to; minor++ {
		o.Path = append(o.Path, Version{1, minor, 1, 0})
	}
	for n := range rapid.SampledFrom([]int{1, 3}).Draw(t, "controllers") {
		o.Hosts = append(o.Hosts, Host{Name: fmt.Sprintf("cp%d", n), Role: Controller, Address: fmt.Sprintf("10.0.0.%d", n), Port: 22, User: "root"})
	}
	for n := range rapid.IntRange(0, 4).Draw(t, "workers") {
		o.Hosts = append(o.Hosts, Host{Name: fmt.Sprintf("w%d", n), Role: Worker, Address: fmt.Sprintf("10.0.1.%d", n), Port: 22, User: "root"})
	}
	seen := running(t, o, Version{1, from, 1, 0}.String())
	for i := range seen.Machines {
		m := &seen.Machines[i]
		switch {
		case i > 0 && rapid.IntRange(0, 3).Draw(t, "missing") == 0:
			*m = Machine{Name: m.Name}
		case m.Role == Worker && from > 30 && rapid.Bool().Draw(t, "behind"):
			m.Version = Version{1, from - 1, 0, 0}
		}
	}
	return &world{T: t, orders: o, seen: seen}
}

func TestStepsNeverLeapAndEndWhereTheyAreOrdered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawn(t)
		work, err := Steps(w.orders, w.seen)
		if err != nil {
			t.Fatal(err)
		}
		all := slices.Concat(work.Before, work.After)
		cut := rapid.IntRange(0, len(all)).Draw(t, "cut off after")
		for i := range all[:cut] {
			w.do(&all[i])
		}
		// Whoever plans anew goes on.
		if work, err = Steps(w.orders, w.seen); err != nil {
			t.Fatal(err)
		}
		for _, s := range slices.Concat(work.Before, work.After) {
			w.do(&s)
		}
		if work, err = Steps(w.orders, w.seen); err != nil || len(work.Before)+len(work.After) > 0 {
			t.Fatalf("there is still something to do: %v\n%s", err, show(work))
		}
		for _, m := range w.seen.Machines {
			if m.Version != w.orders.Version {
				t.Fatalf("%s runs %s and not %s", m.Name, m.Version, w.orders.Version)
			}
		}
	})
}
