package e2e_test

import (
	"fmt"
	"path/filepath"
	"strings"

	"berth.dev/providers/providertest/cluster"
)

// running is a service as somebody runs it before berth comes: a Deployment and a
// Service, written by hand.
type running struct {
	namespace, name, image string
	port, copies           int
	// notes are annotations of the Deployment.
	notes string
}

// manifest is what that somebody applies.
func (r running) manifest() string {
	return strings.NewReplacer("NAMESPACE", r.namespace, "NAME", r.name, "IMAGE", r.image, "PORT", fmt.Sprint(r.port), "COPIES", fmt.Sprint(r.copies), "NOTES", r.notes).Replace(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: NAME, namespace: NAMESPACE, labels: {team: web}, annotations: {NOTES}}
spec:
  replicas: COPIES
  selector: {matchLabels: {app.kubernetes.io/name: NAME}}
  template:
    metadata: {labels: {app.kubernetes.io/name: NAME}}
    spec:
      containers:
      - name: NAME
        image: IMAGE
        ports: [{name: http, containerPort: PORT}]
        resources: {requests: {cpu: 250m, memory: 256Mi}}
---
apiVersion: v1
kind: Service
metadata: {name: NAME, namespace: NAMESPACE}
spec:
  selector: {app.kubernetes.io/name: NAME}
  ports: [{name: http, port: 80, targetPort: PORT}]
---
`)
}

// bring makes namespaces and services on a cluster as people do, and waits until they
// run.
func (s *scene) bring(c *cluster.Cluster, services ...running) {
	s.Helper()
	var all strings.Builder
	spaces := map[string]bool{}
	for _, r := range services {
		if !spaces[r.namespace] {
			spaces[r.namespace] = true
			fmt.Fprintf(&all, "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n---\n", r.namespace)
		}
		all.WriteString(r.manifest())
	}
	s.kubectl(c, all.String(), "apply", "-f", "-")
	for _, r := range services {
		s.serves(c, r.namespace, r.name, r.copies)
	}
}

// serves waits until a Deployment has so many copies that serve.
func (s *scene) serves(c *cluster.Cluster, namespace, name string, copies int) {
	s.Helper()
	s.until(fmt.Sprintf("%s has %d copies of %s", c.Name, copies, name), func() bool {
		return s.get(c, deployment(namespace, name)).number("status", "availableReplicas") == copies
	})
}

// deployed applies a folder of the specs' manifests, as people do.
func (s *scene) deployed(c *cluster.Cluster, namespace, folder string) {
	s.Helper()
	s.kubectl(c, "", "apply", "-n", namespace, "-f", filepath.Join(s.dir, folder))
}
