package survey

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// Site is what a person says of the cluster's site, because no cluster knows it.
type Site struct {
	// Name of the site and Context, the kubeconfig context that reaches it.
	Name, Context string
	// Kind is "onprem" or "cloud", "" for what the nodes show ([Seen.Kind]).
	Kind string
	// Country is where it stands.
	Country string
	// LeadTime is how long buying a node takes, on premises, as in "240d".
	LeadTime string
	// Prices is the price book of a cloud.
	Prices string
	// Example writes what a cluster cannot know, money above all, with example numbers;
	// else they are comments, and nothing can be priced until a person puts them in.
	Example bool
}

// Kind is "cloud" where the nodes' labels or identities are of a cloud, else "onprem".
func (s *Seen) Kind() string {
	for _, n := range s.nodes {
		cloud, _, ok := strings.Cut(n.id, "://")
		if ok && slices.Contains([]string{"gce", "aws", "azure", "digitalocean", "linode", "openstack", "hcloud", "ovh", "scaleway"}, cloud) {
			return "cloud"
		}
		for _, label := range poolLabels()[:7] {
			if n.labels[label] != "" && !strings.HasPrefix(label, "agentpool") {
				return "cloud"
			}
		}
	}
	return "onprem"
}

// provider is who drives the cluster, as far as berth knows them.
func (s *Seen) provider() string {
	for _, n := range s.nodes {
		switch {
		case strings.Contains(n.version, "-gke."), n.labels["cloud.google.com/gke-nodepool"] != "":
			return "gke"
		case strings.Contains(n.version, "+k0s"):
			return "k0s"
		}
	}
	return "servers"
}

// Machines are the types of machines of the pools with the size of the smallest of
// each, for a price book.
func (s *Seen) Machines() map[string]*Pool {
	pools, _ := s.Pools()
	out := map[string]*Pool{}
	for _, p := range pools {
		if out[p.machine()] == nil {
			out[p.machine()] = p
		}
	}
	return out
}

// Site is the site's block, "" where the cluster showed no nodes that services can run
// on.
func (s *Seen) Site(o Site) []byte {
	pools, left := s.Pools()
	if len(pools) == 0 {
		return nil
	}
	var b bytes.Buffer
	line := func(depth int, format string, args ...any) {
		fmt.Fprintf(&b, strings.Repeat("  ", depth)+format+"\n", args...)
	}
	nodes := 0
	for _, p := range pools {
		nodes += p.Nodes
	}
	fmt.Fprintf(&b, "# The site of the cluster %s: %s in %s.\n", plain(o.Context), plural(nodes, "node"), plural(len(pools), "pool"))
	if len(left) > 0 {
		fmt.Fprintf(&b, "# Without %s.\n", strings.Join(left, " and "))
	}
	line(0, "\nsite %s {", text(o.Name))
	line(1, "kind = %s", text(o.Kind))
	provider := s.provider()
	if provider == "servers" {
		line(1, "# Nothing shows that k0s or GKE runs it; berth then never changes the cluster itself.")
	}
	line(1, "provider = %s", text(provider))
	line(1, "country = %s", text(o.Country))
	line(1, "context = %s", text(o.Context))
	if o.Kind == "onprem" {
		line(1, "lead_time = %s", text(o.LeadTime))
		o.example(&b, 1, "What electricity and the building cost is not known to a cluster", `electricity = "24 JPY/kWh"`, "pue = 1.5")
	} else {
		s.writePlace(line, o.Context)
		line(1, "prices = %s", text(o.Prices))
	}
	for _, p := range pools {
		p.write(&b, line, o)
	}
	o.example(&b, 1, "How much work a service is here is not known to a cluster", "effort {", `  per_service  = "2h/mo"`, `  per_stateful = "6h/mo"`, "}")
	if o.Kind == "onprem" { // a cloud's price book says it
		o.example(&b, 1, "What traffic with visitors costs is not known to a cluster", "internet {", `  egress = "1.5 JPY/GiB"`, "}")
	}
	line(0, "}")
	return hclwrite.Format(b.Bytes())
}

// writePlace says project, location and cluster where the context has gcloud's name.
func (s *Seen) writePlace(line func(int, string, ...any), context string) {
	if parts := strings.Split(context, "_"); len(parts) == 4 && parts[0] == "gke" {
		line(1, "project = %s", text(parts[1]))
		line(1, "location = %s", text(parts[2]))
		line(1, "cluster = %s", text(parts[3]))
	}
}

