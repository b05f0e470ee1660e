package apply

import (
	"context"
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
)

// nameSpaces writes the namespaces that the stage is about to make into the
// clusters' records, before it makes them. The UID of one that was there before and
// that somebody has removed is forgotten: the new one will have another.
func (r *run) nameSpaces(ctx context.Context, tasks []*task) error {
	return r.onSpaces(ctx, tasks, func(c *record.Cluster, t *task) bool {
		if t.done {
			return false
		}
		i := slices.IndexFunc(c.Namespaces, func(n record.Namespace) bool { return n.Name == t.step.Object.Name })
		if i < 0 {
			c.Namespaces = append(c.Namespaces, record.Namespace{Name: t.step.Object.Name})
			return true
		}
		known := c.Namespaces[i].UID != ""
		c.Namespaces[i].UID = ""
		return known
	})
}

// settleSpaces writes down which namespaces are berth's: a UID for each that it made,
// and none for one that somebody else made in the meantime.
func (r *run) settleSpaces(ctx context.Context, tasks []*task) error {
	spaces, _ := namespacesFirst(tasks)
	return r.onSpaces(ctx, spaces, func(c *record.Cluster, t *task) bool {
		i := slices.IndexFunc(c.Namespaces, func(n record.Namespace) bool { return n.Name == t.step.Object.Name })
		if i < 0 || !t.done || t.left == nil || c.Namespaces[i].UID != "" {
			return false
		}
		if t.left.Label(object.LabelManagedBy) != object.Manager {
			c.Namespaces = slices.Delete(c.Namespaces, i, i+1)
			return true
		}
		c.Namespaces[i].UID = t.left.UID()
		return true
	})
}

// onSpaces changes the records of the clusters on which tasks make namespaces, each
// by one write and only where change says that something is other.
func (r *run) onSpaces(ctx context.Context, tasks []*task, change func(*record.Cluster, *task) bool) error {
	for _, s := range r.sites {
		copied := s.cluster
		copied.Namespaces = slices.Clone(copied.Namespaces)
		other := false
		for _, t := range tasks {
			if t.site == s && change(&copied, t) {
				other = true
			}
		}
		if !other {
			continue
		}
		if err := s.writeCluster(ctx, func(c *record.Cluster) { c.Namespaces = copied.Namespaces }); err != nil {
			return err
		}
	}
	return nil
}
