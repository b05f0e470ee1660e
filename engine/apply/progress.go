package apply

import (
	"slices"

	"berth.dev/engine/record"
)

// progress is how far a plan has come, by what the clusters' records say together.
//
// A run that was cut off leaves records that differ: it writes them one cluster
// after another. What any of them says was so, because each is written only after
// what it tells of.
type progress struct {
	// done is how many stages are done.
	done int
	// passed are the gates that a person opened.
	passed []string
	// gate is the one at which the plan waits, "" for none.
	gate string
	// open says that a run began the plan and none has closed it.
	open bool
	// closed says that it was carried out to its end and closed everywhere.
	closed bool
	// since is when the first run began, as the records have it.
	since string
}

// standing is where one cluster stands with respect to the plan.
type standing int

const (
	// fresh: the plan has not begun here.
	fresh standing = iota
	// under: the plan is open here.
	under
	// over: the plan was closed here.
	over
	// taken: another plan is open here.
	taken
	// past: other plans were finished here since the plan was made.
	past
)

// stands tells where a cluster stands.
func stands(c *record.Cluster, plan string, generation int64) standing {
	switch {
	case c.Open != nil && c.Open.Plan == plan:
		return under
	case c.Last == plan:
		return over
	case c.Open != nil:
		return taken
	case c.Generation == generation:
		return fresh
	}
	return past
}

// advance reads how far the plan has come from the records of all clusters, or says
// why it may not go on.
func (r *run) advance() error {
	p := progress{}
	over := r.gather(&p)
	stages := len(r.job.Work.Stages)
	if over {
		// Closing begins when all stages are done.
		p.done = stages
	}
	finished := p.done == stages && (p.open || over)
	p.closed = finished && !p.open
	r.progress = p
	if finished {
		return nil
	}
	for _, s := range r.sites {
		if err := r.mayBegin(s); err != nil {
			return err
		}
	}
	return nil
}

// gather joins what the records say, and tells whether one is closed.
func (r *run) gather(p *progress) (closed bool) {
	for _, s := range r.sites {
		switch stands(&s.cluster, r.job.Plan, r.generation(s)) {
		case under:
			open := s.cluster.Open
			p.open = true
			p.done = max(p.done, open.Done)
			if p.since == "" || open.Since < p.since {
				p.since = open.Since
			}
			if open.Gate != "" {
				p.gate = open.Gate
			}
			for _, id := range open.Passed {
				if !slices.Contains(p.passed, id) {
					p.passed = append(p.passed, id)
				}
			}
		case over:
			closed = true
		}
	}
	if slices.Contains(p.passed, p.gate) {
		p.gate = ""
	}
	return closed
}

// mayBegin says why a cluster does not let the plan begin or go on.
func (r *run) mayBegin(s *site) error {
	switch stands(&s.cluster, r.job.Plan, r.generation(s)) {
	case taken:
		open := s.cluster.Open
		return &LockedError{Site: s.name, Plan: open.Plan, Gate: open.Gate, Since: open.Since, Services: r.shared(open.Services)}
	case past:
		return &ReplayError{Site: s.name, Planned: r.generation(s), Now: s.cluster.Generation}
	}
	return nil
}

// shared are the services of another plan that this one touches too.
func (r *run) shared(other []string) (both []string) {
	for _, name := range other {
		if _, ours := r.services[name]; ours {
			both = append(both, name)
		}
	}
	return both
}

// generation is that of the cluster when the plan was made.
func (r *run) generation(s *site) int64 {
	for _, c := range r.job.Work.Clusters {
		if c.Site == s.name {
			return c.Generation
		}
	}
	return -1
}
