package cli_test

import (
	"testing"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
)

func TestWhatTheLastPlanIsNotAboutIsCountedAndItsLaterWritersAreNamed(t *testing.T) {
	h := newHarbour(t).planned()
	h.ok(applyIt)
	h.change("services.hcl", "api:1.0.0", "api:1.0.1")
	h.ok("plan shop --steps --out second.json --key berth.key")
	h.ok("apply second.json --key berth.key -C shop --yes")
	h.tells(h.ok("status second.json --detailed-exitcode"), "not compared", "of berth's that what is done of this plan is not about")
	h.must(h.servers["admin@tokyo"].Edit("kubectl-set", object.Ref{Kind: "Deployment", Namespace: "shop", Name: "store"}, func(o object.Object) {
		entries := o["metadata"].(map[string]any)["managedFields"].([]any)
		for _, e := range entries {
			e.(map[string]any)["time"] = "2020-01-01T00:00:00Z" // all that berth wrote was long ago
		}
		o.At("spec", "template", "spec").(map[string]any)["containers"].([]any)[0].(map[string]any)["image"] = "registry.example/store:3.0.0"
	}))
	s := h.refuses(3, "status second.json --detailed-exitcode")
	h.tells(s.out, "Deployment shop/store", "kubectl-set wrote to its content at")
}

func TestAPlanWhoseRecordIsGoneOnOneClusterIsToBeGivenUp(t *testing.T) {
	h := newHarbour(t).withGate().planned()
	h.refuses(7, applyIt)
	h.must(h.servers["admin@tokyo"].Remove(record.ClusterRef()))
	h.tells(h.ok("status plan.json"), "Berth's record on tokyo is gone, so the plan cannot go on", "Give it up, and plan again: berth abandon plan.json")
	for _, line := range []string{"resume plan.json --key berth.key -C shop --gate " + gateIt, applyIt} {
		h.refuses(7, line, "is open on gke, and berth's record on tokyo is gone", "Give it up with: berth abandon plan.json")
	}
	h.ok("abandon plan.json --yes")
	h.tells(h.ok("status plan.json"), "was given up")
	h.ok("plan shop --steps --out second.json --key berth.key --allow-delete")
}

func TestAPlanThatWasGivenUpIsSaidToBe(t *testing.T) {
	h := newHarbour(t).withGate().planned()
	h.tells(h.ok("status plan.json"), "was not begun")
	h.refuses(7, applyIt)
	h.ok("abandon plan.json --yes")
	h.tells(h.ok("status plan.json"), "was given up, so the clusters may be anywhere between two of its stages")
}
