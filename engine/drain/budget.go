package drain

import (
	"fmt"

	policy "k8s.io/api/policy/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"

	"berth.dev/engine/object"
)

// budget is a PodDisruptionBudget.
type budget struct {
	policy.PodDisruptionBudget
	selector labels.Selector
}

func readBudget(o object.Object) (b budget, err error) {
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(o, &b.PodDisruptionBudget); err != nil {
		return b, fmt.Errorf("%s cannot be read: %w", o.Ref(), err)
	}
	// No selector selects nothing, an empty one all pods of the namespace.
	if b.selector, err = meta.LabelSelectorAsSelector(b.Spec.Selector); err != nil {
		return b, fmt.Errorf("%s: its selector cannot be read: %w", o.Ref(), err)
	}
	return b, nil
}

// of are the budgets that have a word about a pod. The API server asks none about a pod
// that does not run yet.
func of(p *pod, all []budget) (own []*budget) {
	for i := range all {
		if all[i].Namespace == p.Namespace && all[i].selector.Matches(labels.Set(p.Labels)) {
			own = append(own, &all[i])
		}
	}
	return own
}

// forbidden tells whether budgets never let a pod go as they stand: to wait would only
// be to wait.
func forbidden(p *pod, all []budget) (Stuck, bool) {
	own := of(p, all)
	switch {
	case p.Status.Phase == "Pending" || len(own) == 0:
		return Stuck{}, false
	case len(own) > 1:
		return p.stuck(Twice, "the budgets %s and %s both select it, and no eviction is allowed then: let one of them select it", own[0].Name, own[1].Name), true
	}
	b := own[0]
	if !b.never(p) {
		return Stuck{}, false
	}
	return p.stuck(Forbidden, "the budget %s never lets it go: it wants %d healthy pods and there are to be %d: run one more, or ask less of the budget", b.Name, b.Status.DesiredHealthy, b.Status.ExpectedPods), true
}

// never tells whether the budget would let a pod go not even when all are healthy. It is
// silent where its status is behind.
func (b *budget) never(p *pod) bool {
	s := b.Status
	if s.ObservedGeneration < b.Generation || s.DisruptionsAllowed > 0 || s.ExpectedPods == 0 {
		return false
	}
	return s.DesiredHealthy >= s.ExpectedPods && !b.free(p)
}

// free tells whether the budget lets a pod go that is not healthy anyway.
func (b *budget) free(p *pod) bool {
	s := b.Status
	if p.ready() {
		return false
	}
	always := b.Spec.UnhealthyPodEvictionPolicy
	return always != nil && *always == policy.AlwaysAllow || s.CurrentHealthy >= s.DesiredHealthy && s.DesiredHealthy > 0
}

// words say how the budget stands.
func (b *budget) words() string {
	return fmt.Sprintf("the budget %s allows no pod to go: %d of %d are healthy and it wants %d", b.Name, b.Status.CurrentHealthy, b.Status.ExpectedPods, b.Status.DesiredHealthy)
}
