package workload

import (
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/object"
)

// fromContainer makes the objects of a container block.
func (m *maker) fromContainer() []object.Object {
	s := m.Service
	m.checkContainer()
	out := []object.Object{m.object("ServiceAccount", m.name, fields{"automountServiceAccountToken": false})}
	switch {
	case s.Job != nil:
		out = append(out, m.cronJob())
	case s.Stateful.V || len(s.Volumes) > 0:
		out = append(out, m.statefulSet(), m.headless())
	default:
		out = append(out, m.deployment())
		out = append(out, m.scaling()...)
	}
	if m.port() > 0 && s.Job == nil {
		out = append(out, m.service())
	}
	if p := m.policy(); p != nil {
		out = append(out, p)
	}
	return out
}

// checkContainer refuses what would be refused by a cluster, where the words stand.
func (m *maker) checkContainer() {
	c := m.Service.Container
	if strings.ContainsAny(c.Image.V, " \t\r\n") {
		m.contradiction(c.Image.Origin, "Not an image", "Service %q: an image is written without spaces, as in \"registry.example/app:1.4.2\".", m.name)
	}
	if c.Probe.Set() && m.port() == 0 {
		m.unsaid(c.Probe.Origin, "Probe without a port", "Service %q: a probe is asked on the container's port. Set port, as in port = 8080.", m.name)
	}
	if c.Probe.Set() && !strings.HasPrefix(c.Probe.V, "/") {
		m.contradiction(c.Probe.Origin, "Not a path", "Service %q: probe is a path, as in probe = \"/healthz\".", m.name)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Env.V)) {
		if strings.ContainsAny(name, "= ") {
			m.contradiction(c.Env.Origin, "Not a variable", "Service %q: %q cannot name an environment variable.", m.name, name)
		}
	}
	if m.port() > 0 && m.Service.Job == nil && m.name[0] >= '0' && m.name[0] <= '9' {
		m.contradiction(m.Service.Origin, "Name no Service can have", "Service %q: the name of a Kubernetes Service begins with a letter. Rename the service, or write manifests.", m.name)
	}
	if longest := m.longestName(); len(m.name) > longest {
		m.contradiction(m.Service.Origin, "Name too long", "Service %q: Kubernetes adds to the name, which may have %d characters here and has %d. Rename the service, or write manifests.", m.name, longest, len(m.name))
	}
}

// longestName is how long the service's name may be: CronJobs and StatefulSets put
// eleven characters after it and make a label of the whole.
func (m *maker) longestName() int {
	if m.Service.Job != nil || m.Service.Stateful.V || len(m.Service.Volumes) > 0 {
		return 52
	}
	return 63
}

func (m *maker) port() int64 { return int64(m.Service.Container.Port.V) }

// Seconds of a pod's life.
const (
	// leaveSeconds is how long a pod that ends still answers, until callers know.
	leaveSeconds = 5
	// graceSeconds is how long its process has to end after that.
	graceSeconds = 30
)

// privileged is the capability with which a service asks to be left unconfined.
const privileged = "privileged"

// pod makes the template of a service's pods.
func (m *maker) pod() fields {
	spec := fields{
		"automountServiceAccountToken":  false,
		"containers":                    []any{m.container()},
		"serviceAccountName":            m.name,
		"terminationGracePeriodSeconds": int64(graceSeconds + leaveSeconds),
	}
	if !m.unconfined() {
		spec["securityContext"] = m.confinement()
	}
	m.placing(spec)
	return fields{"metadata": fields{"labels": m.labels()}, "spec": spec}
}

func (m *maker) unconfined() bool { return slices.Contains(m.Service.Needs.V, privileged) }

// volumeGroup is a group that owns volumes, whoever the image runs as.
const volumeGroup = 2000

// confinement is what the restricted Pod Security Standard asks of a pod.
func (m *maker) confinement() fields {
	out := fields{"runAsNonRoot": true, "seccompProfile": fields{"type": "RuntimeDefault"}}
	if len(m.Service.Volumes) > 0 {
		out["fsGroup"] = int64(volumeGroup)
		out["fsGroupChangePolicy"] = "OnRootMismatch"
	}
	return out
}

// container makes the one container of a pod.
func (m *maker) container() fields {
	c := m.Service.Container
	out := fields{"name": m.name, "image": c.Image.V}
	if r := m.resources(); len(r) > 0 {
		out["resources"] = r
	}
	var env []any
	for _, name := range slices.Sorted(maps.Keys(c.Env.V)) {
		env = append(env, fields{"name": name, "value": c.Env.V[name]})
	}
	if env != nil {
		out["env"] = env
	}
	if mounts := m.mounts(); mounts != nil {
		out["volumeMounts"] = mounts
	}
	if m.unconfined() {
		out["securityContext"] = fields{"privileged": true}
	} else {
		out["securityContext"] = fields{"allowPrivilegeEscalation": false, "capabilities": fields{"drop": []any{"ALL"}}}
	}
	if m.port() > 0 && m.Service.Job == nil {
		out["ports"] = []any{fields{"name": portName, "containerPort": m.port(), "protocol": "TCP"}}
		out["lifecycle"] = fields{"preStop": fields{"sleep": fields{"seconds": int64(leaveSeconds)}}}
		m.probes(out)
	}
	return out
}

// probes adds how the container shows that it started, is ready, and lives.
func (m *maker) probes(container fields) {
	path := m.Service.Container.Probe
	if !path.Set() {
		container["readinessProbe"] = fields{"tcpSocket": fields{"port": portName}, "periodSeconds": int64(5)}
		return
	}
	probe := func(period, failures int64) fields {
		return fields{
			"httpGet":       fields{"path": path.V, "port": portName},
			"periodSeconds": period, "failureThreshold": failures, "timeoutSeconds": int64(3),
		}
	}
	container["startupProbe"] = probe(5, 60)
	container["readinessProbe"] = probe(5, 3)
	container["livenessProbe"] = probe(10, 6)
}
