package workload

import (
	"testing"

	"berth.dev/engine/diag"
	"berth.dev/engine/object"
	"berth.dev/engine/spec"
)

// base is what every workspace of these tests has.
const base = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "tokyo"
  hourly_rate    = "6000 JPY/h"
}
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "240d"
  node_pool "general" {
    nodes  = 14
    cpu    = "64"
    memory = "256Gi"
  }
  node_pool "batch" {
    nodes  = 2
    cpu    = "64"
    memory = "256Gi"
    labels = { "example.com/pool" = "batch", disk = "ssd" }
    taints = ["dedicated=batch:NoSchedule", "spot"]
  }
}
site "osaka" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "240d"
  node_pool "general" {
    nodes  = 14
    cpu    = "64"
    memory = "256Gi"
  }
}
link "tokyo" "osaka" {
  path = "vpn"
}
product "shop" {}
`

// input is the service "web" of a workspace, on tokyo.
func input(t testing.TB, src string) Input {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "base.hcl", Bytes: []byte(base)}, {Name: "web.hcl", Bytes: []byte(src)}}, spec.Options{})
	if diags.HasErrors() {
		t.Fatalf("the workspace has mistakes: %v", diags)
	}
	return Input{Workspace: w, Service: w.Service("web"), Site: w.Site("tokyo")}
}

// container is the service "web" with a container block and more words.
func container(more string) string {
	return "service \"web\" {\n  product = \"shop\"\n  container {\n    image = \"registry.example/web:1\"\n    port  = 8080\n  }\n" + more + "\n}\n"
}

// made makes objects and wants nothing to be said.
func made(t testing.TB, in Input) map[string]object.Object {
	t.Helper()
	objects, diags := Make(in)
	if len(diags) > 0 {
		t.Fatalf("said: %v", diags)
	}
	return byName(objects)
}

func byName(objects []object.Object) map[string]object.Object {
	out := map[string]object.Object{}
	for _, o := range objects {
		out[o.Ref().String()] = o
	}
	return out
}

// said is what a test compares of a diagnostic.
type said struct {
	Severity      diag.Severity
	Code, Summary string
}

func words(diags diag.List) (out []said) {
	for _, d := range diags {
		out = append(out, said{d.Severity, d.Code, d.Summary})
	}
	return out
}
