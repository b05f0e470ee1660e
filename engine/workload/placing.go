package workload

import (
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/spec"
)

// placing adds on which nodes pods may run, and that they spread over them.
func (m *maker) placing(pod fields) {
	texts := m.Service.Tolerations.V
	pool := m.pool()
	if pool != nil {
		texts = append(slices.Clone(texts), pool.Taints.V...)
		m.poolNodes(pod, pool)
	}
	var tolerations []any
	for _, text := range slices.Compact(slices.Sorted(slices.Values(texts))) {
		t, ok := toleration(text)
		if !ok {
			m.contradiction(m.Service.Tolerations.Origin, "Not a toleration", "Service %q: %q is not a taint. Write key=value:effect with the effect NoSchedule, PreferNoSchedule or NoExecute, as in \"dedicated=batch:NoSchedule\".", m.name, text)
			continue
		}
		tolerations = append(tolerations, t)
	}
	if tolerations != nil {
		pod["tolerations"] = tolerations
	}
	if _, most := m.bounds(); most > 1 && m.Service.Job == nil {
		pod["topologySpreadConstraints"] = []any{fields{
			"maxSkew": int64(1), "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "ScheduleAnyway",
			"labelSelector": fields{"matchLabels": m.labels()},
		}}
	}
}

// pool is the pool that the service names, nil where the site has none of that name.
func (m *maker) pool() *spec.NodePool {
	if !m.Service.Pool.Set() {
		return nil
	}
	return m.Site.Pool(m.Service.Pool.V)
}

// poolNodes makes pods run on the nodes of a pool.
func (m *maker) poolNodes(pod fields, pool *spec.NodePool) {
	if len(pool.Labels.V) == 0 {
		m.diags.Warnf(CodeIdle, m.at(m.Service.Pool.Origin), "Pool without labels",
			"Service %q is to run on the pool %q of %s, whose nodes have no labels in the specs: pods may run on any node. Set labels of the node_pool.", m.name, pool.Name, m.Site.Name)
		return
	}
	selector := fields{}
	for _, key := range slices.Sorted(maps.Keys(pool.Labels.V)) {
		selector[key] = pool.Labels.V[key]
	}
	pod["nodeSelector"] = selector
}

// toleration reads a taint as people write it: key, key=value, each with :effect.
func toleration(text string) (fields, bool) {
	rest, effect, hasEffect := strings.Cut(text, ":")
	key, value, hasValue := strings.Cut(rest, "=")
	if key == "" || strings.ContainsAny(text, " \t\r\n") {
		return nil, false
	}
	out := fields{"key": key, "operator": "Exists"}
	if hasValue {
		out["operator"], out["value"] = "Equal", value
	}
	if hasEffect {
		if !slices.Contains([]string{"NoSchedule", "PreferNoSchedule", "NoExecute"}, effect) {
			return nil, false
		}
		out["effect"] = effect
	}
	return out, true
}
