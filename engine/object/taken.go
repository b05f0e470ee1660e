package object

import (
	"slices"
	"strings"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// Held is a field that a manager does not give up.
type Held struct {
	Path    string
	Manager string
}

// Taking is what an adoption does to other managers.
type Taking struct {
	// Over are the managers whose fields berth takes over, sorted: people and tools
	// that wrote without server-side apply. They are all that own a field which want
	// sets, also with the same value: otherwise the field could never be taken out
	// again.
	Over []string
	// Held are the fields that want sets to another value and that cannot be taken
	// over, sorted: applied by somebody else, or written by a controller or through a
	// subresource. One of them is a reason not to adopt.
	Held []Held
}

// Taken says what an adoption of a live object as want would take from whom.
func Taken(live, want Object, v View) (Taking, error) {
	var out Taking
	p, err := lay(live, want, v)
	if err != nil {
		return out, err
	}
	changed, err := p.changed()
	if err != nil {
		return out, err
	}
	for _, w := range p.others {
		if w.yields() {
			if !w.fields.Intersection(p.wanted).Empty() && !slices.Contains(out.Over, w.manager) {
				out.Over = append(out.Over, w.manager)
			}
			continue
		}
		for path := range w.fields.Intersection(changed).Leaves().All() {
			out.Held = append(out.Held, Held{Path: wording(path), Manager: w.manager})
		}
	}
	slices.Sort(out.Over)
	slices.SortFunc(out.Held, func(a, b Held) int {
		return strings.Compare(a.Path+"\x00"+a.Manager, b.Path+"\x00"+b.Manager)
	})
	out.Held = slices.Compact(out.Held)
	return out, nil
}

// changed are the fields that an apply of want would add or change, which is what an
// API server finds conflicts in.
func (p *pair) changed() (*fieldpath.Set, error) {
	left, err := p.applied()
	if left == nil || err != nil {
		return fieldpath.NewSet(), err
	}
	if left, err = left.asServed(); err != nil {
		return nil, err
	}
	leftTyped, err := left.typed()
	if err != nil {
		return nil, err
	}
	c, err := p.liveTyped.Compare(leftTyped)
	if err != nil {
		return nil, err
	}
	return c.Modified.Union(c.Added), nil
}

// yields tells whether a manager's fields may be taken over: what a person or a tool
// wrote as a whole object. A controller would write its fields again.
func (w owner) yields() bool {
	return w.operation == "Update" && w.subresource == "" && !isController(w.manager)
}

// isController tells whether a field manager is a program that keeps writing.
func isController(manager string) bool {
	switch manager {
	case "kube-controller-manager", "kube-scheduler", "kubelet", "kube-apiserver", "cluster-autoscaler":
		return true
	}
	for _, end := range []string{"-controller", "-controller-manager", "-operator", "-autoscaler", "-updater"} {
		if strings.HasSuffix(manager, end) {
			return true
		}
	}
	return false
}

// TakenOver is a live object as it is once the fields of managers are berth's: what
// [Differences] must be given to tell, before an adoption, which fields it takes
// out. The managers' entries of operation Update go into berth's; all others stay.
func TakenOver(live Object, managers []string) Object {
	out := live.Copy()
	entries, _ := out.At("metadata", "managedFields").([]any)
	for _, e := range entries {
		entry, ok := e.(map[string]any)
		if !ok {
			continue
		}
		name, _ := entry["manager"].(string)
		if entry["operation"] == "Update" && entry["subresource"] == nil && slices.Contains(managers, name) {
			entry["manager"] = Manager
		}
	}
	return out
}
