package survey

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Pool is a group of like nodes.
type Pool struct {
	Name string
	// Label is the label that the group is made by, "" where it is made by shape.
	Label string
	// Machine is the machine's type, "" where nobody says.
	Machine string
	Nodes   int
	// CPU and Memory are allocatable on the smallest node, MostCPU and MostMemory on
	// the largest; in thousandths of a core and bytes.
	CPU, Memory, MostCPU, MostMemory int64
	// Extra are further resources of one node.
	Extra map[string]int64
	// Labels are what people gave all of the nodes, Taints those of the pool.
	Labels map[string]string
	Taints []string
	// ReservedCPU and ReservedMemory are what daemon sets ask of one node, and Silent
	// the daemon sets that ask for nothing.
	ReservedCPU, ReservedMemory int64
	Daemons                     int
	Silent                      []string
	// UsedCPU and UsedMemory are what pods ask for beside them, on all of the nodes;
	// Used says that it is known.
	UsedCPU, UsedMemory int64
	Used                bool
	// Spot says that the machines can be taken away.
	Spot bool
	// Closed and Away are how many take no pods now, and how many are not ready.
	Closed, Away int

	nodes []*node
}

// poolLabels are the labels by which clusters' makers name pools, the surest first.
func poolLabels() []string {
	return []string{
		"cloud.google.com/gke-nodepool", "eks.amazonaws.com/nodegroup", "alpha.eksctl.io/nodegroup-name",
		"karpenter.sh/nodepool", "karpenter.sh/provisioner-name", "kubernetes.azure.com/agentpool", "agentpool",
		"kops.k8s.io/instancegroup", "doks.digitalocean.com/node-pool", "lke.linode.com/pool-id", "nodepool",
	}
}

// Pools are the groups of nodes on which services can run, by name; left says which
// nodes are in none, and why.
func (s *Seen) Pools() (pools []*Pool, left []string) {
	byKey := map[string]*Pool{}
	control, virtual, young := 0, 0, 0
	for _, n := range s.nodes {
		switch {
		case n.controls():
			control++
			continue
		case n.virtual():
			virtual++
			continue
		case n.cpu == 0 || n.memory == 0:
			young++
			continue
		}
		key, p := n.pool()
		if byKey[key] == nil {
			byKey[key] = p
			pools = append(pools, p)
		}
		byKey[key].add(n)
	}
	if control > 0 {
		left = append(left, plural(control, "node")+" of the control plane")
	}
	if virtual > 0 {
		left = append(left, plural(virtual, "virtual node"))
	}
	if young > 0 {
		left = append(left, plural(young, "node")+" without a size yet")
	}
	s.fill(pools)
	slices.SortFunc(pools, func(a, b *Pool) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(strings.Join(a.Taints, ","), strings.Join(b.Taints, ",")))
	})
	taken := map[string]int{}
	for _, p := range pools {
		if taken[p.Name]++; taken[p.Name] > 1 {
			p.Name = slug(fmt.Sprintf("%s-%d", p.Name, taken[p.Name]))
		}
	}
	return pools, left
}

// pool is the pool of a node before any node is in it, and what tells it from others.
func (n *node) pool() (key string, p *Pool) {
	p = &Pool{Machine: n.machine(), Extra: n.extra, CPU: n.cpu, Memory: n.memory}
	for _, t := range n.taints {
		p.Taints = append(p.Taints, tainted(t))
	}
	for _, label := range poolLabels() {
		name := n.labels[label]
		if name == "" {
			continue
		}
		p.Label, p.Name = label, slug(name)
		if strings.HasPrefix(label, "karpenter.sh/") && p.Machine != "" { // a pool of many machines
			p.Name = slug(name + "-" + p.Machine)
		}
		return label + "\x00" + name + "\x00" + p.Machine, p
	}
	shape := p.Machine
	if shape == "" {
		shape = fmt.Sprintf("%dc-%dgi", (n.cpu+999)/1000, (n.memory+1<<30-1)>>30)
	}
	p.Name = slug("pool-" + shape)
	if len(n.taints) > 0 {
		p.Name = slug(p.Name + "-" + cmp.Or(n.taints[0].Value, n.taints[0].Key))
	}
	return shape + "\x00" + strings.Join(p.Taints, ","), p
}

// add counts a node.
func (p *Pool) add(n *node) {
	p.nodes = append(p.nodes, n)
	p.Nodes++
	p.CPU, p.Memory = min(p.CPU, n.cpu), min(p.Memory, n.memory)
	p.MostCPU, p.MostMemory = max(p.MostCPU, n.cpu), max(p.MostMemory, n.memory)
	p.Spot = p.Spot || n.labels["cloud.google.com/gke-spot"] == "true" || n.labels["cloud.google.com/gke-preemptible"] == "true" ||
		n.labels["eks.amazonaws.com/capacityType"] == "SPOT" || n.labels["karpenter.sh/capacity-type"] == "spot" || n.labels["kubernetes.azure.com/scalesetpriority"] == "spot"
	if n.closed {
		p.Closed++
	}
	if n.away {
		p.Away++
	}
	if p.Labels == nil {
		p.Labels = map[string]string{}
		for k, v := range n.labels {
			if !builtin(k) {
				p.Labels[k] = v
			}
		}
	}
	for k, v := range p.Labels {
		if n.labels[k] != v {
			delete(p.Labels, k)
		}
	}
}

// builtin tells whether a label comes with the cluster: its key is of Kubernetes' or of a
// cloud's own domain, or names the pool.
func builtin(key string) bool {
	domain, _, prefixed := strings.Cut(key, "/")
	if !prefixed {
		return slices.Contains(poolLabels(), key)
	}
	for _, own := range []string{
		"kubernetes.io", "k8s.io", "cloud.google.com", "gke.io", "eks.amazonaws.com", "eksctl.io", "amazonaws.com", "karpenter.sh",
		"kubernetes.azure.com", "k0sproject.io", "kops.k8s.io", "digitalocean.com", "linode.com",
	} {
		if domain == own || strings.HasSuffix(domain, "."+own) {
			return true
		}
	}
	return false
}

// fill counts what daemon sets and other pods take of the pools.
func (s *Seen) fill(pools []*Pool) {
	of := map[string]*Pool{}
	for _, p := range pools {
		for _, n := range p.nodes {
			of[n.name] = p
		}
		p.Used = s.podsOK
		for _, d := range s.daemons {
			if !slices.ContainsFunc(p.nodes, d.runsOn) {
				continue
			}
			p.Daemons++
			p.ReservedCPU += d.cpu
			p.ReservedMemory += d.memory
			if d.cpu == 0 || d.memory == 0 {
				p.Silent = append(p.Silent, d.namespace+"/"+d.name)
			}
		}
		slices.Sort(p.Silent)
	}
	for _, one := range s.pods {
		if p := of[one.node]; p != nil {
			p.UsedCPU += one.cpu
			p.UsedMemory += one.memory
		}
	}
}

// slug makes a name of the language: small letters, digits and dashes.
func slug(s string) string {
	out := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return '-'
	}, s)
	const longest = 63
	out = strings.Trim(out[:min(len(out), longest)], "-")
	return cmp.Or(out, "x")
}

// plural counts things.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
