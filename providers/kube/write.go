package kube

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// Create makes an object that must not exist. Its fields are the manager's by
// operation update; the first Apply makes them applied ones (see the package's
// decisions).
func (c *Cluster) Create(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
	ref := o.Ref()
	k, ok := object.KindOf(ref.Kind)
	if !ok || ref.Name == "" {
		return nil, strange("create", ref)
	}
	q := &request{verb: "create", ref: ref, method: http.MethodPost, path: path(k, ref.Namespace, ""), query: written(w.Dry), dry: w.Dry}
	q.query.Set("fieldValidation", "Strict")
	return c.write(ctx, q, k, typeJSON, o)
}

// Replace writes an object whole, at the resource version that it carries.
func (c *Cluster) Replace(ctx context.Context, o object.Object) (object.Object, error) {
	ref := o.Ref()
	k, ok := object.KindOf(ref.Kind)
	if !ok || ref.Name == "" {
		return nil, strange("replace", ref)
	}
	q := &request{verb: "replace", ref: ref, method: http.MethodPut, path: path(k, ref.Namespace, ref.Name), query: written(false)}
	if o.Version() == "" {
		return nil, &target.Fault{Class: target.Broken, What: q.what(), Says: "it carries no resource version; read it first"}
	}
	return c.write(ctx, q, k, typeJSON, o)
}

// Patch changes an object by JSON Patch operations.
func (c *Cluster) Patch(ctx context.Context, ref object.Ref, ops []target.Op, w target.Write) (object.Object, error) {
	k, ok := object.KindOf(ref.Kind)
	if !ok || ref.Name == "" {
		return nil, strange("patch", ref)
	}
	q := &request{verb: "patch", ref: ref, method: http.MethodPatch, path: path(k, ref.Namespace, ref.Name), query: written(w.Dry), dry: w.Dry}
	return c.write(ctx, q, k, typePatch, patch(ops))
}

// patch leaves out the value of a removal: an API server that is strict refuses it.
func patch(ops []target.Op) []map[string]any {
	out := make([]map[string]any, len(ops))
	for i, op := range ops {
		out[i] = map[string]any{"op": op.Op, "path": op.Path}
		if op.Op != "remove" {
			out[i]["value"] = op.Value
		}
	}
	return out
}

// Delete removes the very object that only names.
func (c *Cluster) Delete(ctx context.Context, ref object.Ref, only target.Only) error {
	k, ok := object.KindOf(ref.Kind)
	if !ok || ref.Name == "" {
		return strange("delete", ref)
	}
	q := &request{verb: "delete", ref: ref, method: http.MethodDelete, path: path(k, ref.Namespace, ref.Name), dry: only.Dry}
	options := map[string]any{"kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "Background"}
	if only.Wait {
		options["propagationPolicy"] = "Foreground"
	}
	if only.Dry {
		options["dryRun"] = []string{"All"}
		// The server reads the body alone; its audit log shows the address alone.
		q.query = url.Values{"dryRun": {"All"}}
	}
	if must := conditions(only); len(must) > 0 {
		options["preconditions"] = must
	}
	_, err := c.write(ctx, q, k, typeJSON, options)
	return err
}

func conditions(only target.Only) map[string]string {
	must := map[string]string{}
	if only.UID != "" {
		must["uid"] = only.UID
	}
	if only.Version != "" {
		must["resourceVersion"] = only.Version
	}
	return must
}

// written are the parameters of every write.
func written(dry bool) url.Values {
	v := url.Values{"fieldManager": {object.Manager}}
	if dry {
		v.Set("dryRun", "All")
	}
	return v
}

// write sends a body and reads the object that is the answer.
func (c *Cluster) write(ctx context.Context, q *request, k object.Kind, content string, body any) (object.Object, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		return nil, &target.Fault{Class: target.Broken, What: q.what(), Says: "it cannot be written as JSON"}
	}
	q.body, q.content = b.Bytes(), content
	return c.one(ctx, q, k)
}
