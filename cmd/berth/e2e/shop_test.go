package e2e_test

import (
	"fmt"
	"strings"
)

// shop is the folder of specs that has sites and no services.
const shop = "testdata/shop"

// service is the spec of a service of the shop that is called through a route; more are
// further words of it.
func service(name, runs string, more ...string) string {
	return strings.NewReplacer("NAME", name, "RUNS", runs, "MORE", strings.Join(more, "\n")).Replace(`service "NAME" {
  product = "shop"
  runs_on = "RUNS"
  calls   = "complete"

  replica {
    cpu                 = "100m"
    memory              = "64Mi"
    requests_per_second = 50
  }
  replicas {
    min = 2
    max = 4
  }
  traffic {
    mean_rps = 20
    p99_rps  = 40
  }
  switch {
    route    = "shop/NAME"
    site     = "gke"
    backends = { gke = "NAME-gke", tokyo = "NAME-tokyo" }
    ramp     = [50, 100]
    hold     = "1s"
  }
  rollout {
    drain    = "1s"
    deadline = "60s"
  }
MORE
}
`)
}

// container is what a service of the shop is made of.
func container(image string) string {
	return fmt.Sprintf("  container {\n    image = %q\n    port  = 8080\n  }", image)
}

// route is an HTTPRoute with a backend for each site; all callers go to gke.
func route(namespace, name string) string {
	return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ` + name + `, namespace: ` + namespace + `}
spec:
  parentRefs: [{name: gateway}]
  rules:
  - backendRefs:
    - {name: ` + name + `-gke, port: 80, weight: 100}
    - {name: ` + name + `-tokyo, port: 80, weight: 0}
`
}

// weights are those of a route on gke, by backend.
func (s *scene) weights(namespace, name string) string {
	s.Helper()
	o := s.get(s.gke, "/apis/gateway.networking.k8s.io/v1/namespaces/"+namespace+"/httproutes/"+name)
	rules, _ := o.at("spec", "rules").([]any)
	var out []string
	for _, rule := range rules {
		backends, _ := thing(rule.(map[string]any)).at("backendRefs").([]any)
		for _, b := range backends {
			backend := thing(b.(map[string]any))
			out = append(out, fmt.Sprintf("%s %d", backend.text("name"), backend.number("weight")))
		}
	}
	return strings.Join(out, ", ")
}

// manifests are those of a service, as its author keeps them: notes are annotations of
// its pods.
func manifests(name, image, notes string, copies int) string {
	return strings.NewReplacer("NAME", name, "IMAGE", image, "COPIES", fmt.Sprint(copies), "NOTES", notes).Replace(`apiVersion: apps/v1
kind: Deployment
metadata:
  name: NAME
spec:
  replicas: COPIES
  selector:
    matchLabels:
      app.kubernetes.io/name: NAME
  template:
    metadata:
      labels:
        app.kubernetes.io/name: NAME
      annotations: {NOTES}
    spec:
      containers:
      - name: NAME
        image: IMAGE
        ports:
        - containerPort: 8080
        resources:
          requests:
            cpu: 100m
            memory: 64Mi
---
apiVersion: v1
kind: Service
metadata:
  name: NAME
spec:
  selector:
    app.kubernetes.io/name: NAME
  ports:
  - port: 8080
`)
}

// web brings the shop's one service to gke, as somebody runs it, with its route.
func (s *scene) web() {
	s.Helper()
	s.bring(s.gke, running{namespace: "shop", name: "web", image: "registry.example/web:1", port: 8080, copies: 3})
	s.kubectl(s.gke, route("shop", "web"), "apply", "-f", "-")
}
