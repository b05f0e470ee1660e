package workload

import (
	"berth.dev/engine/object"
	"berth.dev/engine/spec"
)

// portName is what the container's port is called in pods and Services.
const portName = "main"

// service makes the address at which callers reach the service.
func (m *maker) service() object.Object {
	return m.object("Service", m.name, fields{"spec": fields{
		"ports":    []any{fields{"name": portName, "port": m.port(), "protocol": "TCP", "targetPort": portName}},
		"selector": m.labels(),
		"type":     "ClusterIP",
	}})
}

// LabelGateway marks namespaces whose pods may reach services that have a
// NetworkPolicy: gateways and monitoring. Its value is "true".
const LabelGateway = "berth.dev/gateway"

// labelNamespace is the label that every cluster gives a namespace: its name.
const labelNamespace = "kubernetes.io/metadata.name"

// policy makes the NetworkPolicy of a service, nil where no direction can be closed.
func (m *maker) policy() object.Object {
	if m.Neighbours == nil {
		return nil
	}
	spec, types := fields{"podSelector": fields{"matchLabels": m.labels()}}, []any{}
	if out, ok := m.egress(); ok {
		spec["egress"] = out
		types = append(types, "Egress")
	}
	if in, ok := m.ingress(); ok {
		if in != nil { // a server drops an empty list, which means the same
			spec["ingress"] = in
		}
		types = append(types, "Ingress")
	}
	if len(types) == 0 {
		return nil
	}
	spec["policyTypes"] = types
	return m.object("NetworkPolicy", m.name, fields{"spec": spec})
}

// egress are the rules of what the service may reach, and whether that is all.
func (m *maker) egress() (rules []any, closed bool) {
	if !isDeclared(m.Service) {
		return nil, false
	}
	namespaces := set{}
	for _, call := range m.Service.CallBlocks {
		callee := m.Workspace.Service(call.Name)
		if callee == nil || !m.Neighbours.staysOn(callee, m.Site) {
			return nil, false
		}
		namespaces[callee.Home()] = true
	}
	rules = []any{fields{
		"ports": []any{fields{"port": int64(53), "protocol": "UDP"}, fields{"port": int64(53), "protocol": "TCP"}},
		"to":    []any{ofNamespace("kube-system"), fields{"ipBlock": fields{"cidr": "169.254.0.0/16"}}},
	}}
	if to := namespaces.peers(); len(to) > 0 {
		rules = append(rules, fields{"to": to})
	}
	return rules, true
}

// ingress are the rules of who may reach the service, and whether that is all.
func (m *maker) ingress() (rules []any, closed bool) {
	if !m.Neighbours.declared {
		return nil, false
	}
	if m.port() == 0 || m.Service.Job != nil {
		return nil, true
	}
	rule := fields{"ports": []any{fields{"port": m.port(), "protocol": "TCP"}}}
	if from, known := m.callers(); known {
		rule["from"] = from
	}
	return []any{rule}, true
}

// callers are the peers that call the service, and whether they are known: they are
// not where some of them come through a gateway that may be anywhere.
func (m *maker) callers() (peers []any, known bool) {
	if m.Service.Switch != nil {
		return nil, false
	}
	for _, call := range m.Service.CallBlocks {
		if call.Name == spec.InternetCall {
			return nil, false
		}
	}
	namespaces := set{}
	for _, caller := range m.Neighbours.callers[m.name] {
		if !m.Neighbours.staysOn(caller, m.Site) {
			return nil, false
		}
		namespaces[caller.Home()] = true
	}
	gateways := fields{"namespaceSelector": fields{"matchLabels": fields{LabelGateway: "true"}}}
	return append(namespaces.peers(), gateways), true
}

// ofNamespace is the peer that is every pod of a namespace.
func ofNamespace(name string) fields {
	return fields{"namespaceSelector": fields{"matchLabels": fields{labelNamespace: name}}}
}
