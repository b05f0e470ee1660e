package object

import (
	"fmt"
	"slices"
	"sync"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
	"sigs.k8s.io/structured-merge-diff/v6/merge"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
	"sigs.k8s.io/structured-merge-diff/v6/value"
)

// View says what of an object is not looked at.
type View struct {
	// Scaled says that somebody else sets how many copies run, as a
	// HorizontalPodAutoscaler does: spec.replicas is nobody's matter here.
	Scaled bool
}

// pair is a live object beside what somebody wants of it, both with their schema.
type pair struct {
	live, want           Object
	liveTyped, wantTyped *typed.TypedValue
	// wanted are the fields that want sets, without those that only name the object.
	wanted *fieldpath.Set
	// ours are the fields of live that berth owns.
	ours   *fieldpath.Set
	others []owner
}

// naming are the fields that say which object it is or that only a server writes;
// nobody owns them.
var naming = sync.OnceValue(func() *fieldpath.Set {
	set := fieldpath.NewSet(
		fieldpath.MakePathOrDie("apiVersion"),
		fieldpath.MakePathOrDie("kind"),
		fieldpath.MakePathOrDie("metadata"),
		fieldpath.MakePathOrDie("metadata", "name"),
		fieldpath.MakePathOrDie("metadata", "namespace"),
	)
	for _, name := range serverMeta() {
		set.Insert(fieldpath.MakePathOrDie("metadata", name))
	}
	return set
})

// notes are the annotations that only programs of a cluster write.
var notes = sync.OnceValue(func() *fieldpath.Set {
	set := fieldpath.NewSet()
	for _, name := range serverAnnotations() {
		set.Insert(fieldpath.MakePathOrDie("metadata", "annotations", name))
	}
	return set
})

// withoutNotes are the fields less notes, and less the map of annotations where no
// other is in it: it would go with them.
func withoutNotes(set *fieldpath.Set) *fieldpath.Set {
	set = set.Difference(notes())
	annotations := fieldpath.MakePathOrDie("metadata", "annotations")
	if set.WithPrefix(annotations[0]).WithPrefix(annotations[1]).Empty() {
		set = set.Difference(fieldpath.NewSet(annotations))
	}
	return set
}

// replicas is the field that a View may leave out.
var replicas = sync.OnceValue(func() *fieldpath.Set {
	return fieldpath.NewSet(fieldpath.MakePathOrDie("spec", "replicas"))
})

// lay puts a live object beside what is wanted of it.
func lay(live, want Object, v View) (*pair, error) {
	p := &pair{live: live, want: want.bare()}
	if v.Scaled {
		p.want = p.want.withoutReplicas()
	}
	if err := p.share(v); err != nil {
		return nil, err
	}
	p.live = live.bare()
	var err error
	if p.liveTyped, err = p.live.typedLive(); err != nil {
		return nil, err
	}
	if p.wantTyped, err = p.want.typed(); err != nil {
		return nil, err
	}
	set, err := p.wantTyped.ToFieldSet()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", want.Ref(), want.silent(err))
	}
	p.wanted = set.Difference(naming())
	return p, nil
}

// share reads who owns what of the live object.
func (p *pair) share(v View) error {
	ours, others, err := p.live.owners()
	if err != nil {
		return err
	}
	p.others = others
	set, err := p.live.union(ours)
	if err != nil {
		return err
	}
	p.ours = withoutNotes(set)
	handed := p.want.At("spec", "replicas") == nil && slices.ContainsFunc(others, func(w owner) bool { return w.holds("spec", "replicas") })
	if v.Scaled || handed {
		p.ours = p.ours.Difference(replicas())
	}
	return nil
}

// bare is the object without status and without what only servers write. Nothing
// that is left is copied.
func (o Object) bare() Object {
	out := without(o, "status")
	meta, ok := o["metadata"].(map[string]any)
	if !ok {
		return out
	}
	kept := make(map[string]any, len(meta))
	for key, v := range meta {
		kept[key] = v
	}
	for _, name := range serverMeta() {
		delete(kept, name)
	}
	out["metadata"] = kept
	return out
}

func (o Object) withoutReplicas() Object {
	spec, ok := o["spec"].(map[string]any)
	if _, has := spec["replicas"]; !ok || !has {
		return o
	}
	out := without(o, "spec")
	out["spec"] = without(spec, "replicas")
	return out
}

// applied is what a server-side apply of want as berth would leave, nil where it is
// the live object. The library that an API server merges with does it, so that both
// agree: it also takes out what berth owned and does not want any longer, unless
// somebody else owns it too. Where nothing is to be taken out, merging is enough,
// and five times as fast.
func (p *pair) applied() (*typed.TypedValue, error) {
	if p.drops() {
		return p.pruned()
	}
	merged, err := p.liveTyped.Merge(p.wantTyped)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be merged: %w", p.want.Ref(), p.want.silent(err))
	}
	if value.Equals(p.liveTyped.AsValue(), merged.AsValue()) {
		return nil, nil
	}
	return merged, nil
}

// drops tells whether berth owns something that is not wanted any longer and that is
// no default.
func (p *pair) drops() (found bool) {
	p.ours.Leaves().Difference(p.wanted).Iterate(func(path fieldpath.Path) {
		if !found {
			v := lookUp(map[string]any(p.live), path)
			found = v != nil && !alike(p.live, path, v, nil)
		}
	})
	return found
}

// pruned is applied where something is to be taken out.
func (p *pair) pruned() (*typed.TypedValue, error) {
	managers := fieldpath.ManagedFields{Manager: fieldpath.NewVersionedSet(p.ours, version, true)}
	for i, w := range p.others {
		name := fmt.Sprintf("%d %s", i, w.manager)
		fields, err := w.fields()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.want.Ref(), err)
		}
		managers[name] = fieldpath.NewVersionedSet(fields, version, w.operation == operationApply)
	}
	updater := (&merge.UpdaterBuilder{Converter: sameVersion{}}).BuildUpdater()
	left, _, err := updater.Apply(p.liveTyped, p.wantTyped, version, managers, Manager, true)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be merged: %w", p.want.Ref(), p.want.silent(err))
	}
	return left, nil
}

// version stands for the one version in which berth reads a kind. Fields that
// another manager wrote in another version keep their names there in all kinds that
// berth writes but the metrics of an autoscaler.
const version = "v"

// sameVersion converts nothing.
type sameVersion struct{}

// Convert returns the object as it is.
func (sameVersion) Convert(o *typed.TypedValue, _ fieldpath.APIVersion) (*typed.TypedValue, error) {
	return o, nil
}

// IsMissingVersionError is never true: there is one version.
func (sameVersion) IsMissingVersionError(error) bool { return false }
