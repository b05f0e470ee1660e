package manifest

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The golden file was read by hand against shop.yaml. cpu of shop-web: app 500m
// and the sidecar proxy 100m are 600m; the init container warm-up asks for 2
// before the sidecar starts, which is more. memory: 256Mi + 64Mi = 320Mi.
func TestAShopWithOneOfEverythingBecomesTheseSpecs(t *testing.T) {
	r := mustImport(t, folder(t, "testdata", "shop.yaml"), Options{RunsOn: []string{"gke"}, Product: "shop", Limits: DefaultLimits()})
	const golden = "testdata/shop.hcl"
	if *update {
		if err := os.WriteFile(golden, r.HCL, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(r.HCL)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsLeftOutIsListedWithTheReason(t *testing.T) {
	r := mustImport(t, folder(t, "testdata", "shop.yaml"), DefaultOptions())
	want := []Skipped{
		{"shop.yaml", "DaemonSet", "shop/logs", reasonDaemonSet},
		{"shop.yaml", "HorizontalPodAutoscaler", "shop/gone", "what it scales is not among the manifests"},
		{"shop.yaml", "ReplicaSet", "shop/web-5d4f", "made and kept by Deployment web"},
		{"shop.yaml", "Secret", "shop/web", "secrets are never read"},
	}
	if diff := cmp.Diff(want, r.Skipped); diff != "" {
		t.Error(diff)
	}
}

// Every value of shop.yaml that is a credential, or stands where one may stand,
// begins with "canary".
func TestNoCredentialIsWritten(t *testing.T) {
	r := mustImport(t, folder(t, "testdata", "shop.yaml"), DefaultOptions())
	text := string(r.HCL)
	for _, s := range r.Skipped {
		text += s.File + s.Kind + s.Name + s.Reason
	}
	for line := range strings.Lines(text) {
		if strings.Contains(line, "canary") {
			t.Errorf("a credential is written: %s", line)
		}
	}
}
