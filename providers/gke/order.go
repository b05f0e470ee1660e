package gke

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"berth.dev/engine/spec"
)

// Order reads from a site of the specs what its cluster is to be. Need is how many nodes
// of a pool the plan needs, by the pool's name in the specs: it may be more than the
// specs say, up to max_nodes. A mistake is an error that names the word; it may join
// several.
func Order(s *spec.Site, need map[string]int) (*Orders, error) {
	n := Name{Project: s.Project.V, Location: s.Location.V, Cluster: s.Cluster.V}
	o := &Orders{Site: s.Name, Cluster: n.String(), Autopilot: s.Mode.V == "autopilot", Endpoint: "dns"}
	problems := []error{n.check()}
	if g := s.GKE; g != nil {
		o.Channel, o.Version = g.Channel.V, g.Version.V
		o.Endpoint = g.Endpoint.Or("dns")
		o.Network, o.Subnetwork = g.Network.V, g.Subnetwork.V
		o.Zones = slices.Sorted(slices.Values(g.Zones.V))
		o.LoseScratch = g.LoseScratch.V
		if g.PrivateNodes.Set() {
			o.PrivateNodes = &g.PrivateNodes.V
		}
		if problems[0] == nil {
			problems = append(problems, checkBlock(n, o))
		}
	}
	if s.Admit != nil {
		o.Groups = slices.Sorted(slices.Values(s.Admit.Groups.V))
		o.Users = slices.Sorted(slices.Values(s.Admit.Users.V))
	}
	if o.Autopilot && len(s.Pools) > 0 {
		problems = append(problems, errors.New(noPools))
	}
	for _, p := range s.Pools {
		one, err := orderPool(p, need)
		problems = append(problems, err)
		o.Pools = append(o.Pools, one)
	}
	slices.SortFunc(o.Pools, func(a, b Pool) int { return strings.Compare(a.Name, b.Name) })
	if err := errors.Join(problems...); err != nil {
		return nil, fmt.Errorf("site %s: %w", s.Name, err)
	}
	return o, nil
}

// checkBlock finds mistakes in the gke block.
func checkBlock(n Name, o *Orders) error {
	var problems []error
	if _, parts := parseVersion(o.Version); o.Version != "" && parts < 2 {
		problems = append(problems, fmt.Errorf("version %q is none of GKE: write a minor version, as in \"1.36\"", o.Version))
	}
	for _, z := range o.Zones {
		region := n.Location
		if !n.Regional() {
			region = n.Location[:strings.LastIndex(n.Location, "-")]
		}
		if !locationGrammar.MatchString(z) || !strings.HasPrefix(z, region+"-") {
			problems = append(problems, fmt.Errorf("zone %q is none of %s: write zones as in [\"%s-a\"]", z, region, region))
		}
	}
	return errors.Join(problems...)
}

// orderPool reads one node_pool.
func orderPool(p *spec.NodePool, need map[string]int) (Pool, error) {
	out := Pool{
		Name: p.Name, Machine: p.Machine.V, Spot: p.Buy.V == "spot", DiskType: p.DiskType.V, ServiceAccount: p.ServiceAccount.V,
		DiskGiB: int(math.Ceil(p.DiskSize.V / (1 << 30))),
	}
	if p.Labels.Set() {
		out.Labels = maps.Clone(p.Labels.V)
	}
	if p.Taints.Set() {
		out.Taints = slices.Sorted(slices.Values(p.Taints.V))
	}
	problems := []error{checkPool(&out)}
	wanted, most := need[p.Name], math.MaxInt
	if p.MaxNodes.Set() {
		most = int(p.MaxNodes.V)
	}
	switch {
	case p.Autoscale != nil:
		out.Scale = &Bounds{Min: int(p.Autoscale.Min.V), Max: int(p.Autoscale.Max.V)}
		most = out.Scale.Max
		if out.Scale.Min > out.Scale.Max {
			problems = append(problems, fmt.Errorf("node_pool %s: autoscale.min is above autoscale.max", p.Name))
		}
	case p.Nodes.Set():
		wanted = max(wanted, int(p.Nodes.V))
		out.Nodes = &wanted
	case wanted > 0:
		out.Nodes = &wanted
	}
	if wanted > most {
		problems = append(problems, fmt.Errorf("node_pool %s: the plan needs %s, and there is room for %d. Raise max_nodes, or autoscale.max", p.Name, nodes(wanted), most))
	}
	return out, errors.Join(problems...)
}

// checkPool finds what Google would not take.
func checkPool(p *Pool) error {
	var problems []error
	if !clusterGrammar.MatchString(p.Name) {
		problems = append(problems, fmt.Errorf("node_pool %q: no name that GKE takes; use at most 40 of a-z, 0-9 and -, beginning with a letter", p.Name))
	}
	if p.DiskGiB > 0 && p.DiskGiB < 10 {
		problems = append(problems, fmt.Errorf("node_pool %s: a disk of GKE has 10 GiB at least", p.Name))
	}
	for _, t := range p.Taints {
		if _, known := taintOf(t); !known {
			problems = append(problems, fmt.Errorf("node_pool %s: taint %q: write key=value:Effect, the effect being NoSchedule, PreferNoSchedule or NoExecute", p.Name, t))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(p.Labels)) {
		if isGoogles(key) {
			problems = append(problems, fmt.Errorf("node_pool %s: label %q is one that GKE sets; choose another key", p.Name, key))
		}
	}
	return errors.Join(problems...)
}
