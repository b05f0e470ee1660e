package k0s

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/ground"
)

// raise adds a step for each worker that is older than a version and that fits.
func (p *planner) raise(to Version, fits func(Version) bool) {
	for _, h := range p.want.Workers() {
		from, installed := p.at[h.Name]
		if !installed || from.Compare(to) >= 0 || !fits(from) {
			continue
		}
		why := fmt.Sprintf("The worker goes from %s to %s, the controllers' version, when berth has emptied it by evictions; if they do not end in time it stays as it is.", from, to)
		if to.Minor-from.Minor > 1 {
			why += " It is more than one minor version behind, and there is no version between that the controllers still take."
		}
		p.add(ground.Step{
			Kind: ground.Upgrade, Part: h.Name, From: from.String(), To: to.String(), Why: why,
			Effects: []ground.Effect{ground.MovesPods, ground.CannotBeUndone}, Seconds: p.drainSeconds() + perHost,
		}, Task{Version: to, Worker: h.Name, Drain: true})
		p.at[h.Name] = to
	}
}

// How long k0sctl may take at most, in seconds: for one host, which downloads a program
// of 250 MB and is waited for two minutes at each of some turns, and for a backup. The
// driver ends k0sctl when a step's time is up.
const (
	perHost   = 600
	archiving = 600
)

// defaultDrain is how long a drain may take where the specs do not say, in seconds.
const defaultDrain = 600

func (p *planner) drainSeconds() int64 { return cmp.Or(p.want.DrainTimeout, defaultDrain) }

// reinstall adds a step for each worker whose flags differ. One that was upgraded has
// its new flags from that.
func (p *planner) reinstall() {
	for i := range p.want.Hosts {
		h := &p.want.Hosts[i]
		m := p.seen.Machine(h.Name)
		if h.Role != Worker || !m.Installed || p.at[h.Name] != m.Version || h.leaves(m) {
			continue
		}
		now := flagsOf(m.Args)
		p.add(ground.Step{
			Kind: ground.Configure, Part: h.Name, From: now.String(), To: flagsFor(h, now).String(),
			Why:     "The worker's flags differ from the specs: its service is installed anew and restarts, when berth has emptied the node by evictions.",
			Effects: []ground.Effect{ground.MovesPods}, Seconds: p.drainSeconds() + perHost,
		}, Task{Version: p.target(), Worker: h.Name, Drain: true})
	}
}

// target is the version of the controllers when all steps before are done.
func (p *planner) target() Version {
	if n := len(p.ways); n > 0 {
		return p.ways[n-1]
	}
	return cmp.Or(p.runs, p.want.Version)
}

// join adds a step for each worker that has no k0s.
func (p *planner) join() {
	for _, h := range p.want.Workers() {
		if p.seen.Machine(h.Name).Installed {
			continue
		}
		p.add(ground.Step{
			Kind: ground.AddHost, Part: h.Name, To: p.target().String(), Why: "The host has no k0s: it joins as a worker.", Seconds: perHost,
		}, Task{Version: p.target(), Worker: h.Name})
	}
}

// leave adds, after the services' steps, one for each worker that the record has and the
// specs do not.
func (p *planner) leave() {
	if p.seen.Record == nil {
		return
	}
	for _, h := range p.seen.Record.Workers() {
		if p.keeps(h) || !p.seen.Machine(h.Name).Installed {
			continue
		}
		p.work.After = append(p.work.After, p.step(ground.Step{
			Kind: ground.RemoveHost, Part: h.Name, From: p.seen.Machine(h.Name).Version.String(), Seconds: p.drainSeconds() + perHost,
			Why:     "The specs have the worker no longer: berth empties it by evictions, then k0s is taken off it with all that it keeps there, local volumes too.",
			Effects: []ground.Effect{ground.MovesPods, ground.CannotBeUndone},
		}, Task{Version: p.target(), Worker: h.Name, Reset: true, Drain: true, Host: &h}))
	}
	slices.SortFunc(p.work.After, func(a, b ground.Step) int { return cmp.Compare(a.Part, b.Part) })
}

// Destroy is the step that removes a whole cluster that berth made, nil where none is
// there.
func Destroy(want *Orders, seen *Seen) (*Work, error) {
	p := &planner{want: want, seen: seen, work: &Work{}}
	switch {
	case !p.exists():
		return p.work, orphans(want, seen)
	case !seen.Ours:
		return nil, fmt.Errorf("site %s: berth did not make the cluster %s and does not remove it. `k0sctl reset` does", want.Site, want.Cluster)
	}
	p.add(ground.Step{
		Kind: ground.RemoveCluster, From: p.seen.Machine(want.Controllers()[0].Name).Version.String(),
		Why:     fmt.Sprintf("k0s is taken off all %d hosts, with all that the cluster keeps: its objects, and volumes on the hosts.", len(want.Hosts)),
		Effects: []ground.Effect{ground.StopsAPI, ground.CannotBeUndone}, Seconds: 300 + 120*int64(len(want.Hosts)),
	}, Task{Version: cmp.Or(p.seen.Machine(want.Controllers()[0].Name).Version, want.Version), All: true})
	return p.done()
}

// orphans refuses to say that nothing is there of a cluster whose controllers are gone and
// whose workers are not: nobody can read any more whose they are.
func orphans(want *Orders, seen *Seen) error {
	var left []string
	for i := range seen.Machines {
		if seen.Machines[i].Installed {
			left = append(left, seen.Machines[i].Name)
		}
	}
	if len(left) == 0 {
		return nil
	}
	slices.Sort(left)
	return fmt.Errorf("site %s: no controller has k0s, and %s still has: whose cluster it was cannot be read any more. Where it was this one, run `k0s stop` and `k0s reset` there", want.Site, strings.Join(left, ", "))
}
