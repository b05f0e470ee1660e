package apply

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/target"
)

// Destroyed says what a destroy has removed and what it has left, by site.
type Destroyed struct {
	// Removed are berth's objects and namespaces that are gone.
	Removed []Gone `json:"removed"`
	// Left are those that stay, with the reason: claims with data, objects that are
	// somebody else's by now, namespaces with something foreign in them.
	Left []Gone `json:"left"`
}

// Gone is one object that a destroy was about.
type Gone struct {
	Site   string     `json:"site"`
	Object object.Ref `json:"object"`
	Why    string     `json:"why,omitempty"`
}

// Destroy removes everything of berth's from the job's targets: what the sets name
// and is still berth's, what is made last first; the namespaces that berth made and
// that hold nothing foreign; and at the end berth's own records. Claims stay. It is
// refused while a plan is open. Cut off, it is run again: nothing leaves a set before
// it is seen to be gone.
func Destroy(ctx context.Context, job Job) (*Destroyed, error) {
	r := onTargets(job)
	out := &Destroyed{}
	r.tell(Event{What: RunBegan, Words: "removing everything of berth's"})
	err := r.destroy(ctx, out)
	words := fmt.Sprintf("%d removed, %d left", len(out.Removed), len(out.Left))
	if err != nil {
		words = err.Error()
	}
	r.tell(Event{What: RunEnded, Words: words})
	return out, err
}

// Doomed lists what a destroy would remove, without changing anything: what a person
// is asked about.
func Doomed(ctx context.Context, job Job) ([]Gone, error) {
	r := onTargets(job)
	if err := r.remember(ctx); err != nil {
		return nil, err
	}
	var all []Gone
	for _, s := range r.sites {
		for _, m := range s.members() {
			if m.Ref.Kind != claim {
				all = append(all, Gone{Site: s.name, Object: m.Ref})
			}
		}
		for _, n := range s.cluster.Namespaces {
			all = append(all, Gone{Site: s.name, Object: object.Ref{Kind: "Namespace", Name: n.Name}, Why: "if nothing foreign is in it"})
		}
	}
	return all, nil
}

func (r *run) destroy(ctx context.Context, out *Destroyed) error {
	if err := r.quiet(ctx); err != nil {
		return err
	}
	release, err := r.lock(ctx)
	if err != nil {
		return err
	}
	defer release()
	if err := r.quiet(ctx); err != nil {
		return err
	}
	for _, s := range r.sites {
		if err := s.destroy(ctx, out); err != nil {
			return err
		}
	}
	return nil
}

// quiet reads the records of all clusters, and refuses while a plan is open.
func (r *run) quiet(ctx context.Context) error {
	if err := r.remember(ctx); err != nil {
		return err
	}
	for _, s := range r.sites {
		if open := s.cluster.Open; open != nil {
			return &LockedError{Site: s.name, Plan: open.Plan, Gate: open.Gate, Since: open.Since}
		}
	}
	return nil
}

// remember reads the records of all clusters.
func (r *run) remember(ctx context.Context) error {
	return each(ctx, len(r.sites), len(r.sites), func(ctx context.Context, i int) error {
		return r.sites[i].recall(ctx)
	})
}

// destroy removes what is berth's on one cluster, layer by layer.
func (s *site) destroy(ctx context.Context, out *Destroyed) error {
	members := s.members()
	for len(members) > 0 {
		n := 1
		for n < len(members) && rank(members[n].Ref) == rank(members[0].Ref) {
			n++
		}
		if err := s.destroyLayer(ctx, members[:n], out); err != nil {
			return err
		}
		members = members[n:]
	}
	if err := s.dropSets(ctx); err != nil {
		return err
	}
	if err := s.destroySpaces(ctx, out); err != nil {
		return err
	}
	return s.dropSystem(ctx)
}

// members are those of all sets, what is made last first.
func (s *site) members() (all []record.Member) {
	for _, set := range s.sets {
		all = append(all, set.Members...)
	}
	slices.SortFunc(all, func(a, b record.Member) int {
		return cmp.Or(cmp.Compare(rank(b.Ref), rank(a.Ref)), a.Ref.Compare(b.Ref))
	})
	return all
}

func rank(ref object.Ref) int {
	k, _ := object.KindOf(ref.Kind)
	return k.Rank
}

// destroyLayer removes members of one rank and then takes them out of their sets. A
// member that could not be removed stays in its set.
func (s *site) destroyLayer(ctx context.Context, members []record.Member, out *Destroyed) error {
	var mu sync.Mutex
	var gone []object.Ref
	failed := each(ctx, s.run.workers(), len(members), func(ctx context.Context, i int) error {
		ref := members[i].Ref
		why, err := s.destroyOne(ctx, ref)
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		gone = append(gone, ref)
		if why == "" {
			out.Removed = append(out.Removed, Gone{Site: s.name, Object: ref})
		} else {
			out.Left = append(out.Left, Gone{Site: s.name, Object: ref, Why: why})
		}
		return nil
	})
	sortGone(out.Removed)
	sortGone(out.Left)
	return errors.Join(failed, s.forget(ctx, gone))
}

// forget takes members out of their sets.
func (s *site) forget(ctx context.Context, gone []object.Ref) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveTime)
	defer cancel()
	var errs []error
	for _, set := range s.orderedSets() {
		errs = append(errs, s.writeIfOther(ctx, set, set.Without(gone)))
	}
	return errors.Join(errs...)
}

// destroyOne removes one member, or says why it stays.
func (s *site) destroyOne(ctx context.Context, ref object.Ref) (why string, err error) {
	for n := s.tries("delete " + ref.String()); ; {
		live, err := s.get(ctx, ref)
		if err != nil || live == nil {
			return "", err
		}
		if why := s.spared(live); why != "" {
			return why, nil
		}
		if err = s.remove(ctx, live); err == nil || leaving(live) {
			return "", s.run.untilGone(ctx, s.run.deleting(s, live))
		}
		class := target.ClassOf(err)
		if !n.refused(err) && class != target.Unclear && class != target.Conflict && class != target.Absent {
			return "", fmt.Errorf("%s: %w", s.name, err)
		}
		if err := n.again(ctx, err); err != nil {
			return "", err
		}
	}
}

// spared says why a member is not removed, "" where it is.
func (s *site) spared(live object.Object) string {
	switch {
	case live.Ref().Kind == claim:
		return "it holds data; delete it by hand when nobody needs them"
	case !s.owns(live):
		return "it is not berth's any longer"
	}
	if who := object.TrackedBy(live, live.Label(object.LabelPartOf)); who != "" {
		return "it is kept by " + who
	}
	return ""
}

func sortGone(all []Gone) {
	slices.SortFunc(all, func(a, b Gone) int {
		return cmp.Or(strings.Compare(a.Site, b.Site), a.Object.Compare(b.Object))
	})
}
