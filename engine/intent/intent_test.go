package intent

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/diag"
	"berth.dev/engine/object"
	"berth.dev/engine/plan"
	"berth.dev/engine/rollout"
	"berth.dev/engine/spec"
	"berth.dev/engine/step"
	"berth.dev/engine/workload"
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
product "git" {
  delivery = "gitops"
  folder   = "fleet/git"
}
`

// world is a workspace, reached as a whole, whose manifests are a ConfigMap.
func world(t *testing.T, src string, courses ...plan.Course) Input {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "base.hcl", Bytes: []byte(base)}, {Name: "web.hcl", Bytes: []byte(src)}}, spec.Options{})
	if diags.HasErrors() {
		t.Fatalf("the workspace has mistakes: %v", diags)
	}
	return Input{
		Workspace: w, Courses: courses,
		Reached: func(string) bool { return true },
		Render: func(folder string) ([]object.Object, error) {
			return []object.Object{{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "web"}, "data": map[string]any{"from": folder}}}, nil
		},
		Seal: func(o object.Object) (object.Object, error) { return o, nil },
	}
}

// service is the service "web" with some words.
func service(words string) string {
	return "service \"web\" {\n  product = \"shop\"\n" + words + "\n}\n"
}

const container = "container {\n  image = \"registry.example/web:1\"\n  port = 8080\n}\n"

// moves is a course from one site to another.
func moves(name, from, to string) plan.Course {
	at := func(site string) []plan.Half { return []plan.Half{{Site: site, Share: 1000, Least: 3, Most: 3}} }
	return plan.Course{Service: name, Stops: []plan.Stop{{Halves: at(from)}, {Wave: 2, Halves: at(to)}}}
}

// one is the only service of a world, about which nothing is said.
func one(t *testing.T, in Input) rollout.Service {
	t.Helper()
	all, said := Services(in)
	if len(all) != 1 || len(said) != 0 {
		t.Fatalf("%d services, said: %v", len(all), said)
	}
	return all[0]
}

func TestAServiceHasItsWayItsObjectsAndItsTimes(t *testing.T) {
	got := one(t, world(t, service(container+`
  namespace = "front"
  runs_on   = "osaka"
  rollout {
    deadline = "20m"
    drain    = "90s"
  }`), moves("web", "osaka", "tokyo")))
	objects := got.Objects
	got.Objects = nil
	want := rollout.Service{
		Name: "web", Product: "shop", Namespace: "front", Runs: []string{"osaka"},
		Stops: []rollout.Stop{
			{Shares: []rollout.Share{{Site: "osaka", Thousandths: 1000}}},
			{Wave: 2, Shares: []rollout.Share{{Site: "tokyo", Thousandths: 1000}}},
		},
		Derived: true, DrainSeconds: 90, DeadlineSeconds: 1200,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, site := range []string{"osaka", "tokyo"} {
		for _, o := range objects[site] {
			if n, counts := o.Copies(); o.Ref().Kind == "Deployment" && (!counts || n != 3) {
				t.Errorf("%s on %s has %d copies, and the plan counts with 3", o.Ref(), site, n)
			}
		}
	}
	if len(objects["osaka"]) == 0 || len(objects["tokyo"]) == 0 {
		t.Errorf("objects: %v", objects)
	}
}

func TestWhereNobodySaidOtherwiseTimesAreTheLanguages(t *testing.T) {
	got := one(t, world(t, service(container)))
	if got.DeadlineSeconds != spec.DefaultDeadline || got.DrainSeconds != spec.DefaultDrain || got.Namespace != "shop" {
		t.Errorf("%+v", got)
	}
}

func TestManifestsAreRenderedForEachSite(t *testing.T) {
	for name, c := range map[string]struct {
		manifests, tokyo, osaka string
	}{
		"one folder for all":  {`"deploy"`, "deploy", "deploy"},
		"a folder for each":   {`{ tokyo = "a", osaka = "b" }`, "a", "b"},
		"what is not reached": {`{ tokyo = "a" }`, "a", ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := world(t, service("manifests = "+c.manifests), moves("web", "osaka", "tokyo"))
			in.Reached = func(site string) bool { return site == "tokyo" || c.osaka != "" }
			got := one(t, in)
			for site, folder := range map[string]string{"tokyo": c.tokyo, "osaka": c.osaka} {
				found := ""
				for _, o := range got.Objects[site] {
					found, _ = o.At("data", "from").(string)
				}
				if found != folder {
					t.Errorf("%s has what is in %q, want %q", site, found, folder)
				}
			}
		})
	}
}

func TestHowAServiceMovesIsSaidByItsSpec(t *testing.T) {
	type how struct{ single, stateful, called bool }
	for words, want := range map[string]how{
		container:                           {},
		container + "concurrency = \"one\"": {single: true},
		"container {\n  image = \"a:1\"\n}\njob {\n  schedule = \"0 4 * * *\"\n}":                                   {single: true},
		container + "replicas {\n  min = 1\n  max = 1\n}\nvolume \"data\" {\n  size = \"1Gi\"\n  mount = \"/d\"\n}": {stateful: true},
		container + "replica {\n  cpu = \"1\"\n  memory = \"1Gi\"\n  requests_per_second = 5\n}":                    {called: true},
		container + "call \"internet\" {\n  sent = \"1G\"\n}":                                                       {called: true},
		container + "switch {\n  command = [\"true\"]\n}":                                                           {called: true},
	} {
		got := one(t, world(t, service(words)))
		if diff := cmp.Diff(want, how{got.Single, got.Stateful, got.Called}, cmp.AllowUnexported(how{})); diff != "" {
			t.Errorf("%s: %s", words, diff)
		}
	}
}

func TestWhomAnotherServiceCallsIsCalled(t *testing.T) {
	all, _ := Services(world(t, service(container)+`
