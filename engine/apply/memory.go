package apply

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/target"
)

// recall reads all that the cluster remembers. Under the lease, a record of a later
// writer says that the lease is lost.
func (s *site) recall(ctx context.Context) error {
	if err := s.readCluster(ctx); err != nil {
		return err
	}
	if lease := s.run.lease; lease != nil && s.cluster.Epoch > lease.Epoch(s.name) {
		return fmt.Errorf("%s: a later run has written here: this one has lost its lease", s.name)
	}
	return s.readSets(ctx)
}

// readCluster reads the cluster's record; where there is none, nothing was ever done
// here.
func (s *site) readCluster(ctx context.Context) error {
	o, err := s.get(ctx, record.ClusterRef())
	if err != nil {
		return err
	}
	read := &record.Cluster{}
	if o != nil {
		if read, err = record.ReadCluster(o); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cluster = *read
	return nil
}

// readSets reads all sets of the cluster by one list.
func (s *site) readSets(ctx context.Context) error {
	all, err := s.list(ctx, target.Query{Kind: "ConfigMap", Selector: object.LabelSet})
	if err != nil {
		return err
	}
	sets := map[setKey]*record.Set{}
	for _, o := range all {
		if !record.IsSet(o) {
			continue
		}
		set, err := record.ReadSet(o)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		sets[setKey{set.Product, set.Namespace}] = set
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sets = sets
	return nil
}

// writeCluster changes the cluster's record. A write of an earlier holder of the lease
// that was under way when its lease ended may still arrive, once: where it is about this
// plan or about none, the change is made on top of it.
func (s *site) writeCluster(ctx context.Context, change func(*record.Cluster)) error {
	err := s.changeCluster(ctx, change)
	var other *overwritten
	if errors.As(err, &other) && s.tookLate(other.live) {
		return s.changeCluster(ctx, change)
	}
	return err
}

func (s *site) changeCluster(ctx context.Context, change func(*record.Cluster)) error {
	next := s.cluster
	next.Namespaces = slices.Clone(next.Namespaces)
	if next.Open != nil {
		open := *next.Open
		open.Passed = slices.Clone(open.Passed)
		next.Open = &open
	}
	change(&next)
	next.Epoch = s.run.lease.Epoch(s.name)
	o, err := next.Object()
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	left, err := s.keep(ctx, o)
	if err != nil {
		return err
	}
	return s.took(left)
}

// took takes over what the cluster's record says.
func (s *site) took(o object.Object) error {
	read, err := record.ReadCluster(o)
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cluster = *read
	return nil
}

// tookLate takes over a record that an earlier holder of the lease has written, of this
// plan or of none, and tells whether it is one.
func (s *site) tookLate(o object.Object) bool {
	read, err := record.ReadCluster(o)
	late := err == nil && read.Epoch < s.run.lease.Epoch(s.name) && (read.Open == nil || read.Open.Plan == s.run.job.Plan)
	return late && s.took(o) == nil
}

// overwritten is a record that somebody else has written meanwhile.
type overwritten struct {
	site string
	ref  object.Ref
	// live is the record as it stands.
	live object.Object
}

// Error says what to do.
func (o *overwritten) Error() string {
	return fmt.Sprintf("%s: %s: somebody else has written berth's record while this run holds the lease: look who, then run again", o.site, o.ref)
}

// writeSet writes a set whole.
func (s *site) writeSet(ctx context.Context, set *record.Set) error {
	o, err := set.Object()
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	left, err := s.keep(ctx, o)
	if err != nil {
		return err
	}
	read, err := record.ReadSet(left)
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sets[setKey{set.Product, set.Namespace}] = read
	return nil
}

// keep writes a record: at the version at which it was read, or for the first time.
// It returns the object as it stands. A write of which nobody knows whether it
// happened is read back: the content tells, and only if the old one still stands it
// is sent again.
func (s *site) keep(ctx context.Context, o object.Object) (object.Object, error) {
	ref := o.Ref()
	for n := s.tries("write " + ref.String()); ; {
		left, err := s.sendRecord(ctx, o)
		if err == nil {
			return left, nil
		}
		switch class := target.ClassOf(err); {
		case n.refused(err):
		case class == target.Unclear, class == target.Conflict, class == target.Exists:
			live, readErr := s.get(ctx, ref)
			if readErr != nil {
				return nil, readErr
			}
			if live != nil && maps.Equal(data(live), data(o)) {
				return live, nil
			}
			if versionOf(live) != o.Version() {
				return nil, &overwritten{s.name, ref, live}
			}
		default:
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		if err := n.again(ctx, err); err != nil {
			return nil, err
		}
	}
}

func (s *site) sendRecord(ctx context.Context, o object.Object) (left object.Object, err error) {
	err = s.write(ctx, "record "+o.Ref().String(), func(ctx context.Context) error {
		if o.Version() == "" {
			left, err = s.t.Create(ctx, o, target.Write{})
		} else {
			left, err = s.t.Replace(ctx, o)
		}
		return err
	})
	return left, err
}

// versionOf is the version at which an object was read, "" for none.
func versionOf(o object.Object) string {
	if o == nil {
		return ""
	}
	return o.Version()
}

func data(o object.Object) map[string]string {
	out := map[string]string{}
	m, _ := o["data"].(map[string]any)
	for k, v := range m {
		out[k], _ = v.(string)
	}
	return out
}

// set returns the set of an object of a service, which may be new.
func (s *site) set(product, namespace string) *record.Set {
	s.mu.Lock()
	defer s.mu.Unlock()
	if set := s.sets[setKey{product, namespace}]; set != nil {
		return set
	}
	return &record.Set{Product: product, Namespace: namespace}
}

var errNoSet = errors.New("its service is not among those of the plan")
