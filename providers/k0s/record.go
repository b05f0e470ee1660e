package k0s

import (
	"context"
	"fmt"
	"slices"
	"time"

	"berth.dev/engine/ground"
	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// The record of a cluster that berth made or has taken over is a ConfigMap. It keeps the
// orders that were carried out, so that a host that the specs have no longer is known,
// and the cluster's UID, so that a copy of it elsewhere says nothing.
var recordRef = object.Ref{Kind: "ConfigMap", Namespace: object.SystemNamespace, Name: "berth-k0s"}

// recorded reads the record, nil where there is none.
func recorded(ctx context.Context, c Reader, uid string) (*Orders, error) {
	o, err := c.Get(ctx, recordRef)
	if err != nil || o == nil {
		return nil, err
	}
	if said, _ := o.At("data", "uid").(string); said != uid {
		return nil, fmt.Errorf("%s is of another cluster (%s); it was copied here, and must be deleted before berth can tell whose this one is", recordRef, said)
	}
	text, _ := o.At("data", "orders").(string)
	orders, err := ReadOrders([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", recordRef, err)
	}
	return orders, nil
}

// carried is what the record says after a step: what the specs order, with the hosts
// that are still to be removed, and those whom the cluster admits already.
func carried(want, was *Orders, s *ground.Step) *Orders {
	next := *want
	next.Hosts = slices.Clone(want.Hosts)
	if s.Kind != ground.Admit {
		next.Groups, next.Users = nil, nil
	}
	if was == nil {
		return &next
	}
	if s.Kind != ground.Admit {
		next.Groups, next.Users = was.Groups, was.Users
	}
	for _, h := range was.Hosts {
		removed := s.Kind == ground.RemoveHost && s.Part == h.Name
		if !removed && !want.has(h) {
			next.Hosts = append(next.Hosts, h)
		}
	}
	slices.SortFunc(next.Hosts, func(a, b Host) int { return order(a.Name, b.Name) })
	return &next
}

// tries is how often the record is written again when the cluster does not take it: its
// API server may just have restarted.
const tries = 5

// remember writes the record after a step.
func (a *act) remember(ctx context.Context, c Cluster) error {
	var err error
	for n := range tries {
		if n > 0 {
			if err := a.tools.Clock.Sleep(ctx, time.Duration(n)*2*time.Second); err != nil {
				return err
			}
		}
		a.hand.Point("before record")
		err = a.rememberOnce(ctx, c)
		a.hand.Point("after record")
		switch target.ClassOf(err) {
		case target.Busy, target.Unclear, target.Conflict, target.Exists:
			continue
		}
		break
	}
	if err != nil {
		return a.failed(fmt.Errorf("the cluster's record: %w", err))
	}
	return nil
}

func (a *act) rememberOnce(ctx context.Context, c Cluster) error {
	uid, err := c.Identity(ctx)
	if err != nil {
		return err
	}
	was, err := recorded(ctx, c, uid)
	if err != nil {
		return err
	}
	text, err := carried(a.want, was, a.step).JSON()
	if err != nil {
		return err
	}
	live, err := c.Get(ctx, recordRef)
	if err != nil {
		return err
	}
	if live == nil {
		return firstRecord(ctx, c, map[string]any{"uid": uid, "orders": string(text)})
	}
	if said, _ := live.At("data", "orders").(string); said == string(text) {
		return nil
	}
	next := live.Copy()
	next["data"] = map[string]any{"uid": uid, "orders": string(text)}
	_, err = c.Replace(ctx, next)
	return err
}

// firstRecord makes the record, and berth's namespace where there is none.
func firstRecord(ctx context.Context, c Cluster, data map[string]any) error {
	space := object.Object{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{
		"name": object.SystemNamespace, "labels": map[string]any{object.LabelManagedBy: object.Manager},
	}}
	if _, err := c.Create(ctx, space, target.Write{}); err != nil && target.ClassOf(err) != target.Exists {
		return err
	}
	_, err := c.Create(ctx, object.Object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{
		"name": recordRef.Name, "namespace": recordRef.Namespace, "labels": map[string]any{object.LabelManagedBy: object.Manager},
	}, "data": data}, target.Write{})
	return err
}
