package e2e_test

import (
	"strings"
	"testing"
)

// keep is a policy of the cluster's owners that refuses to delete Deployments for good; a
// dry run passes, as it does with webhooks that look at real requests alone.
const keep = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: keep-deployments}
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
    - {apiGroups: [apps], apiVersions: [v1], operations: [DELETE], resources: [deployments]}
  validations:
  - expression: "request.dryRun || request.namespace != 'shop'"
    message: deployments of the shop are kept until the audit is over
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: keep-deployments}
spec: {policyName: keep-deployments, validationActions: [Deny]}
`

// A delete that a cluster refuses stays in berth's record, also when the specs change,
// until it is done.
func TestARefusedDeleteStaysTracked(t *testing.T) {
	s := play(t, shop)
	s.write("web.hcl", service("web", "gke", container("registry.example/web:1")))
	s.web()
	s.kubectl(s.gke, keep, "apply", "-f", "-")
	t.Cleanup(func() {
		_, _ = s.gke.Kubectl(s.Context(), "", keep, "delete", "--ignore-not-found", "-f", "-")
	})
	s.until("the policy holds", func() bool {
		_, err := s.gke.Kubectl(s.Context(), "", "", "delete", "deployment", "nothing", "-n", "shop", "--ignore-not-found")
		return err == nil
	})
	s.kubectl(s.gke, "", "create", "deployment", "canary", "--image=registry.example/x:1", "--replicas=0", "-n", "shop")
	s.until("the policy refuses", func() bool {
		out, _ := s.gke.Kubectl(s.Context(), "", "", "delete", "deployment", "canary", "-n", "shop")
		if strings.Contains(out, "kept until") {
			return true
		}
		_, _ = s.gke.Kubectl(s.Context(), "", "", "create", "deployment", "canary", "--image=registry.example/x:1", "--replicas=0", "-n", "shop")
		return false
	})

	served := s.watch("shop", "web")
	s.plan("--pin", "web=tokyo")
	a := s.apply(7)
	served()
	s.says(a.out+a.err, "Deployment shop/web", "kept until the audit is over")
	s.tracked("shop/web")

	// The specs go on; what was refused is not forgotten.
	s.edit("web.hcl", "registry.example/web:1", "registry.example/web:2")
	s.edit("web.hcl", `runs_on = "gke"`, `runs_on = "tokyo"`)
	s.run(0, "abandon", "plan.json", "--yes")
	s.tracked("shop/web")
	s.kubectl(s.gke, keep, "delete", "-f", "-")
	s.until("the policy is gone", func() bool {
		_, err := s.gke.Kubectl(s.Context(), "", "", "delete", "deployment", "canary", "-n", "shop")
		return err == nil
	})
	s.plan()
	s.apply(0)
	if o := s.get(s.gke, deployment("shop", "web")); o != nil {
		t.Error("what was refused is still there")
	}
	s.stays()
}

// tracked wants berth's record on gke to name a Deployment of the shop.
func (s *scene) tracked(object string) {
	s.Helper()
	set := s.get(s.gke, "/api/v1/namespaces/shop/configmaps/berth-shop")
	o := s.get(s.gke, deployment("shop", "web"))
	if set == nil || o == nil {
		s.Fatalf("%s is %v, its set %v", object, o, set)
	}
	if part, id := o.text("metadata", "labels", "applyset.kubernetes.io/part-of"), set.text("metadata", "labels", "applyset.kubernetes.io/id"); part != id || id == "" {
		s.Errorf("%s says that it is part of %q, the set is %q", object, part, id)
	}
	if data, _ := set.at("data").(map[string]any); len(data) == 0 {
		s.Errorf("the set names nothing: %v", set)
	}
}
