package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// fleet writes the specs and manifests of so many services with four objects each, and
// returns the manifests as one text.
func (s *scene) fleet(services, copies int) string {
	s.Helper()
	var all strings.Builder
	for i := range services {
		name := fmt.Sprintf("svc-%05d", i)
		replace := strings.NewReplacer("NAME", name, "COPIES", fmt.Sprint(copies))
		s.write("services/"+name+".hcl", replace.Replace(fleetSpec))
		text := replace.Replace(fleetObjects)
		s.write("deploy/"+name+"/all.yaml", text)
		all.WriteString(text)
	}
	return all.String()
}

const fleetSpec = `service "NAME" {
  product   = "shop"
  runs_on   = "gke"
  pin       = "gke"
  calls     = "complete"
  manifests = "deploy/NAME"

  replica {
    cpu    = "10m"
    memory = "16Mi"
  }
  replicas {
    min = 1
    max = 1
  }
  rollout {
    deadline = "60m" # the clusters of tests start some ten pods a second
  }
}
`

// fleetObjects are the four objects of a service, of the size that they usually have.
const fleetObjects = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"NAME"},"data":{"config.yaml":"key: value\nother: thing\n"}}
---
{"apiVersion":"v1","kind":"Service","metadata":{"name":"NAME"},"spec":{"selector":{"app":"NAME"},"ports":[{"name":"http","port":80,"targetPort":8080,"protocol":"TCP"}]}}
---
{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"NAME"},"spec":{"replicas":COPIES,"selector":{"matchLabels":{"app":"NAME"}},"template":{"metadata":{"labels":{"app":"NAME"}},"spec":{"containers":[{"name":"app","image":"registry.example/app:1.2.3","ports":[{"containerPort":8080,"name":"http","protocol":"TCP"}],"env":[{"name":"A","value":"b"},{"name":"CONFIG","valueFrom":{"configMapKeyRef":{"name":"NAME","key":"config.yaml"}}}],"resources":{"requests":{"cpu":"10m","memory":"16Mi"},"limits":{"memory":"16Mi"}},"readinessProbe":{"httpGet":{"path":"/healthz","port":8080},"periodSeconds":10},"livenessProbe":{"httpGet":{"path":"/healthz","port":8080},"periodSeconds":10}}]}}}}
---
{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"NAME"},"spec":{"maxUnavailable":1,"selector":{"matchLabels":{"app":"NAME"}}}}
---
`

// A fleet comes to run on fake nodes within the memory that a job of CI has.
func TestAFleetComesToRunInLittleMemory(t *testing.T) {
	s := play(t, shop)
	s.fleet(fleetSize, 1)
	s.roomy(s.gke, 25+fleetSize/50)
	planned := s.child("plan", "--steps", "--out", "plan.json")
	took := s.child("apply", "plan.json", "--yes")
	t.Logf("%d services, four objects each: planned in %s with %d MiB, carried out in %s with %d MiB", fleetSize,
		planned.wall.Round(time.Millisecond), planned.peak>>20, took.wall.Round(time.Millisecond), took.peak>>20)
	const most = 500 << 20
	if peak := max(planned.peak, took.peak); peak > most {
		t.Errorf("it took %d MiB", peak>>20)
	}
	ready := 0
	for _, o := range s.list(s.gke, "/apis/apps/v1/namespaces/shop/deployments") {
		ready += o.number("status", "readyReplicas")
	}
	if ready != fleetSize {
		t.Errorf("%d of %d copies are ready", ready, fleetSize)
	}
}
