package apply

import (
	"context"
	"fmt"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

// Taker is a target that can make other managers' fields berth's, which is how an
// object is adopted from those who wrote it without server-side apply. It changes
// who owns the fields and nothing else.
type Taker interface {
	// TakeOver gives berth the fields of managers of the object with this UID: class
	// Conflict where another object has its name.
	TakeOver(ctx context.Context, ref object.Ref, uid string, managers []string) (object.Object, error)
}

// change writes the fields that an Update or Adopt names, as berth's and never by
// force. The request carries the UID, so another object of the same name is not hit.
func (r *run) change(ctx context.Context, t *task) (object.Object, error) {
	o, err := r.content(t)
	if err != nil {
		return nil, err
	}
	return r.attempt(ctx, t, func(ctx context.Context) (object.Object, error) {
		if err := r.takeOver(ctx, t); err != nil {
			return nil, err
		}
		o, err := handed(t, o)
		if err != nil {
			return nil, err
		}
		return t.site.change(ctx, withUID(o, t.live.UID()))
	})
}

// takeOver makes the fields berth's that an Adopt takes over, and judges what is there
// then: the number of copies is berth's alone from now on, and whoever has changed a
// field since it was read would find it written over without a conflict. Done twice it
// changes nothing the second time.
func (r *run) takeOver(ctx context.Context, t *task) error {
	if t.step.Kind != step.Adopt || len(t.step.Managers) == 0 {
		return nil
	}
	live, err := t.site.takeOver(ctx, t.step)
	if err != nil {
		return err
	}
	t.live = live
	if state, why := r.judge(ctx, t.site, t.step, live); state == rollout.Stale {
		return &StaleError{Changed: []Change{{Step: t.step.ID, Site: t.site.name, What: why}}}
	}
	return nil
}

// takeOver is the request; it returns the object as it stands then.
func (s *site) takeOver(ctx context.Context, st *step.Step) (live object.Object, err error) {
	taker, can := s.t.(Taker)
	if !can {
		return nil, fmt.Errorf("%s: adopt %s: this cluster cannot hand over fields", s.name, st.Object)
	}
	if !s.isNamed(*st.Object) {
		return nil, fmt.Errorf("%s: take over %s: %w", s.name, st.Object, ErrUnnamed)
	}
	err = s.write(ctx, "take over "+st.Object.String(), func(ctx context.Context) error {
		live, err = taker.TakeOver(ctx, *st.Object, st.UID, st.Managers)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.masked(live)
}

// handed is the content without a number of copies where an autoscaler sets it. As
// long as berth alone owns the number it is written as it is: left out, the cluster
// would fall back to one copy.
func handed(t *task, o object.Object) (object.Object, error) {
	if !t.step.Scaled {
		return o, nil
	}
	return object.Handed(t.live, o)
}

// withUID is the object with the UID of the live one that it is about.
func withUID(o object.Object, uid string) object.Object {
	out := o.Copy()
	meta, ok := out["metadata"].(map[string]any)
	if !ok {
		meta = map[string]any{}
		out["metadata"] = meta
	}
	meta["uid"] = uid
	return out
}
