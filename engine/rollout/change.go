package rollout

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// left is a reason why a service is left as it is.
type left struct{ why string }

// Error is the reason.
func (l left) Error() string { return l.why }

func leave(format string, args ...any) error { return left{fmt.Sprintf(format, args...)} }

// how says what is special about an object on its way to what is wanted.
type how struct {
	wave int
	// at is the phase in which it is written.
	at phase
	// scaled says that an autoscaler sets the number of copies.
	scaled bool
	// copiesOf is the site whose live number of copies a new object takes over.
	copiesOf string
	// copies is how many copies there are to be until a later step, -1 for as many as
	// wanted.
	copies int64
	why    string
}

// bring turns what is at a place into what is wanted there, and tells whether that
// takes a step.
func (d *draft) bring(p place, want object.Object, h how) (bool, error) {
	planned, ok := d.planned[p]
	if ok && planned.content != nil {
		return false, nil // an earlier stop has seen to it
	}
	want = object.Own(want, d.service.Name, setID(d.service))
	if _, counts := want.Copies(); h.copies >= 0 && counts {
		var err error
		if want, err = want.WithCopies(h.copies); err != nil {
			return false, err
		}
	}
	who, whose := d.b.whose(d.service, p)
	if ok {
		who = absent // an earlier stop has removed it
	}
	switch who {
	case absent:
		return true, d.create(p, want, h)
	case foreign:
		return false, leave("%s: %s, so berth does not touch it: let go of it there first, or take it out of the service's manifests", p, whose)
	case mine:
		return d.update(p, want, h)
	}
	return true, d.adopt(p, want, h)
}

func (d *draft) create(p place, want object.Object, h how) error {
	after, err := d.keep(want)
	if err != nil {
		return err
	}
	s := step.Step{Kind: step.Create, Site: p.site, Object: &p.ref, After: after, Scaled: h.scaled, Why: h.why}
	if _, counts := want.Copies(); counts && isReplicated(p.ref.Kind) && h.copies < 0 {
		s.CopiesOf = h.copiesOf
	}
	if p.ref.Kind == "Job" {
		s.Loses = "a job that has run"
	}
	d.add(h.wave, h.at, s)
	d.planned[p] = spot{content: want, digest: after}
	d.made[p] = h.wave
	d.spaces[place{p.site, object.Ref{Kind: namespaceKind, Name: p.ref.Namespace}}] = true
	return nil
}

// adopted is what no undo brings back of an object that somebody else made.
const adopted = "it becomes berth's and stays so"

// update changes what is the service's own. Where a person has changed a field since,
// taking it back is an adoption of its own, which says from whom.
func (d *draft) update(p place, want object.Object, h how) (bool, error) {
	live := d.now(p).content
	want, err := handed(live, want, h)
	if err != nil {
		return false, err
	}
	d.made[p] = h.wave
	view := object.View{Scaled: h.scaled}
	diffs, err := object.Differences(live, want, view)
	if err != nil || len(diffs) == 0 {
		return false, err
	}
	if fixed := fixed(p.ref.Kind, diffs); len(fixed) > 0 {
		return true, d.replace(p, want, h, fixed)
	}
	if !slices.ContainsFunc(diffs, func(x object.Difference) bool { return x.Manager != "" && x.Want != nil }) {
		return true, d.write(p, live, want, h, step.Step{Kind: step.Update, Why: h.why + ": " + fields(diffs)})
	}
	taking, err := object.Taken(live, want, view)
	if err != nil {
		return false, err
	}
	if len(taking.Held) > 0 {
		return false, leave("%s: %s: give the field up there, or write what it holds into the specs", p, held(taking.Held))
	}
	back := fmt.Sprintf("%s: takes back from %s: %s", h.why, strings.Join(taking.Over, ", "), fields(diffs))
	d.diags.Warnf(CodeByHand, diag.Range{}, p.String()+": was changed by hand", "the work sets it back: %s", fields(diffs))
	return true, d.write(p, live, want, h, step.Step{Kind: step.Adopt, Managers: taking.Over, Why: back})
}

