package cli

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/rollout"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
)

// reached is a cluster that answers.
type reached struct {
	site, context string
	cluster       *kube.Cluster
	// uid is the cluster's own.
	uid string
}

// reach opens the clusters of sites by their contexts and asks each who it is. They
// are in the order of the sites' names. may is asked before each write.
func (a *app) reach(ctx context.Context, o *clusterOptions, contexts map[string]string, may permit) ([]reached, error) {
	var out []reached
	for site, name := range contexts {
		c, err := o.cluster(a, site, name, may)
		if err != nil {
			return nil, err
		}
		out = append(out, reached{site: site, context: name, cluster: c})
	}
	slices.SortFunc(out, func(a, b reached) int { return strings.Compare(a.site, b.site) })
	return out, each(out, func(r *reached) (err error) {
		r.uid, err = r.cluster.Identity(ctx)
		return r.unreachable(ctx, err)
	})
}

// unreachable says which cluster does not answer, and how to see why.
func (r *reached) unreachable(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	if full, ok := strings.CutPrefix(r.context, googles); ok {
		_, name, _ := strings.Cut(full, ":")
		return fmt.Errorf("site %s: the cluster %s at %s: %w. See whether it runs, and whether this machine may reach that address (endpoint of the gke block)", r.site, name, r.cluster.Server(), err)
	}
	return fmt.Errorf("site %s: the cluster of context %q at %s: %w. See what \"kubectl --context %s get ns\" says", r.site, r.context, r.cluster.Server(), err, r.context)
}

// view says what of the clusters is looked at, besides what their records name.
type view struct {
	// namespaces are those whose objects are read.
	namespaces []string
	// secrets are read, and masked at once.
	secrets []object.Ref
	// needs are looked for by name alone.
	needs []object.Ref
}

// observe reads clusters; nothing is written. The vault masks secrets.
func (a *app) observe(ctx context.Context, clusters []reached, v view, safe apply.Vault) ([]rollout.Cluster, error) {
	p := a.progress()
	defer p.stop()
	p.show("looking at %s", plural(len(clusters), "cluster"))
	out := make([]rollout.Cluster, len(clusters))
	err := each(clusters, func(r *reached) error {
		found, err := a.observeOne(ctx, r, v, safe)
		if err != nil {
			return r.unreachable(ctx, err)
		}
		out[slices.IndexFunc(clusters, func(c reached) bool { return c.site == r.site })] = *found
		return nil
	})
	return out, err
}

// observeOne reads one cluster: first its records, which name more than the services
// of today do.
func (a *app) observeOne(ctx context.Context, r *reached, v view, safe apply.Vault) (*rollout.Cluster, error) {
	job := apply.Job{Targets: map[string]target.Target{r.site: r.cluster}, Clock: a.Clock, Rand: rand.Float64, Vault: safe}
	records, err := apply.Observe(ctx, job, r.site, apply.Scope{})
	if err != nil {
		return nil, err
	}
	scope := scopeOf(v, records.Sets)
	seen, err := apply.Observe(ctx, job, r.site, scope)
	if err != nil {
		return nil, err
	}
	out := &rollout.Cluster{Site: r.site, Context: r.context, UID: seen.UID, Record: seen.Record, Sets: seen.Sets}
	for _, o := range seen.Live {
		if isReferred(o.Ref().Kind) {
			out.Names = append(out.Names, o.Ref())
			continue
		}
		out.Live = append(out.Live, o)
	}
	for _, k := range object.Kinds() {
		if k.Optional && !slices.Contains(seen.Unserved, k.Name) {
			out.Optional = append(out.Optional, k.Name)
		}
	}
	named, err := r.exist(ctx, v, scope)
	out.Names = append(out.Names, named...)
	return out, err
}

// scopeOf is a view widened by what the records name: services that are no more leave
// objects in namespaces that nobody speaks of.
func scopeOf(v view, sets []record.Set) apply.Scope {
	out := apply.Scope{Namespaces: slices.Clone(v.namespaces), Secrets: slices.Clone(v.secrets)}
	for i := range sets {
		out.Namespaces = append(out.Namespaces, sets[i].Namespace)
		for _, m := range sets[i].Members {
			if m.Ref.Kind == "Secret" {
				out.Secrets = append(out.Secrets, m.Ref)
			}
		}
	}
	for _, k := range object.Kinds() {
		if !k.Internal && k.Name != "Secret" {
			out.Kinds = append(out.Kinds, k.Name)
		}
	}
	for _, k := range object.Referred() {
		out.Kinds = append(out.Kinds, k.Name)
	}
	out.Namespaces, out.Secrets = distinct(out.Namespaces, strings.Compare), distinct(out.Secrets, object.Ref.Compare)
	return out
}

func isReferred(kind string) bool {
	return slices.ContainsFunc(object.Referred(), func(k object.Kind) bool { return k.Name == kind })
}

// exist are the needs that lie outside of what was read and that are there.
func (r *reached) exist(ctx context.Context, v view, read apply.Scope) ([]object.Ref, error) {
	var ask []object.Ref
	for _, ref := range distinct(slices.Clone(v.needs), object.Ref.Compare) {
		k, known := object.KindOf(ref.Kind)
		listed := !known || k.Cluster || ref.Kind != "Secret" && slices.Contains(read.Namespaces, ref.Namespace)
		if !listed && !slices.Contains(read.Secrets, ref) {
			ask = append(ask, ref)
		}
	}
	there := make([]bool, len(ask))
	err := each(ask, func(ref *object.Ref) error {
		o, err := r.cluster.Exists(ctx, *ref)
		at, _ := slices.BinarySearchFunc(ask, *ref, object.Ref.Compare)
		there[at] = o != nil
		return err
	})
	var out []object.Ref
	for i, ref := range ask {
		if there[i] {
			out = append(out, ref)
		}
	}
	return out, err
}

// atOnce is how many requests are under way side by side.
const atOnce = 8

// each calls do for every item, some side by side, and returns the error of the first
// item that has one.
func each[T any](items []T, do func(*T) error) error {
	errs := make([]error, len(items))
	free := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for i := range items {
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			errs[i] = do(&items[i])
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// distinct sorts a list and drops repeats.
func distinct[T comparable](list []T, compare func(a, b T) int) []T {
	slices.SortFunc(list, compare)
	return slices.Compact(list)
}
