package kustomize

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shops is where the manifests of two demo shops lie: Apache-2.0 data that is not a
// part of the project.
const shops = "../../../shared/data/services"

// openShop opens the folder of a demo shop. Away from its authors' machines the data
// may be absent; where CI says so, it must not be.
func openShop(t testing.TB, name string) *os.Root {
	t.Helper()
	root, err := os.OpenRoot(filepath.Join(shops, name))
	if os.IsNotExist(err) && os.Getenv("CI") != "true" {
		t.Skipf("no manifests of %s here", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

func TestDemoShopsAreRenderedWhole(t *testing.T) {
	for _, c := range []struct {
		shop, folder string
		want         map[string]int
	}{
		{"microservices-demo", "kustomize", map[string]int{"Deployment": 12, "Service": 12, "ServiceAccount": 11}},
		{"microservices-demo", "kustomize/base", map[string]int{"Deployment": 12, "Service": 12, "ServiceAccount": 11}},
		{"microservices-demo", "kustomize/tests/memorystore-with-all-components", map[string]int{"ConfigMap": 1, "Deployment": 12, "NetworkPolicy": 13, "Service": 12, "ServiceAccount": 11}},
		{"microservices-demo", "kubernetes-manifests", map[string]int{"Deployment": 11, "Service": 12, "ServiceAccount": 10}},
		{"bank-of-anthos", "kubernetes-manifests", map[string]int{"ConfigMap": 5, "Deployment": 7, "Service": 8, "ServiceAccount": 1, "StatefulSet": 2}},
	} {
		t.Run(c.shop+"/"+c.folder, func(t *testing.T) {
			objects, err := Render(openShop(t, c.shop), c.folder)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int{}
			for _, o := range objects {
				got[o.Ref().Kind]++
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func BenchmarkRender(b *testing.B) {
	root := openShop(b, "microservices-demo")
	for b.Loop() {
		if _, err := Render(root, "kustomize"); err != nil {
			b.Fatal(err)
		}
	}
}
