package compose

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/spec"
	"berth.dev/providers/tree"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// readable holds specs against the language.
func readable(t testing.TB, hcl []byte) *spec.Workspace {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "services.hcl", Bytes: hcl}}, spec.Options{Fragment: true})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, hcl)
	}
	return w
}

func TestAShopWithOneOfEverythingBecomesTheseSpecs(t *testing.T) {
	p, err := Read("testdata/shop", []string{"compose.yaml"}, tree.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	o := DefaultOptions()
	o.RunsOn = []string{"tokyo"}
	res, err := Import(p, o)
	if err != nil {
		t.Fatal(err)
	}
	got := string(res.HCL)
	for _, l := range res.Skipped {
		got += "# left out: " + l.Kind + " " + l.Name + ": " + l.Reason + "\n"
	}
	if *update {
		if err := os.WriteFile("testdata/shop.hcl", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/shop.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
	readable(t, res.HCL)
	if strings.Contains(got, "hunter2") || strings.Contains(got, "guest") {
		t.Error("a secret was written")
	}
}
