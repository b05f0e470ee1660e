package e2e_test

import "testing"

// A new side whose pods never become ready ends the wait with names, and the old side
// serves on; a plan of mended manifests goes on from there.
func TestANewSideThatNeverBecomesReadyLeavesTheOldOneServing(t *testing.T) {
	s := play(t, shop)
	s.write("web.hcl", service("web", "gke", `  manifests = { gke = "deploy/gke", tokyo = "deploy/tokyo" }`))
	s.edit("web.hcl", `deadline = "60s"`, `deadline = "8s"`)
	s.write("deploy/gke/web.yaml", manifests("web", "registry.example/web:1", "", 3))
	s.write("deploy/tokyo/web.yaml", manifests("web", "registry.example/web:1", "cluster.berth.dev/outcome: never-ready", 3))
	s.web()

	served := s.watch("shop", "web")
	s.plan("--pin", "web=tokyo")
	a := s.apply(7)
	s.says(a.out+a.err, "tokyo", "Deployment shop/web", "0/3", "berth resume")
	s.serves(s.gke, "shop", "web", 3)
	if got := s.weights("shop", "web"); got != "web-gke 100, web-tokyo 0" {
		t.Errorf("callers go %s", got)
	}

	s.write("deploy/tokyo/web.yaml", manifests("web", "registry.example/web:1", "", 3))
	s.run(0, "abandon", "plan.json", "--yes")
	s.plan("--pin", "web=tokyo")
	s.apply(0)
	served()
	s.serves(s.tokyo, "shop", "web", 3)
	if o := s.get(s.gke, deployment("shop", "web")); o != nil {
		t.Error("the old side is still there")
	}
	if got := s.weights("shop", "web"); got != "web-gke 0, web-tokyo 1000" {
		t.Errorf("callers go %s", got)
	}
}
