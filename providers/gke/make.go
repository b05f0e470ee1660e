package gke

import (
	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/protobuf/proto"
)

// newCluster is the cluster that a MakeCluster step asks for. What the specs do not say
// is left to Google, but for what berth needs: VPC-native addresses, an endpoint that it
// can reach, and workload identity, without which pods would act as their node.
func (r *run) newCluster() *containerpb.Cluster {
	o := r.orders
	c := &containerpb.Cluster{
		Name: r.name.Cluster, ResourceLabels: ours(o.Site, ""), Network: o.Network, Subnetwork: o.Subnetwork, Locations: o.Zones,
		InitialClusterVersion: r.task.Version, ReleaseChannel: &containerpb.ReleaseChannel{Channel: channelOf(o.firstChannel())},
		IpAllocationPolicy: &containerpb.IPAllocationPolicy{UseIpAliases: true},
		ControlPlaneEndpointsConfig: &containerpb.ControlPlaneEndpointsConfig{
			DnsEndpointConfig: &containerpb.ControlPlaneEndpointsConfig_DNSEndpointConfig{AllowExternalTraffic: proto.Bool(o.Endpoint == "dns")},
			IpEndpointsConfig: &containerpb.ControlPlaneEndpointsConfig_IPEndpointsConfig{
				Enabled: proto.Bool(true), EnablePublicEndpoint: proto.Bool(o.Endpoint == "public"),
			},
		},
	}
	if o.PrivateNodes != nil {
		c.NetworkConfig = &containerpb.NetworkConfig{DefaultEnablePrivateNodes: o.PrivateNodes}
	}
	if o.Autopilot {
		c.Autopilot = &containerpb.Autopilot{Enabled: true}
		return c
	}
	c.WorkloadIdentityConfig = &containerpb.WorkloadIdentityConfig{WorkloadPool: r.name.Project + ".svc.id.goog"}
	if r.task.Pool != nil {
		c.NodePools = []*containerpb.NodePool{r.newPool(r.task.Pool, r.task.Pool.Name)}
	}
	return c
}

// newPool is a pool of the orders under a name of Google's.
func (r *run) newPool(w *Pool, name string) *containerpb.NodePool {
	p := &containerpb.NodePool{
		Name: name, InitialNodeCount: int32(r.task.PerZone),
		Config: &containerpb.NodeConfig{
			MachineType: w.Machine, Spot: w.Spot, DiskSizeGb: int32(w.DiskGiB), DiskType: w.DiskType, ServiceAccount: w.ServiceAccount,
			OauthScopes: []string{scope}, ResourceLabels: ours(r.orders.Site, w.Name), Labels: w.Labels, Taints: taintsOf(w.Taints),
			WorkloadMetadataConfig: &containerpb.WorkloadMetadataConfig{Mode: containerpb.WorkloadMetadataConfig_GKE_METADATA},
		},
		// A channel's clusters must let Google upgrade and repair nodes.
		Management:      &containerpb.NodeManagement{AutoRepair: true, AutoUpgrade: r.orders.Channel != "none"},
		UpgradeSettings: &containerpb.NodePool_UpgradeSettings{MaxSurge: 1, Strategy: containerpb.NodePoolUpdateStrategy_SURGE.Enum()},
		NodeDrainConfig: &containerpb.NodePool_NodeDrainConfig{RespectPdbDuringNodePoolDeletion: proto.Bool(true)},
	}
	if w.Scale != nil {
		p.Autoscaling = scaling(w.Scale)
	}
	return p
}

// scaling are bounds over all zones; none turn scaling off.
func scaling(b *Bounds) *containerpb.NodePoolAutoscaling {
	if b == nil {
		return &containerpb.NodePoolAutoscaling{}
	}
	return &containerpb.NodePoolAutoscaling{Enabled: true, TotalMinNodeCount: int32(b.Min), TotalMaxNodeCount: int32(b.Max)}
}

func taintsOf(list []string) (out []*containerpb.NodeTaint) {
	for _, text := range list {
		if t, known := taintOf(text); known {
			out = append(out, t)
		}
	}
	return out
}
