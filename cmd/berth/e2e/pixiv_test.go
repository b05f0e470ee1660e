package e2e_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const pixiv = "../../../testdata/pixiv"

// today is what the nine services of pixiv run as before berth comes: six that somebody
// wrote by hand, three from the very manifests that the specs name; and beside them what
// is none of berth's business.
func (s *scene) today() {
	s.Helper()
	for _, c := range s.clusters() {
		s.roomy(c, 25) // pods of the specs are too many for the pool's own nodes
	}
	s.bring(s.tokyo,
		running{namespace: "creators", name: "fanbox-print", image: "registry.example/fanbox-print:2.7.0", port: 8080, copies: 2},
		running{namespace: "creators", name: "pixiv-sketch", image: "registry.example/sketch:5.11.0", port: 3000, copies: 4},
		running{namespace: "creators", name: "vroid-hub", image: "registry.example/vroid-hub:4.3.1", port: 3000, copies: 6},
		running{namespace: "creators", name: "blog", image: "registry.example/blog:1", port: 80, copies: 1},
		running{namespace: "platform", name: "registry", image: "registry.example/registry:2", port: 80, copies: 1},
	)
	s.deployed(s.tokyo, "platform", "deploy/airflow")
	s.bring(s.gke,
		running{namespace: "platform", name: "rendertron", image: "registry.example/rendertron:3.1.0", port: 3000, copies: 5},
		running{namespace: "platform", name: "iap", image: "registry.example/iap:1.9.3", port: 8080, copies: 2, notes: "argocd.argoproj.io/tracking-id: 'apps:apps/Deployment:platform/iap'"},
		running{namespace: "ads", name: "pixiv-ads", image: "registry.example/ads:1.4.2", port: 8080, copies: 3},
		running{namespace: "monitoring", name: "dashboard", image: "registry.example/dashboard:1", port: 80, copies: 1},
		running{namespace: "elsewhere", name: "rendertron", image: "registry.example/rendertron:2.0.0", port: 3000, copies: 1},
	)
	s.deployed(s.gke, "platform", "deploy/gitlab-runner")
	s.deployed(s.gke, "monitoring", "deploy/sentry")
	s.kubectl(s.gke, route("platform", "rendertron"), "apply", "-f", "-")
	s.until("airflow and sentry run", func() bool {
		return s.get(s.tokyo, "/apis/apps/v1/namespaces/platform/statefulsets/airflow").number("status", "readyReplicas") == 12 &&
			s.get(s.gke, "/apis/apps/v1/namespaces/monitoring/statefulsets/sentry").number("status", "readyReplicas") == 12
	})
	// The one word that the talk does not have: how callers are sent to where it runs.
	s.edit("services/rendertron.hcl", `  calls = "complete"`, `  calls = "complete"

  switch {
    route    = "platform/rendertron"
    site     = "gke"
    backends = { gke = "rendertron-gke", tokyo = "rendertron-tokyo" }
    ramp     = [10, 100]
    hold     = "1s"
  }

  rollout {
    drain = "1s"
  }`)
}

// ofPixiv tells whether an object is a service's of pixiv, to be taken over; iap is kept
// by Argo CD.
func ofPixiv(name string) bool {
	return slices.ContainsFunc([]string{
		"creators/fanbox-print", "creators/pixiv-sketch", "creators/vroid-hub", "platform/airflow", "platform/logs-airflow",
		"platform/rendertron", "platform/gitlab-runner", "ads/pixiv-ads", "monitoring/sentry", "monitoring/events-sentry",
	}, func(object string) bool { return strings.Contains(name, " "+object) })
}

// The story of pixiv, from services that run without berth to none of berth's left.
func TestPixivIsTakenOverMovedTakenBackAndGivenUp(t *testing.T) {
	s := play(t, pixiv)
	s.today()
	foreign := s.photograph(ofPixiv)
	start := s.mark()

	served := s.watch("platform", "rendertron")
	s.plan()
	s.none("plan", append(s.writes(start), s.records(start)...))
	a := s.apply(0)
	served()
	s.says(a.out, "iap", "Argo CD")
	s.order(s.writes(start), "gke patch deployments/platform/rendertron", "gke create horizontalpodautoscalers/platform/rendertron 201", "gke patch httproutes/platform/rendertron")
	s.order(s.writes(start), "tokyo create deployments/platform/rendertron 201")
	if got, want := s.weights("platform", "rendertron"), "rendertron-gke "; !strings.HasPrefix(got, want) || strings.Contains(got, "rendertron-tokyo 0") {
		t.Errorf("callers go %s", got)
	}
	for _, object := range []string{deployment("creators", "vroid-hub"), "/apis/apps/v1/namespaces/platform/statefulsets/airflow"} {
		if o := s.get(s.tokyo, object); o.text("metadata", "labels", "berth.dev/service") == "" {
			t.Errorf("%s is not taken over: %v", object, o.at("metadata", "labels"))
		}
	}

	// The same plan again, and a new one.
	before := s.mark()
	s.says(s.apply(0).out, "already")
	s.none("the same plan again", append(s.writes(before), s.records(before)...))
	s.stays()

	// A changed spec takes rendertron back to where it came from.
	s.edit("services/rendertron.hcl", `runs_on = "gke"`, "runs_on = [\"tokyo\", \"gke\"]\n  pin     = \"gke\"")
	served = s.watch("platform", "rendertron")
	before = s.mark()
	s.plan()
	s.apply(0)
	served()
	s.order(s.writes(before), "tokyo delete deployments/platform/rendertron")
	if o := s.get(s.tokyo, deployment("platform", "rendertron")); o != nil {
		t.Error("rendertron is still on tokyo")
	}

	// And a rollback brings it out again.
	served = s.watch("platform", "rendertron")
	s.run(0, "rollback", "plan.json", "--yes", "-C", ".")
	served()
	if o := s.get(s.tokyo, deployment("platform", "rendertron")); o.number("status", "availableReplicas") == 0 {
		t.Error("rendertron is not on tokyo again")
	}
	s.run(0, "status", "-C", ".")

	s.run(0, "destroy", "-C", ".", "--yes")
	s.until("berth's own namespaces are gone", func() bool {
		return s.get(s.tokyo, "/api/v1/namespaces/berth-system") == nil && s.get(s.gke, "/api/v1/namespaces/berth-system") == nil
	})
	if diff := cmp.Diff(foreign, s.photograph(ofPixiv)); diff != "" {
		t.Errorf("what is not berth's has changed (-before +after):\n%s", diff)
	}
	// Claims hold data: they stay, with the mark of whose they are.
	left := slices.DeleteFunc(s.ofBerth(), func(name string) bool { return strings.Contains(name, "persistentvolumeclaims") })
	s.none("nothing of berth's is left", left)
	s.none("requests that the role does not allow", s.refusals(start))
}
