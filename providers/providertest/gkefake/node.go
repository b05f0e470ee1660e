package gkefake

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cloud.google.com/go/container/apiv1/containerpb"
)

// node is one machine of a pool.
type node struct{ name, zone string }

// fill brings a pool to so many nodes in each zone: what is too many goes, the latest
// first, and what is missing comes, but not where the operation's fate withholds it. The
// caller holds the lock.
func (s *Server) fill(c *kubernetes, p *pool, perZone int32, f Fate) {
	p.nodes = slices.DeleteFunc(p.nodes, func(n node) bool { return !slices.Contains(p.proto.GetLocations(), n.zone) })
	for _, zone := range p.proto.GetLocations() {
		there := 0
		p.nodes = slices.DeleteFunc(p.nodes, func(n node) bool {
			if n.zone == zone {
				there++
			}
			return n.zone == zone && there > int(perZone)
		})
		if f.failed() && (f.Zone == "" || f.Zone == zone) {
			continue
		}
		for ; there < int(perZone); there++ {
			p.nodes = append(p.nodes, s.machine(c, p, zone))
		}
	}
}

// renew makes all nodes of a pool anew; the caller holds the lock.
func (s *Server) renew(c *kubernetes, p *pool) {
	for i, n := range p.nodes {
		p.nodes[i] = s.machine(c, p, n.zone)
	}
}

// machine names a new node as GKE does.
func (s *Server) machine(c *kubernetes, p *pool, zone string) node {
	kind := "gke"
	if c.autopilot() {
		kind = "gk3"
	}
	name := fmt.Sprintf("%s-%.20s-%.20s-%s-%s", kind, c.address.cluster, p.name(), s.identifier(8), s.identifier(4))
	return node{name: name, zone: zone}
}

type fields = map[string]any

// wanted are the nodes that a cluster's control plane is to have, by name; the caller
// holds the lock.
func (s *Server) wanted(c *kubernetes) map[string]fields {
	out := map[string]fields{}
	for _, p := range c.pools {
		for _, n := range p.nodes {
			out[n.name] = s.nodeObject(p, n)
		}
	}
	return out
}

// nodeObject is a node as its kubelet would register it.
func (s *Server) nodeObject(p *pool, n node) fields {
	config := p.proto.GetConfig()
	labels := maps.Clone(config.GetLabels())
	if labels == nil {
		labels = map[string]string{}
	}
	maps.Copy(labels, map[string]string{
		"cloud.google.com/gke-nodepool": p.name(), "kubernetes.io/hostname": n.name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
		"topology.kubernetes.io/zone": n.zone, "topology.kubernetes.io/region": region(n.zone), "node.kubernetes.io/instance-type": config.GetMachineType(),
	})
	if config.GetSpot() {
		labels["cloud.google.com/gke-spot"] = "true"
	}
	// The machine was checked when it was asked for.
	usable, _ := sizeOf(config.GetMachineType())
	room := fields{"cpu": fmt.Sprintf("%dm", usable.cpu), "memory": fmt.Sprintf("%dMi", usable.memory), "pods": fmt.Sprint(p.proto.GetMaxPodsConstraint().GetMaxPodsPerNode()),
		// About half of the boot disk is the system's and the images'.
		"ephemeral-storage": fmt.Sprintf("%dGi", config.GetDiskSizeGb()/2)}
	return fields{
		"apiVersion": "v1", "kind": "Node", "metadata": fields{
			"name": n.name, "labels": labels,
			"annotations": map[string]string{ofPool: strings.Join(slices.Sorted(maps.Keys(config.GetLabels())), ",")},
		},
		"spec":   fields{"providerID": fmt.Sprintf("gce://%s/%s/%s", s.opts.Project, n.zone, n.name), "taints": taints(config)},
		"status": fields{"capacity": room, "allocatable": room, "nodeInfo": info("v" + p.proto.GetVersion())},
	}
}

// taints are a pool's as nodes have them.
func taints(config *containerpb.NodeConfig) []fields {
	effects := map[containerpb.NodeTaint_Effect]string{
		containerpb.NodeTaint_NO_SCHEDULE: "NoSchedule", containerpb.NodeTaint_PREFER_NO_SCHEDULE: "PreferNoSchedule", containerpb.NodeTaint_NO_EXECUTE: "NoExecute",
	}
	out := []fields{}
	for _, t := range config.GetTaints() {
		out = append(out, fields{"key": t.GetKey(), "value": t.GetValue(), "effect": effects[t.GetEffect()]})
	}
	return out
}

// info is what a kubelet says of itself: all of it must be there.
func info(version string) fields {
	return fields{
		"kubeletVersion": version, "kubeProxyVersion": version, "architecture": "amd64", "operatingSystem": "linux", "osImage": "Container-Optimized OS from Google",
		"bootID": "", "machineID": "", "systemUUID": "", "kernelVersion": "", "containerRuntimeVersion": "containerd://2.0.0",
	}
}