// adopt takes over what is nobody's.
func (d *draft) adopt(p place, want object.Object, h how) error {
	live := d.now(p).content
	want, err := handed(live, want, h)
	if err != nil {
		return err
	}
	view := object.View{Scaled: h.scaled}
	taking, err := object.Taken(live, want, view)
	if err != nil {
		return err
	}
	if len(taking.Held) > 0 {
		return leave("%s: cannot be taken over: %s", p, held(taking.Held))
	}
	diffs, err := object.Differences(object.TakenOver(live, taking.Over), want, view)
	if err != nil {
		return err
	}
	if fixed := fixed(p.ref.Kind, diffs); len(fixed) > 0 {
		return leave("%s: cannot be taken over as the specs want it, for this cannot be changed in place: %s; write what it is now into the specs, or give it another name", p, fields(fixed))
	}
	d.made[p] = h.wave
	why := h.why + ": it runs already and becomes berth's"
	if said := changes(diffs); said != "" {
		why += "; " + said
	}
	return d.write(p, live, want, h, step.Step{Kind: step.Adopt, Managers: taking.Over, Loses: adopted, Why: why})
}

// write adds a step that writes want over live.
func (d *draft) write(p place, live, want object.Object, h how, s step.Step) error {
	seen, err := object.Seen(object.TakenOver(live, s.Managers), want, object.View{Scaled: h.scaled})
	if err != nil {
		return err
	}
	if s.Before, err = d.keep(seen); err != nil {
		return err
	}
	if s.After, err = d.keep(want); err != nil {
		return err
	}
	s.Site, s.Object, s.UID, s.Scaled = p.site, &p.ref, live.UID(), h.scaled
	d.add(h.wave, h.at, s)
	d.planned[p] = spot{content: merged(live, want), uid: live.UID()}
	return nil
}

// merged is live with the number of copies that want sets: all that later steps of a
// draft ask of it.
func merged(live, want object.Object) object.Object {
	n, counts := want.Copies()
	if !counts || want.At("spec", "replicas") == nil && want.At("spec", "suspend") == nil {
		return live
	}
	out, err := live.WithCopies(n)
	if err != nil {
		return live
	}
	return out
}

// claimed makes what runs at a place berth's without changing it: what is about to
// be stopped or removed must be berth's first, and nothing more is asked of it.
func (d *draft) claimed(p place) error {
	live := d.now(p).content
	want := object.Own(object.Object{
		"apiVersion": live["apiVersion"], "kind": live["kind"],
		"metadata": map[string]any{"name": p.ref.Name, "namespace": p.ref.Namespace},
	}, d.service.Name, setID(d.service))
	taking, err := object.Taken(live, want, object.View{})
	if err != nil {
		return err
	}
	if len(taking.Held) > 0 {
		return leave("%s: cannot be taken over: %s", p, held(taking.Held))
	}
	seen, err := object.Seen(live, want, object.View{})
	if err != nil {
		return err
	}
	s := step.Step{Kind: step.Adopt, Site: p.site, Object: &p.ref, UID: live.UID(), Loses: adopted,
		Why: "it runs already and becomes berth's, unchanged, so that the move may remove it"}
	if s.Before, err = d.keep(seen); err != nil {
		return err
	}
	if s.After, err = d.keep(want); err != nil {
		return err
	}
	d.add(0, adopting, s)
	d.planned[p] = spot{content: live, uid: live.UID()}
	return nil
}

// handed leaves the number of copies to an autoscaler, never for nobody.
func handed(live, want object.Object, h how) (object.Object, error) {
	if !h.scaled {
		return want, nil
	}
	return object.Handed(live, want)
}

func rankOf(r object.Ref) int {
	k, _ := object.KindOf(r.Kind)
	return k.Rank
}

func isReplicated(kind string) bool { return kind == "Deployment" || kind == "StatefulSet" }

// told is how many fields one sentence names.
const told = 4

// fields says what becomes of fields, the first few of them.
func fields(diffs []object.Difference) string {
	var out []string
	for i, x := range diffs {
		if i == told {
			out = append(out, fmt.Sprintf("and %d more", len(diffs)-told))
			break
		}
		out = append(out, x.String())
	}
	return strings.Join(out, "; ")
}

// changes is fields without the labels that berth puts on everything.
func changes(diffs []object.Difference) string {
	return fields(slices.DeleteFunc(slices.Clone(diffs), func(x object.Difference) bool {
		return strings.HasPrefix(x.Path, "metadata.labels")
	}))
}

func held(all []object.Held) string {
	var out []string
	for i, h := range all {
		if i == told {
			out = append(out, fmt.Sprintf("and %d more", len(all)-told))
			break
		}
		out = append(out, h.Path+" is "+h.Manager+"'s")
	}
	return strings.Join(out, "; ")
}
