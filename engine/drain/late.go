package drain

import (
	"context"
	"fmt"
	"strings"
	"time"

	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"berth.dev/engine/target"
)

// few is how many pods are named where there may be a hundred.
const few = 5

// waits says what a node waits for.
func (h *host) waits(left []pod) string {
	var words []string
	for i := range left {
		p := &left[i]
		switch trouble := h.trouble[p.uid()]; {
		case i == few:
			words = append(words, fmt.Sprintf("%d more", len(left)-few))
		case i > few:
		case p.ending() || trouble == "":
			words = append(words, p.ref().String()+" ends")
		default:
			words = append(words, p.ref().String()+": "+trouble)
		}
	}
	return fmt.Sprintf("node %s, %d to go: %s", h.name, len(left), strings.Join(words, "; "))
}

// late is the error of a drain whose time is up: each pod with what keeps it.
func (h *host) late(ctx context.Context, left []pod) error {
	// Without the budgets the reasons are poorer, and still true.
	all, _ := h.budgets(ctx)
	var stuck []Stuck
	for i := range left {
		p := &left[i]
		own, trouble := of(p, all), h.trouble[p.uid()]
		switch {
		case p.ending() || !h.asked[p.uid()].IsZero():
			stuck = append(stuck, p.stuck(Ending, "it was told to end and is there still%s", h.holds(p)))
		case len(own) > 0 && own[0].Status.DisruptionsAllowed == 0 && !own[0].free(p):
			stuck = append(stuck, p.stuck(Budget, "%s%s", own[0].words(), h.unhealthy(ctx, own[0])))
		case trouble != "":
			stuck = append(stuck, p.stuck(Refused, "its eviction is refused: %s", trouble))
		default:
			stuck = append(stuck, p.stuck(Refused, "the time was up before it could be asked to go"))
		}
	}
	return h.blocked(stuck)
}

// holds says what keeps a pod that was told to end.
func (h *host) holds(p *pod) string {
	if h.silent {
		return ": its node does not answer, so nobody ends it"
	}
	if len(p.Finalizers) > 0 {
		return ": it waits for the finalizer " + strings.Join(p.Finalizers, ", ")
	}
	if own := p.DeletionGracePeriodSeconds; own != nil {
		return fmt.Sprintf(": it has %s to end by itself", time.Duration(*own)*time.Second)
	}
	return ""
}

// unhealthy says which pods of a budget are not healthy, and so keep the others.
func (h *host) unhealthy(ctx context.Context, b *budget) string {
	list, err := h.list(ctx, target.Query{Kind: "Pod", Namespace: b.Namespace, Selector: b.selector.String()})
	if err != nil {
		return ""
	}
	var words []string
	for _, o := range list {
		var p pod
		if runtime.DefaultUnstructuredConverter.FromUnstructured(o, &p.Pod) != nil || p.ready() || p.finished() || len(words) == few {
			continue
		}
		words = append(words, p.ref().String()+" is not healthy"+p.why())
	}
	if len(words) == 0 {
		return ""
	}
	return "; " + strings.Join(words, "; ")
}

// why says why a pod is not healthy, as the cluster has it.
func (p *pod) why() string {
	for _, c := range p.Status.Conditions {
		if c.Type == core.PodScheduled && c.Status == core.ConditionFalse {
			return " (" + c.Reason + ": " + c.Message + ")"
		}
	}
	for _, c := range p.Status.ContainerStatuses {
		if w := c.State.Waiting; w != nil && w.Reason != "" {
			return " (" + w.Reason + ")"
		}
	}
	return ""
}
