package cli_test

import (
	"maps"
	"testing"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
)

// stateful gives berth a StatefulSet on tokyo that has made a claim, and puts a claim
// of somebody else's beside it.
func (h *harbour) stateful(policy map[string]any) {
	h.t.Helper()
	tokyo := h.servers["admin@tokyo"]
	ref := object.Ref{Kind: "StatefulSet", Namespace: "shop", Name: "db"}
	labels := map[string]any{"app": "db"}
	spec := map[string]any{
		"serviceName": "db", "selector": map[string]any{"matchLabels": labels},
		"template":             map[string]any{"metadata": map[string]any{"labels": labels}, "spec": map[string]any{"containers": []any{map[string]any{"name": "db", "image": "registry.example/db:1"}}}},
		"volumeClaimTemplates": []any{map[string]any{"metadata": map[string]any{"name": "data"}, "spec": claimSpec()}},
	}
	if policy != nil {
		spec["persistentVolumeClaimRetentionPolicy"] = policy
	}
	sts := object.Object{"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": map[string]any{"name": "db", "namespace": "shop"}, "spec": spec}
	h.must(tokyo.Put("berth", object.Own(sts, "db", record.SetID("shop", "shop"))))
	for _, name := range []string{"data-db-0", "data-db-x", "theirs"} {
		h.must(tokyo.Put("somebody", object.Object{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": map[string]any{"name": name, "namespace": "shop"}, "spec": claimSpec()}))
	}
	set, err := record.ReadSet(tokyo.Object(record.SetRef("shop", "shop")))
	h.must(err)
	now, err := set.Union([]record.Member{{Ref: ref, UID: tokyo.Object(ref).UID()}}).Object()
	h.must(err)
	h.must(tokyo.Edit("berth", record.SetRef("shop", "shop"), func(o object.Object) { maps.Copy(o, now) }))
}

func claimSpec() map[string]any {
	return map[string]any{"accessModes": []any{"ReadWriteOnce"}, "resources": map[string]any{"requests": map[string]any{"storage": "1Gi"}}}
}

func TestADestroyNamesTheClaimsThatStay(t *testing.T) {
	h := newHarbour(t).planned()
	h.ok(applyIt)
	h.stateful(nil)
	out := h.ok("destroy -C shop --yes")
	h.tells(out, "8 objects would be removed, 1 object would stay", "PersistentVolumeClaim shop/data-db-0 it holds data of StatefulSet shop/db", "8 objects removed, 1 object left")
	if h.object("admin@tokyo", "PersistentVolumeClaim", "data-db-0") == nil {
		t.Error("the claim is gone")
	}
}

func TestADestroyNamesTheClaimsThatTheClusterRemovesItself(t *testing.T) {
	h := newHarbour(t).planned()
	h.ok(applyIt)
	h.stateful(map[string]any{"whenDeleted": "Delete", "whenScaled": "Retain"})
	h.tells(h.ok("destroy -C shop --yes"), "9 objects would be removed, 0 objects would stay", "PersistentVolumeClaim shop/data-db-0 the cluster removes it with StatefulSet shop/db")
}
