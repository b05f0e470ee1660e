package fleet_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"berth.dev/engine/fleet"
	"berth.dev/engine/spec"
	"berth.dev/providers/manifest"
)

// shop imports a published demo shop onto the small workspace, on gke today.
func shop(t *testing.T, path string) *world {
	t.Helper()
	root := filepath.Join("../../../shared/data/services", path)
	if _, err := os.Stat(root); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the shared data are not there: ", err)
	}
	var sources []manifest.Source
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		b, err := os.ReadFile(name)
		sources = append(sources, manifest.Source{Name: name, Bytes: b})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	o := manifest.DefaultOptions()
	o.RunsOn = []string{"gke"}
	r, diags := manifest.Import(sources, o)
	if diags.HasErrors() {
		t.Fatal(text(t, diags))
	}
	// Disks of any class are priced, so that stores can be had at gke.
	priced := replaced(t, `  machine "m" {`, "  disk \"standard\" {\n    price = \"5 JPY/GiB\"\n  }\n  machine \"m\" {")
	return load(t, []spec.Source{{Name: "a.hcl", Bytes: []byte(priced)}, {Name: "b.hcl", Bytes: r.HCL}}, nil)
}

func TestADemoShopStaysWhereItRunsUntilItsTrafficIsMeasured(t *testing.T) {
	for _, path := range []string{"microservices-demo/release", "bank-of-anthos"} {
		t.Run(path, func(t *testing.T) {
			w := shop(t, path)
			f := w.build(t, nil)
			if len(f.Services) < 9 {
				t.Fatalf("%d services", len(f.Services))
			}
			for _, s := range f.Services {
				if s.Held == "" || len(s.Options) != 1 || s.Options[0].ID != "gke" {
					t.Errorf("%s may move: held %q, %v", s.Name, s.Held, s.Options)
				}
			}
			today := f.Today()
			if slices.Contains(today.Allowed, false) || len(f.Problem.Broken(today.Placement)) > 0 {
				t.Errorf("today is not allowed: %v", today)
			}
			free := w.build(t, func(o *fleet.Options) { o.Unknown = &fleet.Assumed{Low: true} })
			if free.Services[0].Held != "" || len(free.Services[0].Options) < 2 || len(free.Problem.Pairs) < 8 {
				t.Errorf("with traffic assumed: %+v, %d pairs", free.Services[0], len(free.Problem.Pairs))
			}
		})
	}
}
