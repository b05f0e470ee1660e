package check

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// mendable is a company of which every part could be better.
const mendable = `
team "web" {
  owner = "nobody"
}
team "silent" {
}
product "shop" {
  team = "web"
  budget {
    monthly = "1 JPY/mo"
  }
}
product "orphan" {
  team = "silent"
}
class "small" {
  replicas {
    min = 1
    max = 1
  }
}
service "ads" {
  product     = "shop"
  class       = "small"
  environment = "prod"
  runs_on     = "tokyo"
  calls       = "complete"
  container {
    image = "registry.example/ads"
  }
  security {
    data = "personal"
  }
  replica {
    cpu    = "1"
    memory = "8Gi"
  }
}
environment "prod" {
}
`

// TestAFindingOfACheckStandsAtTheWordsThatAreWrong: a pull request shows a finding only
// where it lies on a changed line.
func TestAFindingOfACheckStandsAtTheWordsThatAreWrong(t *testing.T) {
	for _, c := range []struct{ over, require, want string }{
		{"service", "service.images.size() == 0", `image = "registry.example/ads"`},
		{"service", "service.probed", "container {"},
		{"service", "service.replica_cores > 1.0", `cpu    = "1"`},
		{"service", "has(service.replica_memory_gib) && service.replica_memory_gib > 8.0", `memory = "8Gi"`},
		{"service", "service.runs_on.size() > 1", `runs_on     = "tokyo"`},
		{"service", "service.data != 'personal'", `data = "personal"`},
		{"service", "service.residency.size() > 0", "security {"},
		{"service", "service.environment != 'prod'", `environment = "prod"`},
		{"service", "!service.calls_complete", `calls       = "complete"`},
		{"service", "service.team != 'web'", `team = "web"`},
		{"service", "service.owner != 'nobody'", `owner = "nobody"`},
		{"product", "product.name == 'orphan' || product.owner != 'nobody'", `owner = "nobody"`},
		{"product", "product.name == 'shop' || product.owner != ''", `team "silent" {`},
		{"product", "!has(product.budget) || product.money <= product.budget", `monthly = "1 JPY/mo"`},
		{"team", "team.name == 'silent' || team.owner != 'nobody'", `owner = "nobody"`},
		{"team", "team.name == 'web' || team.owner != ''", `team "silent" {`},
		{"site", "site.name != 'tokyo' || site.nodes > 3", "nodes      = 3"},
		{"site", "site.name != 'tokyo' || site.spare > 1", "spare      = 1"},
		// What is inherited, computed, or said in several places stands at the head.
		{"service", "service.replicas_min >= 2", `service "ads" {`},
		{"service", "service.goes_to.size() == 0", `service "ads" {`},
		{"service", "service.stateful", `service "ads" {`},
		{"service", "service.images.size() == 0 || service.data == 'public'", `service "ads" {`},
	} {
		t.Run(c.require, func(t *testing.T) {
			in := world(t, mendable+rule("mine", c.over, `require = "`+c.require+`"`))
			in.Only = []string{"mine"}
			var got []string
			for _, f := range check(t, in).Findings {
				if f.Rule == "mine" {
					got = append(got, line(in.Fleet.Workspace, f))
				}
			}
			if diff := cmp.Diff([]string{c.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// line is the line of the specs on which a finding stands.
func line(w *spec.Workspace, f Finding) string {
	for _, file := range w.Files {
		if file.Name == f.At.File {
			return strings.TrimSpace(strings.Split(string(file.Bytes), "\n")[f.At.Start.Line-1])
		}
	}
	return ""
}

// TestEveryFactThatSpecsWriteHasAPlace keeps a new fact from being overlooked: beside one
// that is not known here, another would be taken for the only one that is read.
func TestEveryFactThatSpecsWriteHasAPlace(t *testing.T) {
	w := world(t, mendable).Fleet.Workspace
	computed := map[string]bool{"service.name": true, "product.name": true, "team.name": true, "site.name": true, "site.cores": true}
	for _, c := range []struct {
		over  string
		facts any
		words words
	}{
		{"service", policies.ServiceFacts{}, func(f string) []spec.Origin { return serviceWords(w, w.Services[0], f) }},
		{"product", policies.ProductFacts{}, func(f string) []spec.Origin { return productWords(w, w.Products[0], f) }},
		{"team", policies.TeamFacts{}, func(f string) []spec.Origin { return teamWords(w.Teams[0], f) }},
		{"site", policies.SiteFacts{}, func(f string) []spec.Origin { return siteWords(w.Sites[0], f) }},
	} {
		for _, field := range reflect.VisibleFields(reflect.TypeOf(c.facts)) {
			name := c.over + "." + field.Tag.Get("cel")
			written := field.Tag.Get("needs") == "" && !computed[name]
			if got := c.words(name) != nil; got != written {
				t.Errorf("%s has a place: %v, want %v", name, got, written)
			}
		}
	}
}
