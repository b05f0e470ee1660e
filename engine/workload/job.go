package workload

import (
	"math"

	"berth.dev/engine/object"
)

const (
	// lateSeconds is how much later than its schedule a run may still begin: after
	// that it is left out, as if the cluster had been off.
	lateSeconds = 300
	// retries is how often a run is tried again.
	retries = 3
)

// cronJob makes the schedule of a job.
func (m *maker) cronJob() object.Object {
	j, c := m.Service.Job, m.Service.Container
	if !j.Schedule.Set() {
		m.unsaid(j.Origin, "Job without a schedule", "Service %q is a job without a schedule, so nobody can say when it runs. Set schedule, as in schedule = \"0 4 * * *\", or write manifests of what starts it.", m.name)
	}
	if len(m.Service.Volumes) > 0 || m.Service.Stateful.V {
		m.unsaid(j.Origin, "Job with disks", "Service %q is a job that keeps something on disks; how its runs share them cannot be said in a container block. Write manifests.", m.name)
	}
	if c.Port.Set() {
		m.diags.Warnf(CodeIdle, m.at(c.Port.Origin), "Port of a job", "Service %q is a job: nobody calls it, and its port is left out.", m.name)
	}
	side := int64(1)
	if n := j.Parallelism.Upper(); n > 1 {
		side = int64(math.Min(math.Ceil(n), math.MaxInt32))
	}
	if m.Service.Concurrency.V == "one" && side > 1 {
		m.contradiction(j.Parallelism.Origin, "One and several", "Service %q: concurrency = \"one\" means that two copies never run, and parallelism is %d.", m.name, side)
	}
	pod := m.pod()
	pod["spec"].(fields)["restartPolicy"] = "Never"
	return m.object("CronJob", m.name, fields{"spec": fields{
		"concurrencyPolicy":       "Forbid",
		"schedule":                j.Schedule.V,
		"startingDeadlineSeconds": int64(lateSeconds),
		"suspend":                 false,
		"jobTemplate": fields{"spec": fields{
			"backoffLimit": int64(retries), "completions": side, "parallelism": side, "template": pod,
		}},
	}})
}
