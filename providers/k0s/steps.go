package k0s

import (
	"errors"
	"fmt"
	"slices"

	"berth.dev/engine/ground"
)

// Work is what is to be done to one cluster: steps without IDs, which whoever joins the
// sites gives.
type Work struct {
	// Before come before the services' steps, After when those are done.
	Before, After []ground.Step
	// Notes are what a person should hear though nothing is done about it.
	Notes []string
}

// Steps are what leads from what was seen to what was ordered. What must not be done,
// or cannot be done safely, is an error that says so; it may join several.
func Steps(want *Orders, seen *Seen) (*Work, error) {
	p := &planner{want: want, seen: seen, work: &Work{}}
	if err := p.refuse(); err != nil {
		return nil, err
	}
	p.note()
	if !p.exists() {
		p.make()
		return p.done()
	}
	if err := p.look(); err != nil {
		return nil, err
	}
	p.admit()
	p.settle()
	p.upgrade()
	p.reinstall()
	p.join()
	p.leave()
	return p.done()
}

// planner holds one cluster while its steps are found.
type planner struct {
	want *Orders
	seen *Seen
	work *Work

	// runs is the newest version of a controller that runs.
	runs Version
	// changes are how the controllers' k0s.yaml differ, ways the versions to go through.
	changes []Change
	ways    []Version
	// at are the workers' versions while steps are added, by host.
	at   map[string]Version
	errs []error
}

// exists tells whether any controller is installed.
func (p *planner) exists() bool {
	return slices.ContainsFunc(p.want.Controllers(), func(h Host) bool { return p.seen.Machine(h.Name).Installed })
}

// look reads what the steps depend on.
func (p *planner) look() (err error) {
	p.at = map[string]Version{}
	for _, h := range p.want.Controllers() {
		if v := p.seen.Machine(h.Name).Version; v.Compare(p.runs) > 0 {
			p.runs = v
		}
	}
	for _, h := range p.want.Workers() {
		if m := p.seen.Machine(h.Name); m.Installed {
			p.at[h.Name] = m.Version
		}
	}
	if p.changes, err = p.want.Changes(p.seen); err != nil {
		return err
	}
	if p.ways, err = way(p.runs, p.want.Version, p.want.Path); err != nil {
		return fmt.Errorf("site %s: %w", p.want.Site, err)
	}
	return p.strange()
}

// note says what a person should hear though no step is about it.
func (p *planner) note() {
	p.silent()
	if n := len(p.want.Controllers()); n == 2 && p.want.storage() == "etcd" {
		p.work.Notes = append(p.work.Notes, fmt.Sprintf("site %s: two controllers are worse than one: etcd stops when either of them does. Have one, or three", p.want.Site))
	}
}

// silent says what is left of machines that the specs have no longer and that do not
// answer: berth does not touch them.
func (p *planner) silent() {
	for _, name := range p.seen.Silent {
		what := "Its node stays in the cluster: `kubectl delete node` takes it out"
		if h := p.seen.Record.Host(name); h != nil && h.Role.Controls() {
			what = "It was a controller, and may still be counted in etcd: `k0s etcd leave --peer-address` on another controller takes it out"
		}
		p.work.Notes = append(p.work.Notes, fmt.Sprintf("site %s, host %s: the specs have it no longer, and it does not answer. %s", p.want.Site, name, what))
	}
}

// done gives the work away, or what stands against it.
func (p *planner) done() (*Work, error) {
	if err := errors.Join(p.errs...); err != nil {
		return nil, err
	}
	return p.work, nil
}

// add adds a step that comes before services.
func (p *planner) add(s ground.Step, t Task) { p.work.Before = append(p.work.Before, p.step(s, t)) }

// step completes a step: its site, the driver's task, and what every run of k0sctl does.
func (p *planner) step(s ground.Step, t Task) ground.Step {
	s.Site = p.want.Site
	args, err := t.JSON()
	if err != nil {
		p.errs = append(p.errs, fmt.Errorf("site %s: %w", p.want.Site, err))
	}
	s.Args = args
	if t.Version != (Version{}) && s.Kind != ground.MakeCluster && s.Kind != ground.RemoveCluster && p.restartsAlways() {
		if !slices.Contains(s.Effects, ground.RestartsControllers) {
			s.Why += " k0sctl restarts the controllers each time that it runs, because it logs in as another user than root and cannot read k0s.yaml."
		}
		s.Effects = p.restart(s.Effects)
	}
	s.Effects = slices.DeleteFunc(ground.Effects(), func(e ground.Effect) bool { return !slices.Contains(s.Effects, e) })
	return s
}

// restartsAlways tells whether k0sctl cannot read the k0s.yaml of a controller, so that
// it writes it anew and restarts on every run.
func (p *planner) restartsAlways() bool {
	return slices.ContainsFunc(p.want.Controllers(), func(h Host) bool { return h.User != "root" })
}

// restart adds what a restart of the controllers is felt as.
func (p *planner) restart(effects []ground.Effect) []ground.Effect {
	effects = append(effects, ground.RestartsControllers)
	if p.alone() {
		effects = append(effects, ground.StopsAPI)
	}
	return effects
}

// alone tells whether the API stops when a controller restarts: with one of them, and
// with two, where etcd needs both.
func (p *planner) alone() bool { return p.outage() != "" }

// outage says in words that the API stops, "" where it does not.
func (p *planner) outage() string {
	n := 0
	for _, h := range p.want.Controllers() {
		if p.seen.Machine(h.Name).Installed {
			n++
		}
	}
	because := ""
	switch {
	case n == 1:
		because = "because the cluster has one controller"
	case n == 2 && p.want.storage() == "etcd":
		because = "because the cluster has two controllers, and etcd needs both"
	default:
		return ""
	}
	return " The API server does not answer for some minutes, " + because + "; what runs on the nodes goes on."
}
