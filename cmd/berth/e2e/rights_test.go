package e2e_test

import (
	"strings"
	"testing"

	"berth.dev/providers/kube/access"
)

// One right that is missing is named before anything is written, the lease included.
func TestOneRightThatIsMissingIsNamedBeforeTheFirstWrite(t *testing.T) {
	s := play(t, shop)
	s.write("web.hcl", service("web", "gke", container("registry.example/web:1")))
	s.web()
	s.plan("--pin", "web=tokyo")

	role := strings.SplitAfter(access.Roles(), "---\n")[1]
	const whole = "resources: [daemonsets, deployments, statefulsets]\n  verbs: [get, list, create, patch, delete]"
	if !strings.Contains(role, whole) {
		t.Fatalf("the role has no such rule: %s", role)
	}
	role = strings.Replace(role, whole, strings.Replace(whole, ", delete", "", 1), 1)
	s.kubectl(s.gke, strings.Replace(role, "name: "+access.Apply, "name: "+s.user, 1), "apply", "-f", "-")
	s.kubectl(s.gke, "", "delete", "clusterrolebinding", s.user)
	s.kubectl(s.gke, "", "create", "clusterrolebinding", s.user, "--clusterrole="+s.user, "--user="+s.user)
	s.until("the right is gone", func() bool {
		out, _ := s.gke.Kubectl(s.Context(), s.configs[s.gke], "", "auth", "can-i", "delete", "deployments", "-n", "shop")
		return strings.HasPrefix(out, "no")
	})

	before := s.mark()
	a := s.berth("apply", "plan.json", "--yes", "-C", ".")
	if a.code == 0 {
		t.Fatal("it was carried out without the right")
	}
	s.says(a.err, "gke", "delete", "Deployment")
	s.none("without a right", append(s.writes(before), s.records(before)...))
}
