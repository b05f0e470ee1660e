package object

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// serverMeta are the members of metadata that only a server writes.
func serverMeta() []string {
	return []string{"creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid"}
}

// serverAnnotations are annotations that a program keeps its own notes in: written
// back, they would be wrong.
func serverAnnotations() []string {
	return []string{
		"autoscaling.alpha.kubernetes.io/conditions",
		"autoscaling.alpha.kubernetes.io/current-metrics",
		"control-plane.alpha.kubernetes.io/leader",
		"deployment.kubernetes.io/revision",
		"deprecated.daemonset.template.generation",
		"kubectl.kubernetes.io/last-applied-configuration",
		"pv.kubernetes.io/bind-completed",
		"pv.kubernetes.io/bound-by-controller",
		"volume.beta.kubernetes.io/storage-provisioner",
		"volume.kubernetes.io/selected-node",
		"volume.kubernetes.io/storage-provisioner",
	}
}

// Clean is an object as somebody may wish it: without status and what servers add,
// with quantities as a server writes them, with a Secret's stringData in its data. A
// field that its kind does not have is an error, where the kind is known: it would
// be dropped without a word. The object itself is not changed.
func Clean(o Object) (Object, error) {
	out := o.Copy()
	delete(out, "status")
	prune(out)
	encodeSecret(out)
	if !out.known() {
		return out, nil
	}
	if _, err := out.typed(); err != nil && o.IsSecret() {
		return nil, err // served does not look at a Secret's data
	}
	as, strange, err := out.served()
	if err != nil {
		return nil, err
	}
	if strange != nil {
		return nil, fmt.Errorf("%s: %w", o.Ref(), o.silent(strange))
	}
	kept, _ := narrow(map[string]any(out), map[string]any(as), true).(map[string]any)
	return kept, nil
}

// prune takes out what only servers write, and what says nothing: nulls and empty
// labels and annotations.
func prune(o Object) {
	dropNulls(map[string]any(o))
	meta, ok := o["metadata"].(map[string]any)
	if !ok {
		return
	}
	for _, name := range serverMeta() {
		delete(meta, name)
	}
	notes, _ := meta["annotations"].(map[string]any)
	for _, name := range serverAnnotations() {
		delete(notes, name)
	}
	for _, name := range []string{"labels", "annotations", "ownerReferences", "finalizers"} {
		switch v := meta[name].(type) {
		case map[string]any:
			if len(v) == 0 {
				delete(meta, name)
			}
		case []any:
			if len(v) == 0 {
				delete(meta, name)
			}
		}
	}
}

func dropNulls(v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, e := range v {
			if e == nil {
				delete(v, key)
				continue
			}
			dropNulls(e)
		}
	case []any:
		for _, e := range v {
			dropNulls(e)
		}
	}
}

// encodeSecret does what a server does with stringData: it wins over data.
func encodeSecret(o Object) {
	plain, ok := o["stringData"].(map[string]any)
	if !ok || !o.IsSecret() {
		return
	}
	data, _ := o["data"].(map[string]any)
	if data == nil {
		data = map[string]any{}
	}
	for key, v := range plain {
		s, ok := v.(string)
		if !ok {
			return // served says that the shape is wrong
		}
		if !strings.HasPrefix(s, SealedPrefix) {
			s = base64.StdEncoding.EncodeToString([]byte(s))
		}
		data[key] = s
	}
	o["data"] = data
	delete(o, "stringData")
}

// Own returns the object with the labels that say that it is berth's, of a service
// and a set. Pod templates keep their labels: a new label there would start every pod
// again.
func Own(o Object, service, set string) Object {
	out := o.Copy()
	labels, _ := out.At("metadata", "labels").(map[string]any)
	if labels == nil {
		labels = map[string]any{}
	}
	labels[LabelService] = service
	labels[LabelPartOf] = set
	labels[LabelManagedBy] = Manager
	meta, _ := out["metadata"].(map[string]any)
	if meta == nil {
		meta = map[string]any{}
		out["metadata"] = meta
	}
	meta["labels"] = labels
	return out
}

// ownLabels are the labels that Own writes.
func ownLabels() []string { return []string{LabelManagedBy, LabelPartOf, LabelService} }

// Disown returns the object without the labels that Own writes.
func Disown(o Object) Object {
	out := o.Copy()
	meta, _ := out["metadata"].(map[string]any)
	labels, _ := meta["labels"].(map[string]any)
	for _, name := range ownLabels() {
		delete(labels, name)
	}
	if labels != nil && len(labels) == 0 {
		delete(meta, "labels")
	}
	return out
}
