package e2e_test

import (
	"strings"
	"testing"
)

// settled is a service that berth runs on gke.
func settled(t *testing.T, spec string) *scene {
	t.Helper()
	s := play(t, shop)
	s.write("web.hcl", spec)
	s.plan("--pin", "web=gke")
	s.apply(0)
	return s
}

// Somebody edits a field of berth's between plan and apply: the plan is stale, and says
// which field and who.
func TestAFieldEditedSinceThePlanIsNamedWithItsEditor(t *testing.T) {
	s := settled(t, service("web", "gke", container("registry.example/web:1")))
	s.edit("web.hcl", "web:1", "web:2")
	s.plan("--pin", "web=gke")
	s.kubectl(s.gke, "", "set", "image", "deployment/web", "web=registry.example/web:hotfix", "-n", "shop", "--field-manager=night-shift")
	before := s.mark()
	a := s.apply(5)
	s.says(a.out+a.err, "Deployment shop/web", "image", "night-shift")
	s.none("a stale plan", append(s.writes(before), s.records(before)...))

	// The next plan says whom it takes the field back from.
	b := s.plan("--pin", "web=gke")
	s.says(b.out+b.err, "night-shift", "was changed by hand")
	s.apply(0)
	s.stays("--pin", "web=gke")
}

// Somebody edits it while the plan is carried out: the API server reports the conflict,
// berth shows it and does not win it.
func TestAFieldEditedDuringTheRunIsAConflictThatIsShown(t *testing.T) {
	s := settled(t, service("web", "gke", container("registry.example/web:1")))
	s.edit("web.hcl", "web:1", "web:2")
	s.plan("--pin", "web=gke")
	s.at = func(point string) {
		if strings.HasPrefix(point, "before apply Deployment shop/web") {
			s.kubectl(s.gke, "", "set", "image", "deployment/web", "web=registry.example/web:hotfix", "-n", "shop", "--field-manager=night-shift")
		}
	}
	a := s.apply(7)
	s.at = nil
	s.says(a.out+a.err, "Deployment shop/web", "image", "night-shift")
	if image := s.image("web"); image != "registry.example/web:hotfix" {
		t.Errorf("berth won in silence: the image is %s", image)
	}
}

// image is the image of a Deployment's first container.
func (s *scene) image(name string) string {
	s.Helper()
	containers, _ := s.get(s.gke, deployment("shop", name)).at("spec", "template", "spec", "containers").([]any)
	if len(containers) == 0 {
		s.Fatalf("%s has no containers", name)
	}
	return thing(containers[0].(map[string]any)).text("image")
}

// A field that cannot be changed is said when the plan is made, and nothing is deleted to
// be made again.
func TestAFieldThatCannotBeChangedIsRefusedInThePlan(t *testing.T) {
	s := play(t, shop)
	s.write("web.hcl", service("web", "gke", `  manifests = { gke = "deploy" }`))
	s.write("deploy/web.yaml", manifests("web", "registry.example/web:1", "", 2))
	s.plan("--pin", "web=gke")
	s.apply(0)
	s.edit("deploy/web.yaml", "app.kubernetes.io/name: web", "app.kubernetes.io/name: web2")
	a := s.plan("--pin", "web=gke")
	s.says(a.out+a.err, "spec.selector", "name")
	if steps := s.steps(); len(steps) > 0 {
		t.Errorf("want no step, got:\n%s", strings.Join(steps, "\n"))
	}
}

// Copies that an autoscaler has set stay as it has set them.
func TestTheAutoscalersNumberOfCopiesStays(t *testing.T) {
	s := play(t, shop)
	s.write("web.hcl", service("web", "gke", `  manifests = { gke = "deploy" }`))
	s.write("deploy/web.yaml", manifests("web", "registry.example/web:1", "", 2)+`---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  minReplicas: 4
  maxReplicas: 6
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  metrics:
  - type: Resource
    resource:
      name: cpu
      target:
        type: Utilization
        averageUtilization: 70
`)
	s.plan("--pin", "web=gke")
	s.apply(0)
	s.serves(s.gke, "shop", "web", 4)
	s.stays("--pin", "web=gke")

	s.edit("deploy/web.yaml", "registry.example/web:1", "registry.example/web:2")
	s.plan("--pin", "web=gke")
	s.apply(0)
	if n := s.get(s.gke, deployment("shop", "web")).number("spec", "replicas"); n != 4 {
		t.Errorf("%d copies are wanted, the autoscaler had set 4", n)
	}
}

// A quota refuses what is to be made: said by the dry run, before the first write.
func TestAQuotaIsMetByTheDryRun(t *testing.T) {
	s := play(t, shop)
	s.write("web.hcl", service("web", "gke", container("registry.example/web:1")))
	s.web()
	s.kubectl(s.tokyo, "", "create", "namespace", "shop")
	s.kubectl(s.tokyo, "", "create", "quota", "none", "--hard=count/deployments.apps=0", "-n", "shop")
	s.until("the quota counts", func() bool {
		return s.get(s.tokyo, "/api/v1/namespaces/shop/resourcequotas/none").at("status", "hard") != nil
	})
	s.plan("--pin", "web=tokyo")
	before := s.mark()
	a := s.apply(1)
	s.says(a.out+a.err, "tokyo", "Deployment shop/web", "exceeded quota")
	s.none("a quota that is full", s.writes(before))
	s.serves(s.gke, "shop", "web", 3)
}
