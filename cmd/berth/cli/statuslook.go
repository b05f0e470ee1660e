package cli

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"berth.dev/engine/apply"
	"berth.dev/engine/drift"
	"berth.dev/engine/lease"
	"berth.dev/engine/object"
	"berth.dev/engine/plan"
	"berth.dev/engine/record"
	"berth.dev/engine/rollout"
	"berth.dev/engine/target"
	"berth.dev/reports"
)

// look reads the clusters as far as records and plan are about them, and says what
// could not be read.
func (e *execution) look() (now []rollout.Cluster, notes []string, err error) {
	unread := 0
	for i := range e.clusters {
		c := &e.clusters[i]
		job := apply.Job{Targets: map[string]target.Target{c.site: c.cluster}, Clock: e.app.Clock, Rand: rand.Float64, Vault: e.vault}
		records, err := apply.Observe(e.app.Context, job, c.site, apply.Scope{})
		if err != nil {
			return nil, nil, c.unreachable(e.app.Context, err)
		}
		scope := e.scope(c.site, records.Sets)
		one := rollout.Cluster{Site: c.site, Context: c.context}
		if e.vault.key == nil {
			one.Names, scope.Secrets = scope.Secrets, nil
			unread += len(one.Names)
		}
		seen, err := apply.Observe(e.app.Context, job, c.site, scope)
		if err != nil {
			return nil, nil, c.unreachable(e.app.Context, err)
		}
		one.UID, one.Record, one.Sets, one.Live = seen.UID, seen.Record, seen.Sets, seen.Live
		now = append(now, one)
	}
	if unread > 0 {
		notes = append(notes, plural(unread, "secret")+": --key compares them")
	}
	return now, notes, nil
}

// scope is what the sets name and the plan is about, on one site.
func (e *execution) scope(site string, sets []record.Set) (out apply.Scope) {
	add := func(ref object.Ref) {
		switch {
		case ref.Kind == "Secret":
			out.Secrets = append(out.Secrets, ref)
		case ref.Namespace != "":
			out.Namespaces = append(out.Namespaces, ref.Namespace)
			out.Kinds = append(out.Kinds, ref.Kind)
		}
	}
	for i := range sets {
		for _, m := range sets[i].Members {
			add(m.Ref)
		}
	}
	if e.plan != nil {
		for i := range e.plan.Work.Stages {
			for _, s := range e.plan.Work.Stages[i].Steps {
				if s.Object != nil && s.Site == site && s.Kind.Writes() {
					add(*s.Object)
				}
			}
		}
	}
	out.Namespaces, out.Kinds = distinct(out.Namespaces, strings.Compare), distinct(out.Kinds, strings.Compare)
	out.Secrets = distinct(out.Secrets, object.Ref.Compare)
	return out
}

// statusOf is one cluster with what it remembers.
func (e *execution) statusOf(c *rollout.Cluster) (reports.StatusCluster, error) {
	out := reports.StatusCluster{Site: c.Site, Context: c.Context, UID: c.UID, Generation: c.Record.Generation, Last: c.Record.Last}
	at := slices.IndexFunc(e.clusters, func(r reached) bool { return r.site == c.Site })
	held, err := e.clusters[at].cluster.Get(e.app.Context, object.Ref{Kind: "Lease", Namespace: object.SystemNamespace, Name: lease.Name})
	if err != nil && target.ClassOf(err) != target.Denied {
		return out, e.clusters[at].unreachable(e.app.Context, err)
	}
	if held != nil {
		out.Holder, _ = held.At("spec", "holderIdentity").(string)
	}
	if out.Holder != "" {
		out.Renewed, _ = held.At("spec", "renewTime").(string)
	}
	open := c.Record.Open
	if open == nil {
		return out, nil
	}
	out.Open = &reports.StatusOpen{Plan: open.Plan, Since: open.Since, Done: open.Done, Gate: open.Gate, Services: open.Services}
	if out.Open.Services == nil {
		out.Open.Services = []string{}
	}
	e.explainOpen(out.Open, out.Holder != "")
	return out, nil
}

