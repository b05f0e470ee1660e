package apply

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/target"
)

// site is one cluster during a run. Everything that a run writes goes through the
// methods of this type, and they hold two things for certain: nothing is written
// without the lease's permission, and no object that no record names.
type site struct {
	name string
	t    target.Target
	run  *run

	// mu guards the records and what is known of lists: steps of a stage run side by side.
	mu      sync.Mutex
	cluster record.Cluster
	sets    map[setKey]*record.Set
	writes  atomic.Int64
	// listed is how many objects each list had when it was last read.
	listed map[target.Query]int
	// lookout is what the steps under way have seen of those who may call.
	lookout *lookout
}

// setKey names a set within a cluster.
type setKey struct {
	product, namespace string
}

// write is one request that changes a cluster, sent right after the lease has
// permitted it.
func (s *site) write(ctx context.Context, what string, send func(context.Context) error) error {
	if s.run.lease == nil {
		return fmt.Errorf("%s: %s: without a lease nothing is written", s.name, what)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	s.run.point("before " + what + " on " + s.name)
	// A request that has begun comes to its end, also when the run is told to end: cut
	// off, nobody would know whether it happened. The lease still bounds it.
	bound, cancel, err := s.run.lease.Permit(context.WithoutCancel(ctx))
	if err != nil {
		s.run.tell(Event{What: LeaseLost, Site: s.name, Words: err.Error()})
		return err
	}
	defer cancel()
	s.run.wrote.Store(true)
	err = send(bound)
	s.run.point("after " + what + " on " + s.name)
	return err
}

// create makes an object that a record names.
func (s *site) create(ctx context.Context, o object.Object) (made object.Object, err error) {
	ref := o.Ref()
	if !s.isNamed(ref) {
		return nil, fmt.Errorf("%s: create %s: %w", s.name, ref, ErrUnnamed)
	}
	err = s.write(ctx, "create "+ref.String(), func(ctx context.Context) error {
		made, err = s.t.Create(ctx, o, target.Write{})
		return err
	})
	return s.wrote(made, err)
}

// change writes the fields of an object that a record names.
func (s *site) change(ctx context.Context, o object.Object) (left object.Object, err error) {
	ref := o.Ref()
	if !s.isNamed(ref) {
		return nil, fmt.Errorf("%s: apply %s: %w", s.name, ref, ErrUnnamed)
	}
	err = s.write(ctx, "apply "+ref.String(), func(ctx context.Context) error {
		left, err = s.t.Apply(ctx, o, target.Write{})
		return err
	})
	return s.wrote(left, err)
}

// patch changes single members of an object, by operations that begin with tests.
// It is for what a step names itself: a number of copies, the weights of a route.
func (s *site) patch(ctx context.Context, ref object.Ref, ops []target.Op) (left object.Object, err error) {
	err = s.write(ctx, "patch "+ref.String(), func(ctx context.Context) error {
		left, err = s.t.Patch(ctx, ref, ops, target.Write{})
		return err
	})
	return s.wrote(left, err)
}

// remove deletes the very object that was read, if a record says that it is
// berth's.
func (s *site) remove(ctx context.Context, live object.Object) error {
	ref := live.Ref()
	if !s.owns(live) {
		return fmt.Errorf("%s: delete %s: %w", s.name, ref, ErrUnnamed)
	}
	err := s.write(ctx, "delete "+ref.String(), func(ctx context.Context) error {
		return s.t.Delete(ctx, ref, target.Only{UID: live.UID(), Version: live.Version()})
	})
	if err == nil {
		s.writes.Add(1) // what was read is masked already, and nothing is left to mask
	}
	return err
}

// wrote counts what was changed and hides the values of secrets.
func (s *site) wrote(o object.Object, err error) (object.Object, error) {
	if err != nil {
		return nil, err
	}
	s.writes.Add(1)
	return s.masked(o)
}

// get reads one object, nil where there is none; a Secret comes masked.
func (s *site) get(ctx context.Context, ref object.Ref) (object.Object, error) {
	live, err := ask(ctx, s, "read "+ref.String(), func(ctx context.Context) (object.Object, error) {
		return s.t.Get(ctx, ref)
	})
	if target.ClassOf(err) == target.UnknownKind || live == nil {
		return nil, ignoreUnknown(err)
	}
	return s.masked(live)
}

// isNamed tells whether a record on the cluster names an object.
func (s *site) isNamed(ref object.Ref) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ref.Kind == "Namespace" {
		_, made := s.cluster.Made(ref.Name)
		return made
	}
	for key, set := range s.sets {
		if _, has := set.Member(ref); has && key.namespace == ref.Namespace {
			return true
		}
	}
	return false
}

// owns tells whether a live object is berth's, by its labels and by the set that
// names this very object.
func (s *site) owns(live object.Object) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, set := range s.sets {
		if key.namespace == live.Ref().Namespace && set.Owns(live) {
			return true
		}
	}
	return false
}

// list reads all objects of a kind; none where the cluster does not know the kind.
func (s *site) list(ctx context.Context, q target.Query) ([]object.Object, error) {
	live, err := ask(ctx, s, "list "+q.Kind, func(ctx context.Context) ([]object.Object, error) {
		return s.t.List(ctx, q)
	})
	return live, ignoreUnknown(err)
}

// ignoreUnknown takes a kind that a cluster does not serve for one without objects.
func ignoreUnknown(err error) error {
	if target.ClassOf(err) == target.UnknownKind {
		return nil
	}
	return err
}

// masked is the object as the run may know it.
func (s *site) masked(o object.Object) (object.Object, error) {
	if o == nil || o.Ref().Kind != "Secret" {
		return o, nil
	}
	if s.run.job.Vault == nil {
		return nil, fmt.Errorf("%s: %s: the plan holds a secret and the key for its digests is missing: give the key that the plan was made with", s.name, o.Ref())
	}
	return s.run.job.Vault.Mask(o)
}
