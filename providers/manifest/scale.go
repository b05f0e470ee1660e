package manifest

import (
	"fmt"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// replicasOf says between which counts the copies of a workload move: what a
// HorizontalPodAutoscaler says, or else the manifest.
func (x *index) replicasOf(w *workload) *Replicas {
	count, r := int32(1), &Replicas{}
	if w.replicas != nil {
		count = max(0, *w.replicas)
	}
	if h := x.scalers[scaled{w.namespace, w.kind, w.name}]; h != nil {
		h.used = true
		r.Min, r.Max = 1, h.is.Spec.MaxReplicas
		if h.is.Spec.MinReplicas != nil {
			r.Min = max(0, *h.is.Spec.MinReplicas)
		}
		r.Max = max(1, r.Min, r.Max)
		r.Comments = append(r.Comments, fmt.Sprintf("From HorizontalPodAutoscaler %s.", h.name))
		if w.replicas != nil {
			r.Comments = append(r.Comments, fmt.Sprintf("The %s itself says %d, which the autoscaler overrules.", w.kind, count))
		}
		return r
	}
	r.Min, r.Max = count, count
	switch {
	case w.replicas == nil:
		r.Comments = append(r.Comments, "The manifest does not say how many; Kubernetes then runs 1.")
	case count == 0:
		// The language refuses a service that can never run.
		r.Max = 1
		r.Comments = append(r.Comments, "Switched off: the manifest asks for 0. Remove the service if it is gone for good.")
	}
	if count > 0 {
		r.Comments = append(r.Comments, "No HorizontalPodAutoscaler was read, so the most is what runs today.")
	}
	return r
}

// jobOf says when a job runs. How long it runs is in no manifest.
func jobOf(j *jobFacts) *Job {
	out := &Job{Parallelism: j.parallelism, DurationComments: []string{"How long a run takes is in no manifest."}}
	if j.deadline > 0 {
		out.DurationComments = append(out.DurationComments, fmt.Sprintf("Kubernetes stops it after %d s.", j.deadline))
	}
	if j.schedule == "" {
		out.Comments = append(out.Comments, "It runs once: the manifest has no schedule.")
		return out
	}
	schedule := j.schedule
	for _, prefix := range []string{"TZ=", "CRON_TZ="} {
		if rest, ok := strings.CutPrefix(schedule, prefix); ok {
			j.zone, schedule, _ = strings.Cut(rest, " ")
		}
	}
	if j.zone != "" {
		out.Comments = append(out.Comments, fmt.Sprintf("The hours of the schedule are those of %s.", j.zone))
	}
	if j.suspended {
		out.Comments = append(out.Comments, "Suspended: it does not run at present.")
	}
	if out.Schedule = cronFields(strings.TrimSpace(schedule)); out.Schedule == "" {
		out.Comments = append(out.Comments, "Its schedule has no form in five fields; say in what share of the month it runs.")
	}
	return out
}

// cronFields writes the short names of schedules in five fields, and returns ""
// for what has none, as "@every 90s".
func cronFields(s string) string {
	switch s {
	case "@yearly", "@annually":
		return "0 0 1 1 *"
	case "@monthly":
		return "0 0 1 * *"
	case "@weekly":
		return "0 0 * * 0"
	case "@daily", "@midnight":
		return "0 0 * * *"
	case "@hourly":
		return "0 * * * *"
	}
	if len(strings.Fields(s)) != 5 || !isPlain(s) {
		return ""
	}
	return s
}

// onlyOne tells whether two copies of the workload must never run, and why.
func (x *index) onlyOne(w *workload, r *Replicas) (string, bool) {
	if w.job != nil {
		p := w.job.policy
		if (p == batchv1.ForbidConcurrent || p == batchv1.ReplaceConcurrent) && w.job.parallelism <= 1 {
			return fmt.Sprintf("concurrencyPolicy %s: a run never begins beside another.", p), true
		}
		return "", false
	}
	if !w.recreate || r.Max > 1 {
		return "", false
	}
	for _, v := range w.pod.Volumes {
		if v.PersistentVolumeClaim == nil {
			continue
		}
		claim := x.claims[key{w.namespace, v.PersistentVolumeClaim.ClaimName}]
		if claim == nil {
			continue
		}
		for _, m := range claim.is.Spec.AccessModes {
			if m == corev1.ReadWriteOnce || m == corev1.ReadWriteOncePod {
				return fmt.Sprintf("Strategy Recreate, and volume %s can be written from one place only.", v.Name), true
			}
		}
	}
	return "", false
}

// budgetComments say how many copies the cluster keeps up while nodes are
// drained. The language has no word for it.
func (x *index) budgetComments(w *workload) []string {
	var out []string
	for _, b := range x.budgets[w.namespace] {
		if !b.selector.Matches(labels.Set(w.labels)) {
			continue
		}
		b.used = true
		switch {
		case b.is.Spec.MinAvailable != nil:
			out = append(out, fmt.Sprintf("PodDisruptionBudget %s: at least %s of its pods stay up.", b.name, b.is.Spec.MinAvailable.String()))
		case b.is.Spec.MaxUnavailable != nil:
			out = append(out, fmt.Sprintf("PodDisruptionBudget %s: at most %s of its pods may be down.", b.name, b.is.Spec.MaxUnavailable.String()))
		}
	}
	return out
}
