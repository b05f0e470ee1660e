package manifest

import (
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// workload is what Deployments, StatefulSets, CronJobs and Jobs have in common.
type workload struct {
	meta
	// name of the service it becomes, set by nameServices.
	service string
	// labels and annotations are those of its pods.
	labels, annotations map[string]string
	pod                 corev1.PodSpec
	// replicas is nil where the manifest does not say.
	replicas *int32
	// claims are made by the StatefulSet, one of each for each pod.
	claims []corev1.PersistentVolumeClaim
	// recreate is true where the old pod ends before the new one begins.
	recreate bool
	// owner keeps the workload, as an operator does; usually empty.
	owner string
	// job is nil for what runs all the time.
	job *jobFacts
}

// jobFacts are what a CronJob or Job says of its runs.
type jobFacts struct {
	// schedule is empty for a job that runs once.
	schedule    string
	zone        string
	parallelism int32
	// deadline is when Kubernetes stops a run, in seconds; 0 is never.
	deadline  int64
	suspended bool
	// policy says whether a run may begin while one is running.
	policy batchv1.ConcurrencyPolicy
}

func fromDeployment(d *appsv1.Deployment) (*workload, string) {
	return &workload{
		labels: d.Spec.Template.Labels, annotations: d.Spec.Template.Annotations, pod: d.Spec.Template.Spec,
		replicas: d.Spec.Replicas,
		recreate: d.Spec.Strategy.Type == appsv1.RecreateDeploymentStrategyType,
		owner:    ownerOf(d.OwnerReferences),
	}, ""
}

func fromStatefulSet(s *appsv1.StatefulSet) (*workload, string) {
	return &workload{
		labels: s.Spec.Template.Labels, annotations: s.Spec.Template.Annotations, pod: s.Spec.Template.Spec,
		replicas: s.Spec.Replicas, claims: s.Spec.VolumeClaimTemplates,
		owner: ownerOf(s.OwnerReferences),
	}, ""
}

func fromCronJob(c *batchv1.CronJob) (*workload, string) {
	w := jobWorkload(&c.Spec.JobTemplate.Spec)
	w.job.schedule, w.job.policy = c.Spec.Schedule, c.Spec.ConcurrencyPolicy
	w.job.suspended = w.job.suspended || c.Spec.Suspend != nil && *c.Spec.Suspend
	if c.Spec.TimeZone != nil {
		w.job.zone = *c.Spec.TimeZone
	}
	w.owner = ownerOf(c.OwnerReferences)
	return w, ""
}

func fromJob(j *batchv1.Job) (*workload, string) {
	for _, c := range j.Status.Conditions {
		ended := c.Type == batchv1.JobComplete || c.Type == batchv1.JobFailed
		if ended && c.Status == corev1.ConditionTrue {
			return nil, reasonFinished
		}
	}
	return jobWorkload(&j.Spec), ""
}

func jobWorkload(s *batchv1.JobSpec) *workload {
	facts := &jobFacts{parallelism: 1, suspended: s.Suspend != nil && *s.Suspend}
	if s.Parallelism != nil {
		facts.parallelism = max(0, *s.Parallelism)
	}
	if s.ActiveDeadlineSeconds != nil {
		facts.deadline = *s.ActiveDeadlineSeconds
	}
	return &workload{labels: s.Template.Labels, annotations: s.Template.Annotations, pod: s.Template.Spec, job: facts}
}

// ownerOf names the object that keeps another one as it is, or nothing.
func ownerOf(owners []metav1.OwnerReference) string {
	for _, o := range owners {
		if o.Controller != nil && *o.Controller {
			return o.Kind + " " + o.Name
		}
	}
	return ""
}