service "cart" {
  product = "shop"
  call "web" {
    sent = "1G"
  }
}`))
	for _, s := range all {
		if s.Called != (s.Name == "web") {
			t.Errorf("%s is called: %v", s.Name, s.Called)
		}
	}
}

func TestASwitchBecomesARoute(t *testing.T) {
	for name, c := range map[string]struct {
		words string
		want  *step.Route
	}{
		"a person": {"", nil},
		"a command": {
			"switch {\n  command = [\"flip\", \"web\"]\n  probe = \"https://web.example/\"\n}",
			&step.Route{Service: "web", Command: []string{"flip", "web"}, Probe: "https://web.example/", Weights: []step.Weight{}},
		},
		"a route": {
			"switch {\n  route = \"edge/web\"\n  site = \"tokyo\"\n  backends = { tokyo = \"web-t\", osaka = \"web-o\" }\n  ramp = [10, 50, 100]\n  hold = \"30s\"\n}",
			&step.Route{
				Service: "web", Site: "tokyo", HTTPRoute: &object.Ref{Kind: "HTTPRoute", Namespace: "edge", Name: "web"}, Hold: 30, Ramp: []int64{10, 50, 100},
				Weights: []step.Weight{{Site: "osaka", Backend: "web-o"}, {Site: "tokyo", Backend: "web-t"}},
			},
		},
		"a route, at once": {
			"switch {\n  route = \"edge/web\"\n  site = \"tokyo\"\n  backends = { tokyo = \"t\", osaka = \"o\" }\n}",
			&step.Route{
				Service: "web", Site: "tokyo", HTTPRoute: &object.Ref{Kind: "HTTPRoute", Namespace: "edge", Name: "web"}, Hold: spec.DefaultHold,
				Weights: []step.Weight{{Site: "osaka", Backend: "o"}, {Site: "tokyo", Backend: "t"}},
			},
		},
	} {
		if diff := cmp.Diff(c.want, one(t, world(t, service(container+c.words))).Route); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAProductSaysWhoDelivers(t *testing.T) {
	got := one(t, world(t, "service \"web\" {\n  product = \"git\"\n"+container+"}\n"))
	if got.Delivery != "gitops" || got.Folder != "fleet/git" {
		t.Errorf("%q into %q", got.Delivery, got.Folder)
	}
}

func TestAServiceThatCannotBeMadeHasNothingAndSaysWhy(t *testing.T) {
	bad := errors.New("deploy/web.yaml: line 3: a tab")
	for name, c := range map[string]struct {
		words string
		edit  func(*Input)
		code  string
		lacks string
	}{
		"it says nothing of what runs": {"", nil, workload.CodeNothing, "has neither a container block nor manifests"},
		"a site has no manifests":      {`manifests = { tokyo = "a" }`, nil, workload.CodeNothing, "has no folder of manifests for osaka"},
		"manifests cannot be read": {`manifests = "deploy"`, func(in *Input) {
			in.Render = func(string) ([]object.Object, error) { return nil, bad }
		}, CodeManifests, bad.Error()},
		"a secret cannot be sealed": {`manifests = "deploy"`, func(in *Input) {
			in.Seal = func(object.Object) (object.Object, error) { return nil, errors.New("Secret shop/web: no key") }
		}, CodeManifests, "Secret shop/web: no key"},
		"an object is not one of its kind": {`manifests = "deploy"`, func(in *Input) {
			in.Seal = func(o object.Object) (object.Object, error) { o["replicas"] = int64(3); return o, nil }
		}, CodeManifests, "replicas"},
	} {
		t.Run(name, func(t *testing.T) {
			in := world(t, service(c.words), moves("web", "osaka", "tokyo"))
			if c.edit != nil {
				c.edit(&in)
			}
			all, said := Services(in)
			if len(all) != 1 || len(all[0].Objects) != 0 || !strings.Contains(all[0].Lacks, c.lacks) {
				t.Errorf("got %+v", all)
			}
			if len(said) != 1 || said[0].Code != c.code || !strings.Contains(said[0].Detail, c.lacks) {
				t.Errorf("said: %v", said)
			}
		})
	}
}

func TestTwoServicesThatMakeOneObjectAreTold(t *testing.T) {
	in := world(t, service(`manifests = "a"`)+"service \"cart\" {\n  product = \"shop\"\n  manifests = \"b\"\n}\n",
		moves("web", "tokyo", "tokyo"), moves("cart", "tokyo", "tokyo"))
	_, said := Services(in)
	if len(said) != 1 || said[0].Code != workload.CodeTwice || said[0].Severity != diag.Error {
		t.Errorf("said: %v", said)
	}
}

func TestServicesAreAsTheWorkspaceHasThem(t *testing.T) {
	src := service(container) + "service \"cart\" {\n  product = \"shop\"\n" + container + "}\n"
	courses := []plan.Course{moves("cart", "osaka", "tokyo"), moves("web", "osaka", "tokyo")}
	first, _ := Services(world(t, src, courses...))
	again, _ := Services(world(t, src, courses[1], courses[0]))
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("the order of courses shows: %s", diff)
	}
	if first[0].Name != "cart" || first[1].Name != "web" {
		t.Errorf("%s before %s", first[0].Name, first[1].Name)
	}
}

func TestWhatAKindOfClusterNeverRunsIsLeftAloneWithTheReason(t *testing.T) {
	in := world(t, service(container), moves("web", "osaka", "tokyo"))
	in.Unfit = func(site string, o object.Object) []string {
		if site == "tokyo" && o.Ref().Kind == "Deployment" {
			return []string{"it is privileged"}
		}
		return nil
	}
	all, said := Services(in)
	if len(all) != 1 || all[0].Lacks != "Deployment shop/web: it is privileged" || len(all[0].Objects) != 0 {
		t.Errorf("got %+v", all)
	}
	if len(said) != 1 || said[0].Code != CodeUnfit {
		t.Errorf("said %v", said)
	}
}
