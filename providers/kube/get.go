package kube

import (
	"context"
	"io"
	"net/http"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// Identity is the UID of the namespace kube-system.
func (c *Cluster) Identity(ctx context.Context) (string, error) {
	ref := object.Ref{Kind: "Namespace", Name: "kube-system"}
	o, err := c.Exists(ctx, ref)
	if err != nil {
		return "", err
	}
	if o.UID() == "" {
		return "", &target.Fault{Class: target.Broken, What: "get " + ref.String(), Says: "it is not there, or has no UID: nothing tells this cluster from another"}
	}
	return o.UID(), nil
}

// Get reads one object, nil where there is none.
func (c *Cluster) Get(ctx context.Context, ref object.Ref) (object.Object, error) {
	return c.get(ctx, ref, "")
}

// Exists reads an object's metadata alone, nil where there is no such object.
func (c *Cluster) Exists(ctx context.Context, ref object.Ref) (object.Object, error) {
	return c.get(ctx, ref, typeMeta)
}

func (c *Cluster) get(ctx context.Context, ref object.Ref, accept string) (object.Object, error) {
	k, ok := object.KindOf(ref.Kind)
	if !ok || ref.Name == "" {
		return nil, strange("get", ref)
	}
	q := &request{verb: "get", ref: ref, method: http.MethodGet, path: path(k, ref.Namespace, ref.Name), accept: accept}
	o, err := c.one(ctx, q, k)
	if target.ClassOf(err) == target.Absent {
		return nil, nil
	}
	return o, err
}

// one does a request whose answer is one object of a kind.
func (c *Cluster) one(ctx context.Context, q *request, k object.Kind) (object.Object, error) {
	var o object.Object
	err := c.send(ctx, q, func(r io.Reader) (err error) {
		o, err = readObject(r)
		return err
	})
	if err != nil {
		return nil, err
	}
	o["kind"], o["apiVersion"] = k.Name, k.APIVersion()
	if !q.dry {
		c.note(o)
	}
	return o, nil
}

// strange is the fault of a question that berth must not ask.
func strange(verb string, ref object.Ref) error {
	q := request{verb: verb, ref: ref}
	return &target.Fault{Class: target.Broken, What: q.what(), Says: "berth knows no such kind, or it has no name"}
}
