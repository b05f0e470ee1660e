package gke

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// Observe reads what is there of the cluster that the specs give to a site: the cluster,
// its pools, the operations that run on it, and the versions that can be had. A cluster
// that does not exist is no error, one that cannot be read is.
func (c *Client) Observe(ctx context.Context, n Name, site string) (*Seen, error) {
	offers, err := c.offers(ctx, n)
	if err != nil {
		return nil, err
	}
	seen, err := c.look(ctx, n, site)
	if err != nil {
		return nil, err
	}
	seen.Offers = offers
	return seen, nil
}

// look is Observe without the versions. Operations are read before the cluster: one that
// ends in between shows its effect, where the other order would show neither.
func (c *Client) look(ctx context.Context, n Name, site string) (*Seen, error) {
	running, err := c.running(ctx, n)
	if err != nil {
		return nil, err
	}
	cluster, err := c.cluster(ctx, n)
	if err != nil {
		return nil, err
	}
	seen := &Seen{Name: n}
	if cluster != nil {
		seen = seenOf(n, site, cluster)
	}
	seen.Running = running
	return seen, nil
}

// cluster reads a cluster, nil where there is none.
func (c *Client) cluster(ctx context.Context, n Name) (*containerpb.Cluster, error) {
	out, err := read(ctx, c, "read "+n.String(), func(ctx context.Context) (*containerpb.Cluster, error) {
		return c.api.GetCluster(ctx, &containerpb.GetClusterRequest{Name: n.String()}, once)
	})
	if target.ClassOf(err) == target.Absent {
		return nil, nil
	}
	return out, err
}

// running are the operations on the cluster that have not ended, oldest first.
func (c *Client) running(ctx context.Context, n Name) ([]Operation, error) {
	what := "list operations of " + n.parent()
	list, err := read(ctx, c, what, func(ctx context.Context) (*containerpb.ListOperationsResponse, error) {
		return c.api.ListOperations(ctx, &containerpb.ListOperationsRequest{Parent: n.parent()}, once)
	})
	if err != nil {
		return nil, err
	}
	var out []Operation
	for _, o := range list.GetOperations() {
		pool, mine := n.target(o.GetTargetLink())
		if mine && o.GetStatus() != containerpb.Operation_DONE {
			start, _ := time.Parse(time.RFC3339Nano, o.GetStartTime())
			out = append(out, Operation{Name: o.GetName(), Type: o.GetOperationType().String(), Pool: pool, Start: start})
		}
	}
	slices.SortFunc(out, func(a, b Operation) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return strings.Compare(a.Name, b.Name)
	})
	if len(out) == 0 && len(list.GetMissingZones()) > 0 {
		return nil, &target.Fault{Class: target.Broken, What: what, Says: "Google could not ask " + strings.Join(list.GetMissingZones(), ", "), Cause: errors.New("list is not whole")}
	}
	return out, nil
}

// offers reads the versions that clusters at the place can have.
func (c *Client) offers(ctx context.Context, n Name) (Offers, error) {
	config, err := read(ctx, c, "read versions at "+n.parent(), func(ctx context.Context) (*containerpb.ServerConfig, error) {
		return c.api.GetServerConfig(ctx, &containerpb.GetServerConfigRequest{Name: n.parent()}, once)
	})
	if err != nil {
		return Offers{}, err
	}
	out := Offers{Channels: map[string][]string{}, Fixed: config.GetValidMasterVersions()}
	for _, ch := range config.GetChannels() {
		out.Channels[strings.ToLower(ch.GetChannel().String())] = ch.GetValidVersions()
	}
	return out, nil
}

