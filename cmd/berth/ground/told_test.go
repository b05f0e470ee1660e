package ground

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// bare writes one service without traffic, so that plans are about clusters alone.
func (s *scene) bare() {
	s.Helper()
	s.pixiv()
	for _, name := range []string{"services", "traffic", "deploy"} {
		s.good(os.RemoveAll(filepath.Join(s.dir, name)))
	}
	s.write("services/iap.hcl", "service \"iap\" {\n  runs_on = \"gke\"\n}\n")
}

func TestWhatIsNotThereYetOrAnyMoreIsNoError(t *testing.T) {
	s := play(t)
	s.bare()
	s.says(s.run(0, "status", "-C", ".").out, "services not there", "gke: make cluster to 1.35.8-gke.1400000")
	a := s.run(3, "plan", "--steps", "--out", "plan.json", "--detailed-exitcode")
	s.says(a.out, "nothing is to be done to services: by this plan only the clusters themselves change")
	s.says(a.err, "This plan makes it")
	a = s.run(0, "apply", "plan.json", "-C", ".", "--dry-run")
	s.says(a.out, "made at", "dry run of 1 step on clusters", "Dry run: 1 step on clusters would be done", "Nothing was written.")
	if c := s.google.Cluster(services); c != nil {
		t.Fatal("a dry run has made a cluster")
	}
	s.says(s.apply(0).out, "1 step on clusters before its services", "Done: 1 step on clusters.")
	s.says(s.run(0, "status", "-C", ".").out, "has no steps on services, so there is nothing to compare with")
	s.run(0, "plan", "--steps", "--out", "plan.json", "--force", "--detailed-exitcode")
	s.apply(0)
	s.says(s.run(0, "destroy", "--cluster", "gke", "-C", ".", "--yes").out, "is gone.")
	s.says(s.run(0, "status", "-C", ".").out, "services not there")
	s.says(s.run(0, "destroy", "--cluster", "gke", "-C", ".", "--yes").out, "Nothing to do: gke has no cluster.")
}

func TestARefusalNamesTheSiteAndWhatToDo(t *testing.T) {
	s := play(t)
	s.bare()
	s.edit("sites.hcl", `version = "1.35"`, `version = "1.99"`)
	a := s.run(4, "plan", "--steps", "--out", "plan.json")
	s.says(a.err, "site gke: version 1.99 cannot be had in the channel regular now; offered are 1.36, 1.35, 1.34")
	if strings.Contains(a.err, "This plan makes it") {
		t.Error("it tells of a plan that there is not")
	}
	s.edit("sites.hcl", `"1.99"`, `"1.35"`)
	s.edit("sites.hcl", `"example-prod"`, `"other-prod"`)
	a = s.run(1, "plan", "--steps", "--out", "plan.json")
	s.says(a.err, "site gke: read versions at projects/other-prod", "Give it roles/container.admin in the project")
}
