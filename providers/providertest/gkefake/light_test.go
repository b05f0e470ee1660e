package gkefake_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/providertest/gkefake"
)

// send sends a request with a body to a cluster's DNS name.
func send(t *testing.T, s *gkefake.Server, method, path, body string) (int, string) {
	t.Helper()
	url := "https://" + s.Cluster(web).GetControlPlaneEndpointsConfig().GetDnsEndpointConfig().GetEndpoint() + path
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+s.Reach().Token)
	request.Header.Set("Content-Type", "application/json")
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: trusting(s), DisableKeepAlives: true}}
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text := must(io.ReadAll(answer.Body))(t)
	return answer.StatusCode, string(text)
}

// readyNodes counts the nodes of a cluster that are Ready, and those with a label.
func readyNodes(t *testing.T, s *gkefake.Server, label string) (ready, labelled int) {
	t.Helper()
	_, text := send(t, s, http.MethodGet, "/api/v1/nodes", "")
	var list struct {
		Items []struct {
			Metadata struct{ Labels map[string]string }
			Status   struct {
				Conditions []struct{ Type, Status string }
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		t.Fatal(err, text)
	}
	for _, n := range list.Items {
		if len(n.Status.Conditions) == 1 && n.Status.Conditions[0].Status == "True" {
			ready++
		}
		if _, is := n.Metadata.Labels[label]; is {
			labelled++
		}
	}
	return ready, labelled
}

func TestALightClusterHasItsNodes(t *testing.T) {
	s, client := added(t, gkefake.Options{Planes: gkefake.LightPlanes()})
	var got [][2]int
	note := func() {
		settled(t, s)
		ready, labelled := readyNodes(t, s, "a")
		got = append(got, [2]int{ready, labelled})
	}
	note()
	must(client.SetNodePoolSize(t.Context(), &containerpb.SetNodePoolSizeRequest{Name: mainPool, NodeCount: 2}))(t)
	note()
	must(client.UpdateNodePool(t.Context(), &containerpb.UpdateNodePoolRequest{Name: mainPool, Labels: &containerpb.NodeLabels{Labels: map[string]string{"a": "b"}}}))(t)
	note()
	must(client.UpdateNodePool(t.Context(), &containerpb.UpdateNodePoolRequest{Name: mainPool, Labels: &containerpb.NodeLabels{}}))(t)
	note()
	if err := s.Autoscale(t.Context(), mainPool, 1); err != nil {
		t.Fatal(err)
	}
	note()
	if diff := cmp.Diff([][2]int{{3, 0}, {6, 0}, {6, 6}, {6, 0}, {3, 0}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestALightClusterKeepsObjectsAndRoles(t *testing.T) {
	s, _ := added(t, gkefake.Options{Planes: gkefake.LightPlanes()})
	role := `{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"r"},"rules":[]}`
	var got []int
	for _, ask := range [][3]string{
		{"GET", "/readyz", ""},
		{"POST", "/api/v1/namespaces/default/configmaps", `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}`},
		{"GET", "/api/v1/namespaces/default/configmaps/c", ""},
		{"GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles/r", ""},
		{"POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", role},
		{"GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles/r", ""},
		{"DELETE", "/apis/rbac.authorization.k8s.io/v1/clusterroles/r", ""},
		{"GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles/r", ""},
		{"GET", "/api/v1/pods?fieldSelector=spec.nodeName%3Da", ""},
	} {
		code, _ := send(t, s, ask[0], ask[1], ask[2])
		got = append(got, code)
	}
	if diff := cmp.Diff([]int{200, 201, 200, 404, 201, 200, 200, 404, 200}, got); diff != "" {
		t.Error(diff)
	}
	must(s.Light(web))(t)
	if _, err := s.Ground(web); err == nil {
		t.Error("a light cluster has a real control plane")
	}
}

func TestAClusterMadeAnewIsAnotherOne(t *testing.T) {
	s := gkefake.Start(t, gkefake.Options{Planes: gkefake.LightPlanes()})
	client := dial(t, s.Reach())
	seen := map[string]bool{}
	for range 2 {
		must(client.CreateCluster(t.Context(), &containerpb.CreateClusterRequest{Parent: tokyo, Cluster: standard("web")}))(t)
		settled(t, s)
		_, text := send(t, s, http.MethodGet, "/api/v1/namespaces/kube-system", "")
		var namespace struct{ Metadata struct{ UID string } }
		if err := json.Unmarshal([]byte(text), &namespace); err != nil {
			t.Fatal(err)
		}
		seen[namespace.Metadata.UID], seen[s.Cluster(web).GetId()] = true, true
		must(client.DeleteCluster(t.Context(), &containerpb.DeleteClusterRequest{Name: web}))(t)
		if err := s.Settle(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if len(seen) != 4 {
		t.Error(seen)
	}
}
