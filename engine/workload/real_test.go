package workload

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
	"berth.dev/providers/providertest/cluster"
)

// tokyo is a cluster with controllers and fake nodes, so that Deployments get pods.
var tokyo = cluster.NewPool(cluster.DefaultOptions("tokyo"))

func TestMain(m *testing.M) { os.Exit(tokyo.Main(m)) }

// kinds is a workspace that makes every object which this package knows to make.
const kinds = `
service "web" {
  calls = "complete"
  call "store" {}
  container {
    image = "registry.example/web:1"
    port  = 8080
    probe = "/healthz"
    env   = { MODE = "prod" }
  }
  replica {
    cpu    = "250m"
    memory = "1.5Gi"
  }
  replicas {
    min = 2
    max = 5
  }
}
service "store" {
  calls = "complete"
  container {
    image = "registry.example/store:1"
    port  = 5432
  }
  volume "data" {
    size  = "1G"
    mount = "/data"
  }
}
service "report" {
  calls = "complete"
  call "store" {}
  container {
    image = "registry.example/report:1"
  }
  job {
    schedule    = "0 4 * * *"
    duration    = "1h"
    parallelism = 2
  }
}
`

// TestARealServerTakesWhatIsMadeAndHasNothingToAdd makes the objects on an API server in
// a namespace that enforces the restricted Pod Security Standard, and compares them with
// what the server then serves. The nodes are doubles: that pods start is a claim of
// theirs, that they are admitted is the server's.
func TestARealServerTakesWhatIsMadeAndHasNothingToAdd(t *testing.T) {
	on := tokyo.Get(t)[0]
	c, err := kube.Open(kube.Options{Files: []string{on.Admin()}})
	if err != nil {
		t.Fatal(err)
	}
	home := cluster.Name(t)
	space := object.Object{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{
		"name": home, "labels": map[string]any{"pod-security.kubernetes.io/enforce": "restricted"},
	}}
	if _, err := c.Create(t.Context(), space, target.Write{}); err != nil {
		t.Fatal(err)
	}
	in := input(t, strings.ReplaceAll(kinds, " {\n  calls", " {\n  namespace = \""+home+"\"\n  calls"))
	sites := map[string][]string{"web": {"tokyo"}, "store": {"tokyo"}, "report": {"tokyo"}}
	in.Neighbours = Meet(in.Workspace, sites)
	seen := map[string]bool{}
	for _, s := range in.Workspace.Services {
		in.Service = s
		objects, diags := Make(in)
		if len(diags) > 0 {
			t.Fatalf("said: %v", diags)
		}
		for _, want := range objects {
			seen[want.Ref().Kind] = true
			live, err := c.Create(t.Context(), want, target.Write{})
			if err != nil {
				t.Errorf("%s: %v", want.Ref(), err)
				continue
			}
			differ, err := object.Differences(live, want, object.View{})
			if err != nil || len(differ) > 0 {
				t.Errorf("%s differs as soon as it is made: %v, %v", want.Ref(), differ, err)
			}
		}
	}
	if len(seen) != 8 {
		t.Errorf("the workspace makes only %v", seen)
	}
	for name, want := range map[string]int{"web": 2, "store": 1} {
		mustGetPods(t, on, home, name, want)
	}
}

// mustGetPods waits until the pods of a service are there: admitted, that is.
func mustGetPods(t *testing.T, on *cluster.Cluster, namespace, service string, want int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err := cluster.Until(ctx, func() (bool, error) {
		out, err := on.Kubectl(ctx, "", "", "get", "pods", "-n", namespace, "-l", labelName+"="+service, "-o", "name")
		return len(strings.Fields(out)) == want, err
	})
	if err != nil {
		t.Errorf("%d pods of %s: %v", want, service, err)
	}
}
