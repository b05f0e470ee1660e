package kube

import (
	"context"
	"encoding/json"
	"net/http"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/util/csaupgrade"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// TakeOver makes what managers own by update berth's own, as if berth had applied it.
func (c *Cluster) TakeOver(ctx context.Context, ref object.Ref, uid string, managers []string) (object.Object, error) {
	k, ok := object.KindOf(ref.Kind)
	if !ok || ref.Name == "" {
		return nil, strange("take over", ref)
	}
	live, err := c.Get(ctx, ref)
	if err != nil {
		return nil, err
	}
	if err := isThat(settling(ref, k), live, uid); err != nil {
		return nil, err
	}
	return c.settle(ctx, live, k, managers)
}

func settling(ref object.Ref, k object.Kind) *request {
	return &request{verb: "take over the fields of", ref: ref, method: http.MethodPatch, path: path(k, ref.Namespace, ref.Name), query: written(false)}
}

// settle turns the fields that managers own by update into fields that berth has
// applied. It sends nothing where there are none, and fails with class Conflict where
// the object has changed since it was read.
func (c *Cluster) settle(ctx context.Context, live object.Object, k object.Kind, managers []string) (object.Object, error) {
	ref := live.Ref()
	q := settling(ref, k)
	body, err := csaupgrade.UpgradeManagedFieldsPatch(&unstructured.Unstructured{Object: live}, sets.New(managers...), object.Manager)
	if err != nil {
		return nil, &target.Fault{Class: target.Broken, What: q.what(), Says: "its managed fields cannot be read", Cause: err}
	}
	if body == nil {
		return live, nil
	}
	return c.write(ctx, q, k, typePatch, json.RawMessage(body))
}

// note remembers whether berth's fields of an object are applied ones, from an answer
// about it.
func (c *Cluster) note(o object.Object) {
	switch uid := o.UID(); {
	case uid == "":
	case isSettled(o):
		c.settled.Store(uid, struct{}{})
	default:
		c.settled.Delete(uid)
	}
}

// isSettled tells whether berth owns fields by apply alone. Those of subresources,
// such as a number of copies set by way of scale, do not count.
func isSettled(o object.Object) bool {
	entries, _ := o.At("metadata", "managedFields").([]any)
	for _, e := range entries {
		m, _ := e.(map[string]any)
		sub, _ := m["subresource"].(string)
		if m["manager"] == object.Manager && m["operation"] == "Update" && sub == "" {
			return false
		}
	}
	return true
}
