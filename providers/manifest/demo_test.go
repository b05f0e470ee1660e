package manifest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// row is what a reader of the manifests finds of one service.
type row struct {
	Name, CPU, Memory string
	Stateful          bool
	Port              int32
	Probe             string
	Calls             []string
}

func rows(services []Service) []row {
	var out []row
	for _, s := range services {
		out = append(out, row{s.Name, s.Replica.CPU.Value, s.Replica.Memory.Value, s.Stateful, s.Container.Port, s.Container.Probe, callNames(s.Calls)})
	}
	return out
}

// boutique is read by hand from release/kubernetes-manifests.yaml: eleven
// services and redis-cart, whose data lie in an emptyDir. Only frontend has a
// Service of type LoadBalancer.
func boutique() []row {
	return []row{
		{"adservice", "200m", "180Mi", false, 9555, "", nil},
		{"cartservice", "200m", "64Mi", false, 7070, "", []string{"redis-cart"}},
		{"checkoutservice", "100m", "64Mi", false, 5050, "", []string{"cartservice", "currencyservice", "emailservice", "paymentservice", "productcatalogservice", "shippingservice"}},
		{"currencyservice", "100m", "64Mi", false, 7000, "", nil},
		{"emailservice", "100m", "64Mi", false, 8080, "", nil},
		{"frontend", "100m", "64Mi", false, 8080, "/_healthz", []string{"adservice", "cartservice", "checkoutservice", "currencyservice", "internet", "productcatalogservice", "recommendationservice", "shippingservice"}},
		{"loadgenerator", "300m", "256Mi", false, 0, "", []string{"frontend"}},
		{"paymentservice", "100m", "64Mi", false, 50051, "", nil},
		{"productcatalogservice", "100m", "64Mi", false, 3550, "", nil},
		{"recommendationservice", "100m", "220Mi", false, 8080, "", []string{"productcatalogservice"}},
		{"redis-cart", "70m", "200Mi", false, 6379, "", nil},
		{"shippingservice", "100m", "64Mi", false, 50051, "", nil},
	}
}

func TestTheReleaseOfTheBoutiqueIsReadAsAPersonReadsIt(t *testing.T) {
	r := mustImport(t, demo(t, "microservices-demo/release/kubernetes-manifests.yaml"), DefaultOptions())
	if diff := cmp.Diff(boutique(), rows(r.Services)); diff != "" {
		t.Error(diff)
	}
	for _, s := range r.Services {
		if len(s.Volumes) > 0 {
			t.Errorf("%s has volumes %v; the only volume of the release is an emptyDir", s.Name, s.Volumes)
		}
		// No manifest of the release has an autoscaler; all run one copy.
		if diff := cmp.Diff([2]int32{1, 1}, [2]int32{s.Replicas.Min, s.Replicas.Max}); diff != "" {
			t.Errorf("%s: %s", s.Name, diff)
		}
		want := []string(nil)
		if s.Name == "frontend" {
			want = []string{"shoppingassistantservice"} // named in env, and no Service of the release
		}
		if diff := cmp.Diff(want, callNames(s.Unplaced)); diff != "" {
			t.Errorf("%s: %s", s.Name, diff)
		}
	}
	// 12 Deployments, 12 Services; 11 ServiceAccounts are left over: redis-cart
	// has none.
	if len(r.Skipped) != 11 {
		t.Errorf("want 11 objects skipped, got %d: %v", len(r.Skipped), r.Skipped)
	}
}

func TestTheFolderOfTheBoutiqueHasTheSameServicesAsItsRelease(t *testing.T) {
	r := mustImport(t, demo(t, "microservices-demo/kubernetes-manifests"), DefaultOptions())
	if diff := cmp.Diff(boutique(), rows(r.Services)); diff != "" {
		t.Error(diff)
	}
	want := Skipped{
		File: "microservices-demo/kubernetes-manifests/kustomization.yaml", Kind: "Kustomization", Reason: reasonKustomize,
	}
	if !contains(r.Skipped, want) {
		t.Errorf("the kustomization is not among %v", r.Skipped)
	}
}

// The bank's databases are StatefulSets on emptyDirs. The URLs of both have
// passwords in them, in ConfigMaps.
func TestTheBankIsReadAsAPersonReadsIt(t *testing.T) {
	r := mustImport(t, demo(t, "bank-of-anthos/kubernetes-manifests"), DefaultOptions())
	want := []row{
		{"accounts-db", "100m", "128Mi", true, 5432, "", nil},
		{"balancereader", "100m", "256Mi", false, 8080, "/ready", []string{"ledger-db"}},
		{"contacts", "100m", "64Mi", false, 8080, "/ready", []string{"accounts-db"}},
		{"frontend", "100m", "64Mi", false, 8080, "/ready", []string{"balancereader", "contacts", "internet", "ledgerwriter", "transactionhistory", "userservice"}},
		{"ledger-db", "100m", "512Mi", true, 5432, "", nil},
		// ledgerwriter takes the whole ConfigMap of addresses, its own among them.
		{"ledgerwriter", "100m", "256Mi", false, 8080, "/ready", []string{"balancereader", "contacts", "ledger-db", "transactionhistory", "userservice"}},
		{"loadgenerator", "100m", "512Mi", false, 0, "", []string{"frontend"}},
		{"transactionhistory", "100m", "256Mi", false, 8080, "/ready", []string{"ledger-db"}},
		{"userservice", "260m", "128Mi", false, 8080, "/ready", []string{"accounts-db"}},
	}
	if diff := cmp.Diff(want, rows(r.Services)); diff != "" {
		t.Error(diff)
	}
}

func TestABaseAndItsReleaseTogetherAreAnErrorAndNotAMixture(t *testing.T) {
	_, diags := Import(demo(t, "microservices-demo"), DefaultOptions())
	conflicts := 0
	for _, d := range diags {
		if d.Code == CodeConflict {
			conflicts++
		}
	}
	if conflicts == 0 {
		t.Error("two Deployments of one name and different images passed")
	}
}

func contains[T comparable](all []T, want T) bool {
	for _, x := range all {
		if x == want {
			return true
		}
	}
	return false
}
