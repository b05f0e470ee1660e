package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cloud.google.com/go/container/apiv1/containerpb"

	"berth.dev/cmd/berth/cli"
	"berth.dev/providers/gke"
	"berth.dev/providers/providertest/gkefake"
)

// gkeImport runs berth against a double of Google's API.
type gkeImport struct {
	dir    string
	server *gkefake.Server
	as     gkefake.Reach
}

func newGKEImport(t *testing.T) *gkeImport {
	t.Helper()
	server := gkefake.Start(t, gkefake.Options{Planes: gkefake.LightPlanes()})
	_, err := server.Add("projects/demo/locations/asia-northeast1", &containerpb.Cluster{
		Name: "web", ReleaseChannel: &containerpb.ReleaseChannel{Channel: containerpb.ReleaseChannel_REGULAR},
		NodePools: []*containerpb.NodePool{
			{Name: "general", InitialNodeCount: 1, Config: &containerpb.NodeConfig{MachineType: "e2-standard-8"}},
			{
				Name: "batch", Autoscaling: &containerpb.NodePoolAutoscaling{Enabled: true, TotalMinNodeCount: 1, TotalMaxNodeCount: 9},
				Config: &containerpb.NodeConfig{MachineType: "e2-standard-8", Spot: true, Taints: []*containerpb.NodeTaint{{Key: "dedicated", Value: "batch", Effect: containerpb.NodeTaint_NO_SCHEDULE}}},
			},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &gkeImport{dir: t.TempDir(), server: server, as: server.Reach()}
}

// run runs berth import gke with further arguments.
func (g *gkeImport) run(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = cli.Main(cli.Env{
		Args: append([]string{"import", "gke", "--project", "demo", "--location", "asia-northeast1"}, args...), Dir: g.dir,
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Context: t.Context(),
		Getenv: func(name string) string { return map[string]string{"SOURCE_DATE_EPOCH": "1761955200"}[name] },
		GKE: gke.Options{
			ClientOptions: g.as.ClientOptions(), Roots: g.as.Authority,
			Token: func(context.Context) (string, error) { return g.as.Token, nil },
		},
	})
	return out.String(), errs.String(), code
}

// prices is a book of the machines.
const prices = `price_book "gcp" {
  source   = "test"
  date     = "2026-10-31"
  currency = "USD"
  machine "e2-standard-8" {
    cpu    = "8"
    memory = "32Gi"
    hour   = "0.34 USD/h"
  }
}
`

func TestAClusterAtGoogleBecomesASite(t *testing.T) {
	g := newGKEImport(t)
	book := filepath.Join(g.dir, "shop", "gcp.hcl")
	if err := os.MkdirAll(filepath.Dir(book), 0o777); err != nil {
		t.Fatal(err)
	}
	write(t, book, []byte(prices))
	stdout, stderr, code := g.run(t, "--cluster", "web", "--prices", "gcp", "--out", "shop")
	if code != 0 {
		t.Fatalf("exit code %d\n%s%s", code, stdout, stderr)
	}
	site, err := os.ReadFile(filepath.Join(g.dir, "shop", "site-web.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{`country  = "JP"`, `channel       = "regular"`, `node_pool "batch"`, `buy     = "spot"`, `max = 9`, `nodes     = 3`, `"dedicated=batch:NoSchedule"`} {
		if !strings.Contains(string(site), line) {
			t.Errorf("%s is missing:\n%s", line, site)
		}
	}
	workspace, err := os.ReadFile(filepath.Join(g.dir, "shop", "workspace.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	if want := `= "2025-11-01"`; !strings.Contains(string(workspace), want) {
		t.Errorf("the workspace is not seen from the day of the import:\n%s", workspace)
	}
	if stdout, stderr, code = g.run(t, "--cluster", "web", "--out", "shop"); code != 0 || !strings.Contains(stdout, "Nothing to write") {
		t.Errorf("a second import: exit code %d\n%s%s", code, stdout, stderr)
	}
	if calls := g.server.Calls(); len(calls) == 0 {
		t.Error("nobody was asked")
	} else {
		for _, c := range calls {
			if !strings.HasPrefix(c.Method, "Get") && !strings.HasPrefix(c.Method, "List") {
				t.Errorf("an import called %s", c.Method)
			}
		}
	}
}

func TestAnImportFromGoogleSaysWhatItLacks(t *testing.T) {
	g := newGKEImport(t)
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"no price book":            {[]string{"--cluster", "web"}, 2, "give --prices"},
		"no cluster named":         {nil, 2, "needs --project, --location and --cluster"},
		"no such cluster":          {[]string{"--cluster", "other", "--prices", "gcp"}, 1, "there is no such cluster"},
		"a name that is none":      {[]string{"--cluster", "../web", "--prices", "gcp"}, 2, "is no cluster of GKE"},
		"a book that is not there": {[]string{"--cluster", "web", "--prices", "gcp", "--out", "shop"}, 1, "nothing was written"},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, code := g.run(t, c.args...)
			if code != c.code || !strings.Contains(stderr, c.says) {
				t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(g.dir, "shop")); err == nil {
		t.Error("something was written")
	}
	g.as.Token = "stranger"
	if _, stderr, code := g.run(t, "--cluster", "web", "--prices", "gcp"); code != 1 || !strings.Contains(stderr, "does not know this identity") || strings.Contains(stderr, "stranger") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}
