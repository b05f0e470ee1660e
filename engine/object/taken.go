package object

import (
	"slices"
	"strings"
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
	changes, err := p.changes()
	if err != nil {
		return out, err
	}
	for _, w := range p.others {
		if !w.yields() {
			out.Held = append(out.Held, w.held(changes)...)
			continue
		}
		fields, err := w.fields()
		if err != nil {
			return out, err
		}
		if !fields.Intersection(p.wanted).Empty() && !slices.Contains(out.Over, w.manager) {
			out.Over = append(out.Over, w.manager)
		}
	}
	slices.Sort(out.Over)
	slices.SortFunc(out.Held, func(a, b Held) int {
		return strings.Compare(a.Path+"\x00"+a.Manager, b.Path+"\x00"+b.Manager)
	})
	out.Held = slices.Compact(out.Held)
	return out, nil
}

// held are the changes to fields of a manager. What goes is no conflict: a field that
// somebody else owns too stays.
func (w owner) held(changes []change) (out []Held) {
	for _, c := range changes {
		if c.is != nil && w.has(c.path) {
			out = append(out, Held{Path: wording(c.path), Manager: w.manager})
		}
	}
	return out
}

// yields tells whether a manager's fields may be taken over: what a person or a tool
// wrote as a whole object. A controller would write its fields again.
func (w owner) yields() bool {
	return w.operation == "Update" && w.subresource == "" && !isController(w.manager)
}

// ScaledBy is the person or tool that has set how many copies run by way of the scale
// subresource, as kubectl scale does; "" where nobody has, or where a controller such
// as an autoscaler has. An adoption cannot take this field over: the API server keeps
// it under the subresource. Writing another number does.
func (o Object) ScaledBy() (manager string, err error) {
	_, others, err := o.owners()
	if err != nil {
		return "", err
	}
	for _, w := range others {
		switch {
		case w.operation != "Update" || w.subresource != "scale" || !w.holds("spec", "replicas"):
		case isController(w.manager):
			return "", nil
		default:
			manager = w.manager
		}
	}
	return manager, nil
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
