package apply

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// patience is how long a pod may be in trouble before a wait gives up: a registry
// that hiccups and a start that comes before what it needs both heal by themselves
// in less.
const patience = 60 * time.Second

// podPause is how often pods are looked at, and podStart how long a workload gets
// before: most are healthy sooner, and a list for each of thousands is dear.
const (
	podStart = 5 * time.Second
	podPause = 10 * time.Second
)

// podTrouble says which reasons keep pods of an object from starting: " (a pod waits:
// ImagePullBackOff …)", "" for none. A reason that lasts ends the wait.
func (r *run) podTrouble(ctx context.Context, w *waiting, live object.Object) (string, error) {
	ref, now := live.Ref(), r.job.Clock.Now()
	next, looked := w.podsAt[ref]
	if !looked {
		next = w.began.Add(podStart)
	}
	if now.Before(next) {
		return w.trouble[ref], nil
	}
	w.podsAt[ref] = now.Add(podPause)
	pods, err := w.site.pods(ctx, live)
	if err != nil {
		return "", err
	}
	w.trouble[ref], err = w.lasting(ref, pods, now)
	return w.trouble[ref], err
}

// lasting says what is wrong with the pods of a workload now, and fails where it has
// been so for too long.
func (w *waiting) lasting(ref object.Ref, pods []object.Object, now time.Time) (string, error) {
	reasons := map[string]string{}
	for _, pod := range pods {
		for _, c := range stuck(pod) {
			reasons[c.reason] = fmt.Sprintf("%s: container %s: %s", pod.Ref(), c.name, c.reason)
		}
	}
	for key := range w.since {
		if reason, still := strings.CutPrefix(key, ref.String()+" "); still && reasons[reason] == "" {
			delete(w.since, key)
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		key := ref.String() + " " + reason
		if w.since[key].IsZero() {
			w.since[key] = now
		}
		if lasted := now.Sub(w.since[key]); lasted >= patience {
			return "", fmt.Errorf("%s: %s does not start, for %s now: %s", w.site.name, ref, lasted, reasons[reason])
		}
	}
	if len(reasons) == 0 {
		return "", nil
	}
	return " (" + strings.Join(slices.Sorted(maps.Values(reasons)), "; ") + ")", nil
}

// container is one that waits for a reason.
type container struct{ name, reason string }

// stuck are the containers of a pod that wait for a reason other than that they are
// only being made.
func stuck(pod object.Object) (some []container) {
	for _, list := range []string{"initContainerStatuses", "containerStatuses"} {
		all, _ := pod.At("status", list).([]any)
		for _, v := range all {
			m, _ := v.(map[string]any)
			c := object.Object(m)
			reason, _ := c.At("state", "waiting", "reason").(string)
			if reason == "" || reason == "ContainerCreating" || reason == "PodInitializing" {
				continue
			}
			name, _ := c.At("name").(string)
			some = append(some, container{name, reason})
		}
	}
	return some
}

// pods are those of a workload, by its selector; none where it has none.
func (s *site) pods(ctx context.Context, workload object.Object) ([]object.Object, error) {
	selector := workload.PodSelector()
	if len(selector) == 0 || workload.PodTemplate() == nil {
		return nil, nil
	}
	terms := make([]string, 0, len(selector))
	for _, key := range slices.Sorted(maps.Keys(selector)) {
		terms = append(terms, key+"="+selector[key])
	}
	return s.list(ctx, target.Query{Kind: "Pod", Namespace: workload.Ref().Namespace, Selector: strings.Join(terms, ",")})
}

// stillRuns says what of an object still runs, "" for nothing: pods that are not at
// their end, also those that are being stopped, and the runs of a schedule.
func (r *run) stillRuns(ctx context.Context, w *waiting, ref object.Ref, live object.Object) (string, error) {
	if live == nil {
		live = r.lastKnown(ref, w.step.Site)
	}
	if live == nil {
		return "", nil
	}
	if ref.Kind == "CronJob" {
		return w.site.underWay(ctx, live)
	}
	pods, err := w.site.pods(ctx, live)
	if err != nil {
		return "", err
	}
	running := 0
	for _, pod := range pods {
		if phase := pod.At("status", "phase"); phase != "Succeeded" && phase != "Failed" && !ofAnother(pod, ref) {
			running++
		}
	}
	if running == 0 {
		return "", nil
	}
	return fmt.Sprintf("%s: %d pod(s) still run", ref, running), nil
}

// underWay says how many runs of a schedule are not at their end. The schedule's own
// status is a moment behind, and does not count the runs that a person has started of
// it; so the jobs that it owns are counted, too.
func (s *site) underWay(ctx context.Context, schedule object.Object) (string, error) {
	active, _ := schedule.At("status", "active").([]any)
	jobs, err := s.list(ctx, target.Query{Kind: "Job", Namespace: schedule.Ref().Namespace})
	if err != nil {
		return "", err
	}
	running := 0
	for _, job := range jobs {
		if o := controllerOf(job); o.At("kind") == "CronJob" && o.At("name") == schedule.Ref().Name && !isOver(job) {
			running++
		}
	}
	if running = max(running, len(active)); running == 0 {
		return "", nil
	}
	return fmt.Sprintf("%s: %d run(s) are not at their end", schedule.Ref(), running), nil
}

// isOver tells whether a job has come to its end, well or not.
func isOver(job object.Object) bool {
	conditions, _ := job.At("status", "conditions").([]any)
	return slices.ContainsFunc(conditions, func(v any) bool {
		c, _ := v.(map[string]any)
		return (c["type"] == "Complete" || c["type"] == "Failed") && c["status"] == "True"
	})
}

// ofAnother tells whether a pod surely is another workload's: a selector may find pods
// of several. Pods of a Deployment belong to a ReplicaSet that bears its name and the
// hash of their template. A pod of nobody counts as the workload's.
func ofAnother(pod object.Object, ref object.Ref) bool {
	owner := controllerOf(pod)
	kind, _ := owner.At("kind").(string)
	name, _ := owner.At("name").(string)
	switch {
	case owner == nil:
		return false
	case kind == "ReplicaSet":
		return ref.Kind != "Deployment" || name != ref.Name+"-"+pod.Label("pod-template-hash")
	}
	return kind != ref.Kind || name != ref.Name
}

// controllerOf is the entry of the controller that made an object, nil for none.
func controllerOf(o object.Object) object.Object {
	owners, _ := o.At("metadata", "ownerReferences").([]any)
	for _, v := range owners {
		if m, _ := v.(map[string]any); m["controller"] == true {
			return m
		}
	}
	return nil
}

// lastKnown is the last content that the plan knows of an object that is gone: its
// pods may outlive it, and only its selector finds them.
func (r *run) lastKnown(ref object.Ref, site string) object.Object {
	for _, stage := range r.job.Work.Stages {
		for _, st := range stage.Steps {
			if st.Site != site || st.Object == nil || *st.Object != ref {
				continue
			}
			for _, digest := range []string{st.After, st.Before} {
				if o, err := r.job.Bag.Get(digest); err == nil && len(o.PodSelector()) > 0 {
					return o
				}
			}
		}
	}
	return nil
}
