package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"berth.dev/engine/object"
)

func TestAGateEndsTheRunAndAPersonOpensItByItsName(t *testing.T) {
	h := newHarbour(t).withGate().planned()
	s := h.refuses(7, applyIt, "note: 8 of 11 stages done, and gate w1.5.1 waits for a person", "berth resume plan.json --gate w1.5.1 -C shop --key berth.key")
	if strings.Contains(s.errors, "error:") {
		t.Errorf("a gate is no error: %s", s.errors)
	}
	h.refuses(7, "resume --key berth.key -C shop", "gate w1.5.1 waits for a person")
	h.refuses(2, "resume --key berth.key -C shop --gate w9.9.9", "the plan waits at another one: w1.5.1")
	h.tells(h.ok("status"), "a plan is open", "8 of 11 stages done", "It waits for a person at gate w1.5.1: no switch is declared", "berth resume --gate w1.5.1")
	h.tells(h.ok("resume --key berth.key -C shop --gate "+gateIt), "gate passed", "plan closed", "Done: 11 stages")
	h.refuses(1, "resume", "is not open on any cluster: nothing to go on with")
}

func TestAnOpenPlanGoesOnAfterItsFilesAreLost(t *testing.T) {
	h := newHarbour(t).withGate().planned()
	h.refuses(7, applyIt)
	h.must(os.Remove(filepath.Join(h.dir, "plan.json")))
	h.must(os.Remove(filepath.Join(h.dir, "plan.objects")))
	h.tells(h.ok("resume --key berth.key -C shop --gate "+gateIt), "Done: 11 stages")
}

func TestAnOpenPlanGoesOnAfterTheStateFolderIsLost(t *testing.T) {
	h := newHarbour(t).withGate().planned()
	h.refuses(7, applyIt)
	h.must(os.RemoveAll(filepath.Join(h.dir, "state")))
	h.tells(h.ok("resume plan.json --key berth.key -C shop --gate "+gateIt), "Done: 11 stages")
}

func TestAnAbandonedPlanStaysAsItIsAndNeverComesBack(t *testing.T) {
	h := newHarbour(t).withGate().planned()
	h.refuses(7, applyIt)
	h.writes()
	h.tells(h.ok("abandon plan.json --yes"), "is given up", "What it has done stays")
	if n := h.writes(); n != 0 {
		t.Errorf("giving up made %d writes to objects", n)
	}
	h.refuses(5, applyIt, "plan again")
	h.refuses(1, "abandon plan.json --yes", "not open on any cluster")
}

func TestAPlanWhoseFileIsLostIsAbandonedByItsDigits(t *testing.T) {
	h := newHarbour(t).withGate().planned()
	h.refuses(7, applyIt)
	status := h.ok("status")
	_, after, _ := strings.Cut(status, "gke, tokyo: plan ")
	h.must(os.RemoveAll(filepath.Join(h.dir, "state")))
	h.refuses(1, "abandon "+after[:12]+" --yes", "no cluster is named", "-C DIR")
	h.tells(h.ok("abandon "+after[:12]+" --yes -C shop"), "is given up")
	h.tells(h.ok("status -C shop"), "no plan is at hand")
}

