package workload

import (
	"math"

	"berth.dev/engine/object"
)

// bounds are the least and the most copies on the site, 1 at least.
func (m *maker) bounds() (least, most int64) {
	least, most = 1, 1
	s := m.Service
	if s.Concurrency.V == "one" {
		return 1, 1
	}
	if r := s.Replicas; r != nil {
		least = max(1, int64(r.Min.V))
		most = max(least, int64(r.Max.V))
	}
	if m.Copies > 0 {
		least = m.Copies
	}
	return least, max(least, most)
}

// deployment makes the Deployment of a service that keeps nothing.
func (m *maker) deployment() object.Object {
	least, most := m.bounds()
	if most > math.MaxInt32 {
		m.contradiction(m.Service.Origin, "Too many copies", "Service %q: %d copies are more than Kubernetes can count.", m.name, most)
	}
	strategy := fields{"type": "RollingUpdate", "rollingUpdate": fields{"maxSurge": "25%", "maxUnavailable": int64(0)}}
	if m.Service.Concurrency.V == "one" {
		strategy = fields{"type": "Recreate"}
	}
	return m.object("Deployment", m.name, fields{"spec": fields{
		"progressDeadlineSeconds": int64(math.Ceil(m.Service.HealthyWithin())),
		"replicas":                least,
		"revisionHistoryLimit":    int64(revisions),
		"selector":                fields{"matchLabels": m.labels()},
		"strategy":                strategy,
		"template":                m.pod(),
	}})
}

// revisions is how many old templates a cluster keeps: berth's own undo does not
// need them, a person at night may.
const revisions = 3

// cpuTarget is the share of the requested CPU at which the autoscaler keeps copies,
// in percent.
const cpuTarget = 70

// scaling makes the autoscaler and the budget of a Deployment.
func (m *maker) scaling() (out []object.Object) {
	least, most := m.bounds()
	if least < most {
		if m.Service.Replica == nil || m.Service.Replica.CPU.Upper() == 0 {
			m.unsaid(m.Service.Replicas.Origin, "Nothing to scale by", "Service %q may run %d to %d copies, and copies follow their use of CPU. Set replica { cpu = … }, or one number of copies.", m.name, least, most)
		}
		out = append(out, m.object("HorizontalPodAutoscaler", m.name, fields{"spec": fields{
			"scaleTargetRef": fields{"apiVersion": "apps/v1", "kind": "Deployment", "name": m.name},
			"minReplicas":    least,
			"maxReplicas":    most,
			"metrics": []any{fields{"type": "Resource", "resource": fields{
				"name": "cpu", "target": fields{"type": "Utilization", "averageUtilization": int64(cpuTarget)},
			}}},
		}}))
	}
	if least > 1 {
		out = append(out, m.object("PodDisruptionBudget", m.name, fields{"spec": fields{
			"maxUnavailable":             int64(1),
			"selector":                   fields{"matchLabels": m.labels()},
			"unhealthyPodEvictionPolicy": "AlwaysAllow",
		}}))
	}
	return out
}
