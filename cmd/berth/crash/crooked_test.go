package crash

import (
	"context"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
)

// crooked is a cluster with a bug between a run and the cluster. What is nil is
// straight.
type crooked struct {
	*kube.Cluster
	site string
	// intrude is somebody else, who acts right before a request that writes.
	intrude func(site, verb string, ref object.Ref)

	get     func(c *kube.Cluster, ctx context.Context, ref object.Ref) (object.Object, error)
	list    func(c *kube.Cluster, ctx context.Context, q target.Query) ([]object.Object, error)
	create  func(c *kube.Cluster, ctx context.Context, o object.Object) (object.Object, error)
	apply   func(c *kube.Cluster, ctx context.Context, o object.Object) (object.Object, error)
	replace func(c *kube.Cluster, ctx context.Context, o object.Object) (object.Object, error)
	remove  func(c *kube.Cluster, ctx context.Context, ref object.Ref, only target.Only) error
}

func (c *crooked) before(verb string, ref object.Ref) {
	if c.intrude != nil {
		c.intrude(c.site, verb, ref)
	}
}

func (c *crooked) Get(ctx context.Context, ref object.Ref) (object.Object, error) {
	if c.get == nil {
		return c.Cluster.Get(ctx, ref)
	}
	return c.get(c.Cluster, ctx, ref)
}

func (c *crooked) List(ctx context.Context, q target.Query) ([]object.Object, error) {
	if c.list == nil {
		return c.Cluster.List(ctx, q)
	}
	return c.list(c.Cluster, ctx, q)
}

func (c *crooked) Create(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
	if w.Dry || c.create == nil {
		if !w.Dry {
			c.before("create", o.Ref())
		}
		return c.Cluster.Create(ctx, o, w)
	}
	c.before("create", o.Ref())
	return c.create(c.Cluster, ctx, o)
}

func (c *crooked) Apply(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
	if w.Dry || c.apply == nil {
		return c.Cluster.Apply(ctx, o, w)
	}
	return c.apply(c.Cluster, ctx, o)
}

func (c *crooked) Replace(ctx context.Context, o object.Object) (object.Object, error) {
	if c.replace == nil {
		return c.Cluster.Replace(ctx, o)
	}
	return c.replace(c.Cluster, ctx, o)
}

func (c *crooked) Delete(ctx context.Context, ref object.Ref, only target.Only) error {
	if only.Dry {
		return c.Cluster.Delete(ctx, ref, only)
	}
	c.before("delete", ref)
	if c.remove == nil {
		return c.Cluster.Delete(ctx, ref, only)
	}
	return c.remove(c.Cluster, ctx, ref, only)
}

// sets lets a bug decide about every write of a set: it returns what is written in its
// place, nil for nothing. The run is told that its own was written.
func (c *crooked) sets(instead func(*record.Set) *record.Set) {
	pretended := map[object.Ref]object.Object{}
	write := func(k *kube.Cluster, ctx context.Context, o object.Object) (object.Object, error) {
		set, err := record.ReadSet(o)
		if err != nil {
			return straight(k, ctx, o)
		}
		written := o
		if live := pretended[o.Ref()]; live != nil { // the run believes in a version that never was
			if written, err = renewed(k, ctx, o); err != nil {
				return nil, err
			}
			delete(pretended, o.Ref())
		}
		next := instead(set)
		if next == nil {
			pretended[o.Ref()] = o
			return at(o, "1000000"), nil
		}
		changed, err := next.Object()
		if err != nil {
			return nil, err
		}
		changed["metadata"].(map[string]any)["resourceVersion"] = written.Version()
		left, err := straight(k, ctx, changed)
		if err != nil {
			return nil, err
		}
		return at(o, left.Version()), nil
	}
	c.create, c.replace = write, write
}

// at is an object at another version, as an answer of a cluster would have it.
func at(o object.Object, version string) object.Object {
	out := o.Copy()
	meta := out["metadata"].(map[string]any)
	meta["resourceVersion"] = version
	if meta["uid"] == nil {
		meta["uid"] = "00000000-0000-4000-8000-000000000000"
	}
	return out
}

// renewed is an object at the version at which it really is.
func renewed(k *kube.Cluster, ctx context.Context, o object.Object) (object.Object, error) {
	live, err := k.Get(ctx, o.Ref())
	if err != nil {
		return nil, err
	}
	out := o.Copy()
	meta := out["metadata"].(map[string]any)
	delete(meta, "resourceVersion")
	delete(meta, "uid")
	if live != nil {
		meta["resourceVersion"], meta["uid"] = live.Version(), live.UID()
	}
	return out, nil
}

// straight writes a record as it is meant to be written.
func straight(k *kube.Cluster, ctx context.Context, o object.Object) (object.Object, error) {
	if o.Version() == "" {
		return k.Create(ctx, o, target.Write{})
	}
	return k.Replace(ctx, o)
}

// records lets a bug change the cluster's record before it is written.
func (c *crooked) records(change func(*record.Cluster)) {
	write := func(k *kube.Cluster, ctx context.Context, o object.Object) (object.Object, error) {
		if o.Ref() != record.ClusterRef() {
			return straight(k, ctx, o)
		}
		r, err := record.ReadCluster(o)
		if err != nil {
			return nil, err
		}
		change(r)
		changed, err := r.Object()
		if err != nil {
			return nil, err
		}
		left, err := straight(k, ctx, changed)
		if err != nil {
			return nil, err
		}
		return at(o, left.Version()), nil
	}
	c.create, c.replace = write, write
}