// write writes a pool.
func (p *Pool) write(b *bytes.Buffer, line func(int, string, ...any), o Site) {
	line(1, "node_pool %s {", text(p.Name))
	if p.Label != "" {
		line(2, "# Nodes with the label %s.", plain(p.Label))
	}
	if p.Closed+p.Away > 0 {
		line(2, "# Of the nodes %d take no pods now, and %d are not ready.", p.Closed, p.Away)
	}
	if o.Kind == "cloud" {
		if p.Machine == "" {
			line(2, "# No label of the nodes names the type of machine, so that it has the pool's name.")
		}
		line(2, "machine = %s", text(p.machine()))
		if p.Spot {
			line(2, `buy = "spot"`)
		}
	}
	line(2, "nodes = %d", p.Nodes)
	if p.CPU != p.MostCPU || p.Memory != p.MostMemory {
		line(2, "# Nodes differ: up to %s cores and %s. The smallest counts.", cores(p.MostCPU), bytesOf(p.MostMemory))
	}
	line(2, "cpu = %s # allocatable", text(cores(p.CPU)))
	line(2, "memory = %s", text(bytesOf(p.Memory)))
	if len(p.Extra) > 0 {
		counts := map[string]cty.Value{}
		for name, n := range p.Extra {
			counts[name] = cty.StringVal(fmt.Sprint(n))
		}
		line(2, "resources = %s", value(cty.ObjectVal(counts)))
	}
	p.writeUse(line)
	if len(p.Taints) > 0 {
		list := make([]cty.Value, len(p.Taints))
		for i, t := range p.Taints {
			list[i] = cty.StringVal(t)
		}
		line(2, "taints = %s", value(cty.TupleVal(list)))
	}
	if len(p.Labels) > 0 {
		all := map[string]cty.Value{}
		for _, k := range slices.Sorted(maps.Keys(p.Labels)) {
			all[k] = cty.StringVal(p.Labels[k])
		}
		line(2, "labels = %s", value(cty.ObjectVal(all)))
	}
	if o.Kind == "onprem" {
		o.example(b, 2, "What a node costs is not known to a cluster",
			`purchase = "1900000 JPY"`, `in_service = "2024-04-01"`, `life = "60mo"`,
			`power_idle = "180W"`, `power_max = "450W"`, `upkeep = "21000 JPY/mo"`)
	}
	line(1, "}")
}

// example writes lines that no cluster knows: as comments, or with example numbers.
func (o Site) example(b *bytes.Buffer, depth int, words string, lines ...string) {
	indent := strings.Repeat("  ", depth)
	sign, end := "# ", ", as in:"
	if o.Example {
		sign, end = "", "; these numbers are examples:"
	}
	fmt.Fprintf(b, "%s# %s%s\n", indent, words, end)
	for _, line := range lines {
		fmt.Fprintf(b, "%s%s%s\n", indent, sign, line)
	}
}

// writeUse writes what daemon sets and other pods take.
func (p *Pool) writeUse(line func(int, string, ...any)) {
	if len(p.Silent) > 0 {
		line(2, "# These daemon sets ask for no cpu or no memory, and take some all the same: %s.", plain(strings.Join(p.Silent, ", ")))
	}
	if p.ReservedCPU > 0 || p.ReservedMemory > 0 {
		line(2, "# Of one node, for %s.", plural(p.Daemons, "daemon set"))
		line(2, "reserved = { cpu = %s, memory = %s }", text(cores(p.ReservedCPU)), text(bytesOf(p.ReservedMemory)))
	}
	if p.Used {
		line(2, "# Of the whole pool, what all other pods asked for when it was read.")
		line(2, "in_use = { cpu = %s, memory = %s }", text(cores(p.UsedCPU)), text(bytesOf(p.UsedMemory)))
	} else {
		line(2, "# in_use is unknown: pods could not be listed.")
	}
}

// machine names a pool's machine in a price book.
func (p *Pool) machine() string { return cmp.Or(p.Machine, p.Name) }

// Size is a pool's machine as a price book writes it: cores and memory of the largest
// node. What the node keeps for itself is not in it.
func (p *Pool) Size() (cpu, memory string) { return cores(p.MostCPU), bytesOf(p.MostMemory) }
