package gkefake

import (
	"maps"
	"slices"

	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// poolUpdate is a change of a pool that was found good.
type poolUpdate struct {
	set func(p *containerpb.NodePool)
	// anew says that every node is made anew.
	anew bool
}

// gentle are the fields that change nodes where they are; all others make nodes anew.
func gentle() []string {
	return []string{"name", "etag", "node_version", "locations", "labels", "taints", "tags", "resource_labels", "upgrade_settings", "node_drain_config", "queued_provisioning", "max_run_duration"}
}

// poolUpdate checks what is asked of a pool.
func (s *Server) poolUpdate(c *kubernetes, p *pool, r *containerpb.UpdateNodePoolRequest) (poolUpdate, error) {
	anew := false
	r.ProtoReflect().Range(func(f protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		anew = anew || !slices.Contains(gentle(), string(f.Name()))
		return true
	})
	if err := within(r.GetLocations(), c.address.location); err != nil {
		return poolUpdate{}, err
	}
	if m := r.GetMachineType(); m != "" {
		if _, err := sizeOf(m); err != nil {
			return poolUpdate{}, err
		}
	}
	version, err := s.poolVersion(c, p, r.GetNodeVersion())
	if err != nil {
		return poolUpdate{}, err
	}
	anew = anew || version != p.proto.GetVersion()
	return poolUpdate{anew: anew, set: func(to *containerpb.NodePool) {
		to.Version = version
		write(to, r)
	}}, nil
}

// poolVersion is the version that a pool is to have: "-" is that of the control plane,
// "" leaves it.
func (s *Server) poolVersion(c *kubernetes, p *pool, want string) (string, error) {
	switch want {
	case "":
		return p.proto.GetVersion(), nil
	case "-":
		want = c.proto.GetCurrentMasterVersion()
	}
	version, err := resolve("Node", want, s.opts.Versions)
	if err != nil {
		return "", err
	}
	if minor(version) < minor(p.proto.GetVersion())-1 {
		return "", refuse(codes.InvalidArgument, "Node version %q is more than one minor version older than the current version %q.", version, p.proto.GetVersion())
	}
	return version, c.nodesMay(version)
}

// write sets what the request names.
func write(p *containerpb.NodePool, r *containerpb.UpdateNodePoolRequest) {
	n := p.Config
	for _, text := range []struct {
		to   *string
		from string
	}{{&n.ImageType, r.GetImageType()}, {&n.MachineType, r.GetMachineType()}, {&n.DiskType, r.GetDiskType()}} {
		if text.from != "" {
			*text.to = text.from
		}
	}
	if r.GetDiskSizeGb() != 0 {
		n.DiskSizeGb = int32(r.GetDiskSizeGb())
	}
	if r.GetLabels() != nil {
		n.Labels = maps.Clone(r.GetLabels().GetLabels())
	}
	if r.GetTaints() != nil {
		n.Taints = r.GetTaints().GetTaints()
	}
	if r.GetTags() != nil {
		n.Tags = r.GetTags().GetTags()
	}
	if r.GetResourceLabels() != nil {
		n.ResourceLabels = maps.Clone(r.GetResourceLabels().GetLabels())
	}
	if len(r.GetLocations()) > 0 {
		p.Locations = slices.Clone(r.GetLocations())
	}
	if r.GetUpgradeSettings() != nil {
		p.UpgradeSettings = r.GetUpgradeSettings()
	}
	if r.GetWorkloadMetadataConfig() != nil {
		n.WorkloadMetadataConfig = r.GetWorkloadMetadataConfig()
	}
}
