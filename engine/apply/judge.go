package apply

import (
	"context"
	"fmt"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
)

// judge tells whether a step is done, may be done, or is not about what is there. The
// rule is that of package rollout, and two things come on top that only a run knows.
// What has the right content and is in no set of berth's is not berth's: somebody
// copied it, labels and all. And what a run made, and the cluster changed while it
// took it, is done all the same.
func (r *run) judge(ctx context.Context, s *site, st *step.Step, live object.Object) (rollout.State, string) {
	state, why := rollout.Judge(*st, live, r.job.Bag)
	if live == nil || st.Object.Kind == "Namespace" {
		return state, why
	}
	owned := s.owns(live)
	if state == rollout.Stale {
		if owned && r.alike(ctx, s, st, live) {
			return rollout.Done, ""
		}
		return state, why
	}
	mustOwn := st.Kind == step.Update || st.Kind == step.Scale || st.Kind == step.Delete || state == rollout.Done
	if mustOwn && !owned {
		return rollout.Stale, fmt.Sprintf("%s is not berth's: its record does not name this very object (UID %s)", live.Ref(), live.UID())
	}
	return state, why
}

// alike tells whether a write of the step's content would leave the live object as it
// is, by asking the cluster (dry run). Admission on some clusters writes requests or
// annotations into what it takes: then the content differs from the plan's for ever,
// and only the cluster knows that it is the same.
func (r *run) alike(ctx context.Context, s *site, st *step.Step, live object.Object) bool {
	if st.After == "" || (st.UID != "" && st.UID != live.UID()) {
		return false
	}
	o, err := r.content(&task{step: st, site: s})
	if err != nil {
		return false
	}
	if n, counts := live.Copies(); counts && (st.CopiesOf != "" || st.Scaled) {
		if o, err = o.WithCopies(n); err != nil {
			return false
		}
	}
	answer, err := s.t.Apply(ctx, withUID(o, live.UID()), target.Write{Dry: true})
	if err != nil {
		return false
	}
	if answer, err = s.masked(answer); err != nil {
		return false
	}
	return sameContent(answer, live)
}

// sameContent tells whether two objects say the same, beside what only servers write.
func sameContent(a, b object.Object) bool {
	digests := make([]string, 2)
	for i, o := range []object.Object{a, b} {
		clean, err := object.Clean(o)
		if err != nil {
			return false
		}
		if digests[i], err = clean.Digest(); err != nil {
			return false
		}
	}
	return digests[0] == digests[1]
}

// compare tells where the cluster has made something else of what was written.
func (r *run) compare(t *task) {
	if t.left == nil || t.step.After == "" || t.step.Object.Kind == "Namespace" {
		return
	}
	want, err := r.job.Bag.Get(t.step.After)
	if err != nil {
		return
	}
	diffs, err := object.Differences(t.left, want, object.View{Scaled: t.step.Scaled || t.step.CopiesOf != ""})
	if err != nil || len(diffs) == 0 {
		return
	}
	words := make([]string, len(diffs))
	for i, d := range diffs {
		words[i] = d.Path
	}
	r.tellStep(Changed, t.step, "the cluster made something else of it: "+strings.Join(words, ", "))
}
