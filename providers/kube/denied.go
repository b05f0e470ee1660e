package kube

import (
	"context"
	"net/http"
	"strings"

	"golang.org/x/sync/errgroup"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// asking is how many rights are asked for at once.
const asking = 8

// Denied tells which accesses the cluster would refuse this identity. It asks the
// cluster's own authorizer, and each right only once.
func (c *Cluster) Denied(ctx context.Context, asked []target.Access) ([]target.Access, error) {
	may := map[target.Access]*bool{}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(asking)
	for _, a := range asked {
		if may[a] != nil {
			continue
		}
		answer := new(bool)
		may[a] = answer
		g.Go(func() (err error) {
			*answer, err = c.may(ctx, a)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var denied []target.Access
	for _, a := range asked {
		if !*may[a] {
			denied = append(denied, a)
		}
	}
	return denied, nil
}

// may asks for one right.
func (c *Cluster) may(ctx context.Context, a target.Access) (bool, error) {
	name, sub, _ := strings.Cut(a.Kind, "/")
	k, ok := object.KindOf(name)
	if !ok {
		return false, strange("ask for the right to "+a.Verb, object.Ref{Kind: a.Kind, Namespace: a.Namespace})
	}
	right := map[string]any{"verb": a.Verb, "group": k.Group, "version": k.Version, "resource": k.Resource, "subresource": sub}
	if !k.Cluster {
		right["namespace"] = a.Namespace
	}
	review := map[string]any{
		"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
		"spec": map[string]any{"resourceAttributes": right},
	}
	q := &request{
		verb: "ask for the right to " + a.Verb, ref: object.Ref{Kind: a.Kind, Namespace: a.Namespace},
		method: http.MethodPost, path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", question: true,
	}
	answer, err := c.write(ctx, q, object.Kind{Name: "SelfSubjectAccessReview", Group: "authorization.k8s.io", Version: "v1"}, typeJSON, review)
	if err != nil {
		return false, err
	}
	allowed, _ := answer.At("status", "allowed").(bool)
	return allowed, nil
}
