package gke

import (
	"context"
	"fmt"
	"maps"

	"cloud.google.com/go/container/apiv1/containerpb"

	"berth.dev/engine/ground"
)

// request is one call that changes something.
type request struct {
	// method is the API's word; name is what is asked, for people.
	method, name string
	send         func(context.Context) (*containerpb.Operation, error)
}

// request is what the step asks for next, by what is there; nil for a kind that has no
// request.
func (r *run) request(seen *Seen) *request {
	if r.step.Part != "" {
		return r.poolRequest(seen)
	}
	api := r.client.api
	switch r.step.Kind {
	case ground.MakeCluster:
		return &request{"CreateCluster", "make cluster " + r.name.Cluster, func(ctx context.Context) (*containerpb.Operation, error) {
			return api.CreateCluster(ctx, &containerpb.CreateClusterRequest{Parent: r.name.parent(), Cluster: r.newCluster()}, once)
		}}
	case ground.RemoveCluster:
		return &request{"DeleteCluster", "remove cluster " + r.name.Cluster, func(ctx context.Context) (*containerpb.Operation, error) {
			return api.DeleteCluster(ctx, &containerpb.DeleteClusterRequest{Name: r.name.String()}, once)
		}}
	case ground.Configure:
		return r.update("change the release channel of "+r.name.Cluster, &containerpb.ClusterUpdate{
			DesiredReleaseChannel: &containerpb.ReleaseChannel{Channel: channelOf(r.task.Channel)}, Etag: seen.Etag,
		})
	case ground.Upgrade:
		return r.update("upgrade the control plane of "+r.name.Cluster, &containerpb.ClusterUpdate{DesiredMasterVersion: r.task.Version, Etag: seen.Etag})
	}
	return nil
}

func (r *run) update(name string, u *containerpb.ClusterUpdate) *request {
	return &request{"UpdateCluster", name, func(ctx context.Context) (*containerpb.Operation, error) {
		return r.client.api.UpdateCluster(ctx, &containerpb.UpdateClusterRequest{Name: r.name.String(), Update: u}, once)
	}}
}

// poolRequest is what a step of one pool asks for next.
func (r *run) poolRequest(seen *Seen) *request {
	api, name, pool := r.client.api, r.name.pool(r.step.Part), seen.Pool(r.step.Part)
	switch r.step.Kind {
	case ground.MakePool:
		return r.makeRequest(pool)
	case ground.RemovePool:
		return r.removeRequest()
	case ground.ResizePool:
		return &request{"SetNodePoolSize", "resize pool " + r.step.Part, func(ctx context.Context) (*containerpb.Operation, error) {
			return api.SetNodePoolSize(ctx, &containerpb.SetNodePoolSizeRequest{Name: name, NodeCount: int32(r.task.PerZone)}, once)
		}}
	case ground.AutoscalePool:
		return &request{"SetNodePoolAutoscaling", "bound pool " + r.step.Part, func(ctx context.Context) (*containerpb.Operation, error) {
			return api.SetNodePoolAutoscaling(ctx, &containerpb.SetNodePoolAutoscalingRequest{Name: name, Autoscaling: scaling(r.task.Scale)}, once)
		}}
	case ground.Upgrade:
		return r.updatePool("upgrade pool "+r.step.Part, &containerpb.UpdateNodePoolRequest{NodeVersion: r.task.Version, Etag: pool.Etag})
	case ground.Configure:
		return r.dressRequest(pool)
	}
	return nil
}

// makeRequest makes a pool. One of berth's that could not be made the last time, and
// is empty by now, goes first: its name is taken.
func (r *run) makeRequest(pool *SeenPool) *request {
	switch {
	case pool == nil:
		return &request{"CreateNodePool", "make pool " + r.step.Part, func(ctx context.Context) (*containerpb.Operation, error) {
			return r.client.api.CreateNodePool(ctx, &containerpb.CreateNodePoolRequest{Parent: r.name.String(), NodePool: r.newPool(r.task.Pool, r.step.Part)}, once)
		}}
	case pool.Status == "ERROR":
		return r.removeRequest()
	}
	return &request{"SetNodePoolSize", "complete pool " + r.step.Part, func(ctx context.Context) (*containerpb.Operation, error) {
		return r.client.api.SetNodePoolSize(ctx, &containerpb.SetNodePoolSizeRequest{Name: r.name.pool(r.step.Part), NodeCount: int32(r.task.PerZone)}, once)
	}}
}

func (r *run) removeRequest() *request {
	return &request{"DeleteNodePool", "remove pool " + r.step.Part, func(ctx context.Context) (*containerpb.Operation, error) {
		return r.client.api.DeleteNodePool(ctx, &containerpb.DeleteNodePoolRequest{Name: r.name.pool(r.step.Part)}, once)
	}}
}

func (r *run) updatePool(name string, q *containerpb.UpdateNodePoolRequest) *request {
	q.Name = r.name.pool(r.step.Part)
	return &request{"UpdateNodePool", name, func(ctx context.Context) (*containerpb.Operation, error) {
		return r.client.api.UpdateNodePool(ctx, q, once)
	}}
}

// dressRequest changes labels, then taints: one field a call, as the API wants it.
func (r *run) dressRequest(pool *SeenPool) *request {
	want := r.task.Pool
	switch {
	case want == nil:
		return nil
	case want.Labels != nil && !maps.Equal(want.Labels, pool.Labels):
		return r.updatePool(fmt.Sprintf("label the nodes of pool %s", r.step.Part), &containerpb.UpdateNodePoolRequest{
			Labels: &containerpb.NodeLabels{Labels: want.Labels}, Etag: pool.Etag,
		})
	}
	return r.updatePool(fmt.Sprintf("taint the nodes of pool %s", r.step.Part), &containerpb.UpdateNodePoolRequest{
		Taints: &containerpb.NodeTaints{Taints: taintsOf(want.Taints)}, Etag: pool.Etag,
	})
}