// explainOpen adds what the plan says of its next stage and its gate, and the command
// that goes on.
func (e *execution) explainOpen(o *reports.StatusOpen, held bool) {
	name := "PLAN" // nobody knows how its file is called
	if e.plan != nil && e.plan.Digest == o.Plan {
		name = e.name
		o.Stages, o.Done = len(e.plan.Work.Stages), e.done()
		if o.Done < o.Stages {
			o.Stage = e.plan.Work.Stages[o.Done].What
		}
		for i := range e.plan.Work.Stages {
			for _, s := range e.plan.Work.Stages[i].Steps {
				if s.ID == o.Gate {
					o.Asks = s.Why
				}
			}
		}
	}
	o.Next = strings.TrimSpace("berth resume " + name)
	if o.Gate != "" {
		o.Next += " --gate " + o.Gate
	}
	if name != "PLAN" {
		o.Lost = e.lost()
	}
	if len(o.Lost) > 0 {
		o.Next = "berth abandon " + e.called()
	}
	if held {
		o.Next += ", once the run that holds the lease has ended"
	}
}

// outdated says what the plan counted with and that no longer holds.
func (e *execution) outdated(places []drift.Place) ([]string, error) {
	out, err := e.changed()
	if err != nil {
		return nil, err
	}
	if age, over := e.overAge(); over {
		out = append(out, age)
	}
	if e.carriedOut() && e.plan.Work.Undoes == "" {
		out = append(out, drift.Grown(counted(e.plan.File), places)...)
	}
	nodes, err := e.nodes()
	out = append(out, nodes...)
	if out == nil {
		out = []string{}
	}
	return out, err
}

// nodes compares the nodes of owned sites with those that the plan counts with.
func (e *execution) nodes() (words []string, err error) {
	for i := range e.clusters {
		c := &e.clusters[i]
		planned, spare := e.plannedNodes(c.site)
		if planned == 0 {
			continue
		}
		live, err := c.cluster.List(e.app.Context, target.Query{Kind: "Node", Names: true})
		if class := target.ClassOf(err); class == target.Denied {
			continue // whoever may not list nodes is not told about them
		} else if err != nil {
			return nil, c.unreachable(e.app.Context, err)
		}
		switch n := len(live); {
		case n < planned:
			words = append(words, fmt.Sprintf("%s: the cluster has %s, and the plan counts with %d", c.site, plural(n, "node"), planned))
		case spare >= 0 && n != planned+spare:
			words = append(words, fmt.Sprintf("%s: the cluster has %s, and the specs say %d", c.site, plural(n, "node"), planned+spare))
		}
	}
	return words, nil
}

// plannedNodes are the nodes of an owned site that the plan counts with, and how many
// more the specs have; -1 where no workspace says.
func (e *execution) plannedNodes(site string) (planned, spare int) {
	for _, p := range e.plan.Problem.Pools {
		if p.Site == site {
			planned += p.Nodes
		}
	}
	if e.workspace == nil || e.workspace.Site(site) == nil {
		return planned, -1
	}
	said := 0
	for _, p := range e.workspace.Site(site).Pools {
		said += int(p.Nodes.V)
	}
	return planned, said - planned
}

// counted is how many copies a plan counts with, by services that go together and
// site, where it puts pods on nodes.
func counted(f *plan.File) (out []drift.Counted) {
	members := map[int][]string{}
	for _, s := range f.Services {
		members[s.Group] = append(members[s.Group], s.Name)
	}
	for g := range f.Problem.Groups {
		if g >= len(f.Placement) || f.Placement[g] < 0 || f.Placement[g] >= len(f.Problem.Groups[g].Options) {
			continue
		}
		of := map[string][]int64{}
		for _, p := range f.Problem.Groups[g].Options[f.Placement[g]].Pods {
			if len(p.Pools) > 0 {
				site := f.Problem.Pools[p.Pools[0]].Site
				of[site] = added(of[site], f.Problem.Vectors[p.Count])
			}
		}
		for site, counts := range of {
			out = append(out, drift.Counted{Services: members[g], Site: site, Most: slices.Max(counts)})
		}
	}
	return out
}

// added adds up two series; a series of one number holds in every slot.
func added(a, b []int64) []int64 {
	if len(a) < len(b) {
		a, b = b, a
	}
	out := slices.Clone(a)
	for i := range out {
		if len(b) > 0 {
			out[i] += b[min(i, len(b)-1)]
		}
	}
	return out
}
