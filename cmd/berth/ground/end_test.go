package ground

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"berth.dev/providers/providertest/cluster"
)

// end wants that nothing happened which must never happen, and that no secret is in
// anything that berth wrote.
func (s *scene) end() {
	if s.world != nil {
		for _, wrong := range s.world.Wrongs() {
			s.Error(wrong)
		}
	}
	s.secretIn("what berth has said", s.wrote.all())
	for _, folder := range []string{s.dir, s.state} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			text, err := os.ReadFile(path)
			s.secretIn(path, string(text))
			return err
		})
		if err != nil {
			s.Error(err)
		}
	}
}

// secretIn fails the test where a text has a secret.
func (s *scene) secretIn(where, text string) {
	for what, canary := range s.canaries {
		if strings.Contains(text, canary) {
			s.Errorf("%s is in %s", what, where)
		}
	}
}

// systems are the namespaces that a cluster makes by itself.
var systems = []string{"default", "kube-node-lease", "kube-public", "kube-system"}

// sweep takes away what an earlier world left: objects outlive machines. Pods go first:
// a namespace that is deleted around them waits for the time that they had to end.
func (s *scene) sweep() {
	s.Helper()
	gone := func() (bool, error) {
		left := s.names("namespaces")
		left = slices.DeleteFunc(left, func(name string) bool { return slices.Contains(systems, name) })
		return len(left) == 0, nil
	}
	for _, name := range s.names("namespaces") {
		if slices.Contains(systems, name) {
			continue
		}
		for _, path := range []string{"/apis/apps/v1/namespaces/NAME/deployments", "/apis/apps/v1/namespaces/NAME/statefulsets", "/apis/apps/v1/namespaces/NAME/replicasets", "/api/v1/namespaces/NAME/pods?gracePeriodSeconds=0", "/api/v1/namespaces/NAME"} {
			// It may be on its way out already.
			_, _ = s.tokyo.Ask(s.soon(), http.MethodDelete, strings.Replace(path, "NAME", name, 1), nil)
		}
	}
	s.good(cluster.Until(s.soon(), gone))
	for _, kind := range []string{"clusterroles", "clusterrolebindings"} {
		for _, name := range s.names(kind) {
			if strings.HasPrefix(name, "berth") {
				s.kubectl("", "delete", kind, name)
			}
		}
	}
}

// names are those of all objects of a kind on tokyo.
func (s *scene) names(kind string) []string {
	s.Helper()
	return strings.Fields(s.kubectl("", "get", kind, "-o", "jsonpath={.items[*].metadata.name}"))
}
