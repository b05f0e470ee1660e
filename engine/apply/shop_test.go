package apply_test

import (
	"fmt"
	"testing"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

const namespaceShop = `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}`

// deploymentOf is a Deployment of the shop.
func deploymentOf(name string, copies int) string {
	return fmt.Sprintf(`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":%[1]q,"namespace":"shop"},"spec":{"replicas":%[2]d,
		"selector":{"matchLabels":{"app":%[1]q}},
		"template":{"metadata":{"labels":{"app":%[1]q}},"spec":{"containers":[{"name":"main","image":"shop/%[1]s:1"}]}}}}`, name, copies)
}

func serviceOf(name string) string {
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"Service","metadata":{"name":%[1]q,"namespace":"shop"},"spec":{"selector":{"app":%[1]q},"ports":[{"port":80,"targetPort":8080}]}}`, name)
}

func configOf(name string) string {
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%[1]s-config","namespace":"shop"},"data":{"colour":"blue"}}`, name)
}

const route = `{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"front","namespace":"default"},
	"spec":{"rules":[{"backendRefs":[{"name":"web-tokyo","port":80,"weight":1},{"name":"web-gke","port":80,"weight":0}]}]}}`

// shop is the service web, whose callers go through a route.
func shop(t *testing.T, copies int, stops ...rollout.Stop) rollout.Service {
	t.Helper()
	s := serviceNamed(t, "web", copies, stops...)
	s.Called, s.DrainSeconds = true, 5
	s.Route = &step.Route{
		HTTPRoute: &object.Ref{Kind: "HTTPRoute", Namespace: "default", Name: "front"}, Site: "tokyo", Ramp: []int64{10, 100}, Hold: 3,
		Weights: []step.Weight{{Site: "tokyo", Backend: "web-tokyo"}, {Site: "gke", Backend: "web-gke"}},
	}
	return s
}

// serviceNamed is a service of a few objects, the same on both sites.
func serviceNamed(t *testing.T, name string, copies int, stops ...rollout.Stop) rollout.Service {
	t.Helper()
	s := rollout.Service{Name: name, Product: "shop", Namespace: "shop", Runs: []string{"tokyo"}, Stops: stops, Objects: map[string][]object.Object{}}
	for _, site := range []string{"gke", "tokyo"} {
		for _, text := range []string{configOf(name), serviceOf(name), deploymentOf(name, copies)} {
			o, err := object.Clean(parse(t, text))
			if err != nil {
				t.Fatal(err)
			}
			s.Objects[site] = append(s.Objects[site], o)
		}
	}
	return s
}

// at is a stop where everything of a service is on one site.
func at(wave int, site string) rollout.Stop {
	return rollout.Stop{Wave: wave, Shares: []rollout.Share{{Site: site, Thousandths: 1000}}}
}

// running is a scene in which the shop runs on tokyo and was made by kubectl.
func running(t *testing.T) *scene {
	t.Helper()
	s := newScene(t)
	s.put("tokyo", namespaceShop, configOf("web"), serviceOf("web"), deploymentOf("web", 3), route)
	return s
}
