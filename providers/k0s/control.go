package k0s

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/ground"
)

// make adds the steps that make a cluster where there is none: the controllers, who may
// use it, then one worker after another.
func (p *planner) make() {
	names := hostNames(p.want.Controllers())
	p.add(ground.Step{
		Kind: ground.MakeCluster, To: p.want.Version.String(), Diff: p.want.first(), Seconds: 300 + perHost*int64(len(names)),
		Why: fmt.Sprintf("No controller of the specs has k0s: %s %s installed, and the cluster begins empty.", list(names), plural(len(names), "is", "are")),
	}, Task{Version: p.want.Version})
	p.admitStep(Task{}, "The cluster is written down as berth's"+p.admitted()+".")
	p.join()
}

// admit adds the step that takes a cluster over, or that changes whom it admits.
func (p *planner) admit() {
	was := p.seen.Record
	switch {
	case !p.seen.Ours:
		p.admitStep(Task{Take: true}, "The cluster runs as the specs say and is taken over: it is written down as berth's"+p.admitted()+". Nothing else of it changes.")
	case was == nil || !slices.Equal(was.Groups, p.want.Groups) || !slices.Equal(was.Users, p.want.Users):
		p.admitStep(Task{}, "Whom the cluster admits has changed"+p.admitted()+".")
	}
}

func (p *planner) admitStep(t Task, why string) {
	p.add(ground.Step{Kind: ground.Admit, Why: why, Seconds: 120}, t)
}

// admitted says whom the cluster admits, "" for nobody.
func (p *planner) admitted() string {
	var who []string
	for _, g := range p.want.Groups {
		who = append(who, "group "+g)
	}
	for _, u := range p.want.Users {
		who = append(who, "user "+u)
	}
	if len(who) == 0 {
		return ""
	}
	return ", and " + list(who) + " may run berth on it"
}

// settle adds the one step that brings all controllers to the newest version that one of
// them runs, to the ordered configuration, and to their number: a file for k0sctl always
// has all three.
func (p *planner) settle() {
	var missing, behind, flags []string
	for i := range p.want.Hosts {
		h := &p.want.Hosts[i]
		if !h.Role.Controls() {
			continue
		}
		m := p.seen.Machine(h.Name)
		switch {
		case !m.Installed:
			missing = append(missing, h.Name)
		case m.Version != p.runs:
			behind = append(behind, h.Name)
		case !h.leaves(m):
			flags = append(flags, h.Name)
		}
	}
	if len(missing)+len(behind)+len(flags)+len(p.changes) == 0 {
		return
	}
	s := ground.Step{Kind: ground.Configure, Diff: diffs(p.changes), Effects: p.restart(nil), Seconds: archiving + perHost*int64(len(p.want.Controllers()))}
	var why []string
	if len(p.changes) > 0 {
		why = append(why, "the controllers' k0s.yaml changes as shown")
	}
	if len(flags) > 0 {
		why = append(why, fmt.Sprintf("of the controllers %s %s other flags than the specs say", list(flags), plural(len(flags), "has", "have")))
	}
	if len(missing) > 0 {
		s.Kind, s.Part, s.To = ground.AddHost, strings.Join(missing, ","), p.runs.String()
		s.Effects = append(s.Effects, ground.CannotBeUndone)
		why = append(why, fmt.Sprintf("as %s %s %s", plural(len(missing), "a controller", "controllers"), plural(len(missing), "joins", "join"), list(missing)))
	}
	if len(behind) > 0 {
		s.Kind, s.Part, s.From, s.To = ground.Upgrade, "", p.seen.Machine(behind[0]).Version.String(), p.runs.String()
		s.Effects = append(s.Effects, ground.CannotBeUndone)
		why = append(why, fmt.Sprintf("of the controllers %s %s behind the others, as after an upgrade that was cut off", list(behind), plural(len(behind), "is", "are")))
	}
	s.Why = sentence(strings.Join(why, "; ")) + " The controllers restart one after another." + p.outage()
	p.add(s, Task{Version: p.runs, Backup: true, Was: p.digests()})
}

// digests are those of the controllers' k0s.yaml now.
func (p *planner) digests() map[string]string {
	out := map[string]string{}
	for _, h := range p.want.Controllers() {
		m := p.seen.Machine(h.Name)
		if !m.Installed {
			continue
		}
		d, err := Digest(m.Config)
		if err != nil && len(m.Config) > 0 {
			p.errs = append(p.errs, fmt.Errorf("site %s, host %s: /etc/k0s/k0s.yaml: %w", p.want.Site, h.Name, err))
		}
		out[h.Name] = d
	}
	return out
}

func diffs(changes []Change) string {
	var out strings.Builder
	for _, c := range changes {
		out.WriteString(c.Diff)
	}
	return out.String()
}

// upgrade adds the steps to the ordered version, one minor at a time: first workers that
// are a minor behind, then the controllers, then each worker.
func (p *planner) upgrade() {
	p.raise(p.runs, func(v Version) bool { return v.Minor < p.runs.Minor || len(p.ways) == 0 })
	from := p.runs
	for _, to := range p.ways {
		s := ground.Step{
			Kind: ground.Upgrade, From: from.String(), To: to.String(), Effects: append(p.restart(nil), ground.CannotBeUndone),
			Seconds: archiving + perHost*int64(len(p.want.Controllers())),
			Why:     fmt.Sprintf("The control plane goes from %s to %s before any worker, each controller after the one before answers. A backup is made first.", from, to) + p.stays() + p.outage(),
		}
		p.add(s, Task{Version: to, Backup: true, Was: p.digests()})
		p.raise(to, func(Version) bool { return true })
		from = to
	}
}

// stays warns of controllers with pods, which nobody moves.
func (p *planner) stays() string {
	for _, h := range p.want.Controllers() {
		if h.Role.Works() {
			return " Pods on controllers are not moved: their node's kubelet restarts under them."
		}
	}
	return ""
}

// sentence makes a sentence of a clause.
func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] + "." }

// list joins names as in speech.
func list(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func hostNames(hosts []Host) (out []string) {
	for _, h := range hosts {
		out = append(out, h.Name)
	}
	return out
}