// seenOf turns Google's words into ours.
func seenOf(n Name, site string, c *containerpb.Cluster) *Seen {
	s := &Seen{
		Name: n, Exists: true, ID: c.GetId(), Status: c.GetStatus().String(), Says: conditions(c.GetConditions()),
		Autopilot: c.GetAutopilot().GetEnabled(), Channel: channelWord(c.GetReleaseChannel().GetChannel()),
		Version: c.GetCurrentMasterVersion(), Network: c.GetNetwork(), Subnetwork: c.GetSubnetwork(),
		Zones: slices.Sorted(slices.Values(c.GetLocations())), Etag: c.GetEtag(),
		PrivateNodes: c.GetNetworkConfig().GetDefaultEnablePrivateNodes() || olderPrivateNodes(c),
	}
	labels := c.GetResourceLabels()
	s.Site = labels[labelSite]
	s.Ours = labels[labelBy] == by && s.Site == labelValue(site)
	s.endpointsOf(c)
	for _, p := range c.GetNodePools() {
		s.Pools = append(s.Pools, poolOfSeen(s, site, p))
	}
	slices.SortFunc(s.Pools, func(a, b SeenPool) int { return strings.Compare(a.Name, b.Name) })
	return s
}

// endpointsOf reads at which hosts the API server listens.
func (s *Seen) endpointsOf(c *containerpb.Cluster) {
	ends := c.GetControlPlaneEndpointsConfig()
	if d := ends.GetDnsEndpointConfig(); d.GetAllowExternalTraffic() {
		s.DNS = d.GetEndpoint()
	}
	ip := ends.GetIpEndpointsConfig()
	s.Public, s.Private = ip.GetPublicEndpoint(), ip.GetPrivateEndpoint()
	if ip == nil {
		s.Public, s.Private = olderEndpoints(c)
	}
	if ip != nil && ip.Enabled != nil && !ip.GetEnabled() {
		s.Public, s.Private = "", ""
	}
	if ip != nil && ip.EnablePublicEndpoint != nil && !ip.GetEnablePublicEndpoint() {
		s.Public = ""
	}
	s.CA, _ = base64.StdEncoding.DecodeString(c.GetMasterAuth().GetClusterCaCertificate())
}

func poolOfSeen(s *Seen, site string, p *containerpb.NodePool) SeenPool {
	config := p.GetConfig()
	out := SeenPool{
		Name: p.GetName(), Status: p.GetStatus().String(), Version: p.GetVersion(), Etag: p.GetEtag(),
		Zones:   slices.Sorted(slices.Values(p.GetLocations())),
		Machine: config.GetMachineType(), Spot: config.GetSpot() || config.GetPreemptible(),
		DiskGiB: int(config.GetDiskSizeGb()), DiskType: config.GetDiskType(), ServiceAccount: config.GetServiceAccount(),
		Labels: own(config.GetLabels()),
	}
	if b := config.GetBootDisk(); b != nil && b.GetSizeGb() > 0 {
		out.DiskGiB, out.DiskType = int(b.GetSizeGb()), b.GetDiskType()
	}
	if len(out.Zones) == 0 {
		out.Zones = s.Zones
	}
	if out.Ours = config.GetResourceLabels()[labelBy] == by && config.GetResourceLabels()[labelSite] == labelValue(site); out.Ours {
		out.For = config.GetResourceLabels()[labelPool]
	}
	zones := max(1, len(out.Zones))
	out.Nodes = int(p.GetInitialNodeCount()) * zones
	if a := p.GetAutoscaling(); a.GetEnabled() {
		out.Scale = &Bounds{Min: int(a.GetTotalMinNodeCount()), Max: int(a.GetTotalMaxNodeCount())}
		if out.Scale.Max == 0 {
			out.Scale = &Bounds{Min: int(a.GetMinNodeCount()) * zones, Max: int(a.GetMaxNodeCount()) * zones}
		}
	}
	for _, t := range config.GetTaints() {
		out.Taints = append(out.Taints, taintText(t))
	}
	slices.Sort(out.Taints)
	return out
}

// poolOf is the pool that a node belongs to.
func poolOf(node object.Object) string { return node.Label(PoolLabel) }
