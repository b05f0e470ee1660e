package gke_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/ground"
	"berth.dev/engine/spec"
	"berth.dev/providers/gke"
)

// siteOf reads the words of one site.
func siteOf(t *testing.T, words string) *spec.Site {
	t.Helper()
	text := `site "gke" {
  kind = "cloud"
  provider = "gke"
  country = "JP"
  project = "demo"
  location = "asia-northeast1"
  cluster = "web"
` + words + "\n}\n"
	w, diags := spec.Parse([]spec.Source{{Name: "site.hcl", Bytes: []byte(text)}}, spec.Options{Fragment: true})
	if diags.HasErrors() {
		t.Fatalf("%v", diags)
	}
	return w.Sites[0]
}

func TestASiteOrdersWhatItsWordsSay(t *testing.T) {
	site := siteOf(t, `
  gke {
    channel = "stable"
    version = "1.35"
    endpoint = "private"
    network = "prod"
    zones = ["asia-northeast1-b", "asia-northeast1-a"]
    private_nodes = true
  }
  admit { groups = ["sre@example.com"] }
  node_pool "web" {
    machine = "e2-standard-8"
    nodes = 3
    max_nodes = 9
    disk_size = "100Gi"
    labels = { tier = "web" }
    taints = ["team=web:NoSchedule"]
  }
  node_pool "spot" {
    machine = "e2-standard-8"
    buy = "spot"
    autoscale {
      min = 0
      max = 12
    }
  }`)
	got, err := gke.Order(site, map[string]int{"web": 5})
	if err != nil {
		t.Fatal(err)
	}
	yes := true
	want := &gke.Orders{
		Site: "gke", Cluster: web, Channel: "stable", Version: "1.35", Endpoint: "private", Network: "prod",
		Zones: []string{"asia-northeast1-a", "asia-northeast1-b"}, PrivateNodes: &yes, Groups: []string{"sre@example.com"},
		Pools: []gke.Pool{
			{Name: "spot", Machine: "e2-standard-8", Spot: true, Scale: &gke.Bounds{Min: 0, Max: 12}},
			{Name: "web", Machine: "e2-standard-8", Nodes: count(5), DiskGiB: 100, Labels: map[string]string{"tier": "web"}, Taints: []string{"team=web:NoSchedule"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	data, err := got.JSON()
	if err != nil {
		t.Fatal(err)
	}
	again, err := gke.ReadOrders(data)
	if diff := cmp.Diff(got, again); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

func TestWordsThatGoogleWouldNotTakeAreRefused(t *testing.T) {
	for words, want := range map[string]string{
		`gke { version = "latest" }`:                                                              `version "latest" is none of GKE`,
		`gke { zones = ["us-west1-a"] }`:                                                          `zone "us-west1-a" is none of asia-northeast1`,
		"mode = \"autopilot\"":                                                                    "",
		`node_pool "1web" { machine = "m" }`:                                                      `node_pool "1web": no name that GKE takes`,
		"node_pool \"web\" {\n machine = \"m\"\n taints = [\"team=web\"]\n }":                     `taint "team=web": write key=value:Effect`,
		"node_pool \"web\" {\n machine = \"m\"\n disk_size = \"1Gi\"\n }":                         "a disk of GKE has 10 GiB at least",
		"node_pool \"web\" {\n machine = \"m\"\n max_nodes = 3\n }":                               "the plan needs 4 nodes, and there is room for 3",
		"node_pool \"web\" {\n machine = \"m\"\n labels = { \"cloud.google.com/x\" = \"y\" }\n }": `label "cloud.google.com/x" is one that GKE sets`,
		"node_pool \"web\" {\n machine = \"m\"\n autoscale {\n min = 5\n max = 4\n }\n }":         "autoscale.min is above autoscale.max",
	} {
		_, err := gke.Order(siteOf(t, words), map[string]int{"web": 4})
		if want == "" && err == nil {
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: want %q, got %v", words, want, err)
		}
	}
}

func TestAPlaceThatGoogleDoesNotHaveIsRefused(t *testing.T) {
	for _, location := range []string{"tokyo", "", "-", "asia-northeast1-a-b", "../asia"} {
		site := siteOf(t, `gke { zones = ["asia-northeast1-a"] }`)
		site.Location.V = location
		_, err := gke.Order(site, nil)
		wantError(t, err, "neither a region nor a zone")
	}
}

func TestStepsThatNoPlanMakesAreRefused(t *testing.T) {
	for _, s := range []ground.Step{
		{Part: "../other", Args: []byte(`{}`)},
		{Part: "main", Args: []byte(`{"nodes":-1}`)},
		{Part: "main", Args: []byte(`{"per_zone":4294967297}`)},
		{Part: "main", Args: []byte(`{"scale":{"min":0,"max":1000000}}`)},
		{Part: "main", Args: []byte(`{"force":true}`)},
		{Part: "main", Args: []byte(`{}{}`)},
	} {
		if task, err := gke.TaskOf(&s); err == nil {
			t.Errorf("%s %s is read as %+v", s.Part, s.Args, task)
		}
	}
}

func FuzzReadOrders(f *testing.F) {
	data, err := orders().JSON()
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(data))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := gke.ReadOrders(data)
		if err != nil {
			return
		}
		text, err := o.JSON()
		if err != nil {
			t.Fatal(err)
		}
		again, err := gke.ReadOrders(text)
		if err != nil {
			t.Fatalf("what was written is not read: %v", err)
		}
		twice, err := again.JSON()
		if diff := cmp.Diff(string(text), string(twice)); diff != "" || err != nil {
			t.Errorf("%v %s", err, diff)
		}
	})
}

func TestOrdersOfANewerBerthAreRefused(t *testing.T) {
	_, err := gke.ReadOrders([]byte(`{"site":"gke","cluster":"` + web + `","endpoint":"dns","gpu":true}`))
	wantError(t, err, `unknown field "gpu"`)
}