func TestAnotherPlanMayNotBeginWhileOneIsOpen(t *testing.T) {
	h := newHarbour(t).withGate().planned()
	h.refuses(7, applyIt)
	h.ok("plan shop --steps --out second.json --key berth.key --allow-delete")
	h.every()
	h.refuses(6, "apply second.json --key berth.key -C shop --yes", "is open since", "waits at gate w1.", "finish it with resume --gate w1.", "give it up with abandon ")
	h.refuses(6, "destroy -C shop --yes", "is open since")
	h.refuses(6, "rollback plan.json --key berth.key -C shop --yes", "is open since")
	if n := h.every(); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestARollbackIsShownFirstAndBringsBackWhatWas(t *testing.T) {
	h := newHarbour(t).planned()
	image := func() any {
		return h.object("admin@tokyo", "Deployment", "store").At("spec", "template", "spec").(map[string]any)["containers"].([]any)[0].(map[string]any)["image"]
	}
	before := image()
	h.ok(applyIt)
	h.every()
	h.tells(h.ok("rollback --key berth.key -C shop --out undo.json"), "take plan", "Nothing was carried out. undo.json has the undo")
	if n := h.every(); n != 0 {
		t.Errorf("writing an undo made %d writes", n)
	}
	h.tells(h.ok("show undo.json --steps"), "api is to run on gke")
	h.ok("apply undo.json --key berth.key -C shop --yes")
	if h.object("prod-gke", "Deployment", "api") == nil || h.object("admin@tokyo", "Deployment", "api") != nil {
		t.Error("the api is not back on gke alone")
	}
	if image() != before {
		t.Errorf("store runs %v, and ran %v", image(), before)
	}
}

func TestARollbackThatCouldNotBeHonestIsRefused(t *testing.T) {
	h := newHarbour(t).planned()
	h.ok(applyIt)
	h.must(h.servers["admin@tokyo"].Edit("alice", object.Ref{Kind: "Deployment", Namespace: "shop", Name: "store"}, func(o object.Object) {
		o.At("spec", "template", "spec").(map[string]any)["containers"].([]any)[0].(map[string]any)["image"] = "registry.example/store:3.0.0"
	}))
	h.every()
	h.refuses(4, "rollback --key berth.key -C shop --yes", "the plan cannot be taken back", "Deployment shop/store")
	if n := h.every(); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestADestroyLeavesNothingOfBerthsAndEverythingForeign(t *testing.T) {
	h := newHarbour(t).planned()
	h.must(h.servers["admin@tokyo"].Put("kubectl", object.Object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "theirs", "namespace": "shop"}, "data": map[string]any{"a": "b"}}))
	h.ok(applyIt)
	h.every()
	out := h.ok("destroy -C shop --yes")
	h.tells(out, "7 objects would be removed", "Deployment shop/store was there before berth took it over", "7 objects removed, 0 objects left")
	for line := range strings.Lines(out) {
		if strings.Contains(line, "Deployment shop/api") && strings.Contains(line, "was there before") {
			t.Errorf("berth has made it itself: %s", line)
		}
	}
	for context, server := range h.servers {
		for _, o := range server.Objects() {
			if o.Label(object.LabelService) != "" || o.Ref().Namespace == object.SystemNamespace {
				t.Errorf("%s still has %s", context, o.Ref())
			}
		}
	}
	if h.object("admin@tokyo", "ConfigMap", "theirs") == nil {
		t.Error("somebody else's object is gone")
	}
}

func TestADestroyAsksForTheNamesOfTheSites(t *testing.T) {
	for answer, code := range map[string]int{"yes\n": 1, "tokyo\n": 1, "gke tokyo\n": 0} {
		h := newHarbour(t).planned()
		h.ok(applyIt)
		h.every()
		h.env.StdinTerminal, h.env.StderrTerminal, h.env.Stdin = true, true, strings.NewReader(answer)
		if s := h.berth("destroy -C shop"); s.code != code {
			t.Errorf("%q: exit code %d, want %d: %s", answer, s.code, code, s.errors)
		}
		if n := h.every(); (n == 0) != (code == 1) {
			t.Errorf("%q: %d writes", answer, n)
		}
	}
}

func TestStatusNamesDriftByFieldAndOwner(t *testing.T) {
	h := newHarbour(t).planned()
	h.ok(applyIt)
	h.tells(h.ok("status --key berth.key -C shop --detailed-exitcode"), "2 services on 2 clusters · all as plan")
	h.must(h.servers["admin@tokyo"].Edit("alice", object.Ref{Kind: "Deployment", Namespace: "shop", Name: "store"}, func(o object.Object) {
		o.At("spec", "template", "spec").(map[string]any)["containers"].([]any)[0].(map[string]any)["image"] = "registry.example/store:3.0.0"
	}))
	h.must(h.servers["admin@tokyo"].Remove(object.Ref{Kind: "Service", Namespace: "shop", Name: "api"}))
	h.must(h.servers["admin@tokyo"].Remove(object.Ref{Kind: "Node", Name: "n1"}))
	h.must(h.servers["admin@tokyo"].Remove(object.Ref{Kind: "Node", Name: "n2"}))
	h.change("services.hcl", "api:1.0.0", "api:1.0.1")
	h.every()
	s := h.refuses(3, "status -C shop --detailed-exitcode")
	h.tells(s.out, "spec.template.spec.containers[name=store].image: is registry.example/store:3.0.0, the plan left registry.example/store:2.0.0, set by alice",
		"Service shop/api", "is gone", "tokyo: the cluster has 1 node, and the plan counts with 2", "spec services.hcl: has other content", "1 secret: --key compares them")
	if n := h.every(); n != 0 {
		t.Errorf("status made %d writes", n)
	}
	for _, format := range []string{"json", "markdown"} {
		h.tells(h.ok("status --format "+format), "alice")
	}
}
