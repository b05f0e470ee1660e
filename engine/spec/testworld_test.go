package spec

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// worldOf returns the world of the first case of a test file beside specs.
func worldOf(t testing.TB, specs, test string) (*Workspace, []string) {
	t.Helper()
	_, tests, diags := ParseTests([]Source{{"base.hcl", []byte(specs)}}, []Source{{"a_test.hcl", []byte(test)}}, Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	w, diags := tests.World(tests.Tests[0], tests.Tests[0].Cases[0])
	var said []string
	for _, d := range diags {
		said = append(said, d.Error())
	}
	return w, said
}

// says prints what a workspace says, places aside, so that two can be compared.
func says(w *Workspace) string {
	var b strings.Builder
	for _, part := range []any{w.Settings, w.Rates, w.Sites, w.Links, w.Endpoints, w.Teams, w.Environments, w.Classes, w.Products, w.Services, w.PriceBooks} {
		write(&b, reflect.ValueOf(part), "")
	}
	return b.String()
}

func write(b *strings.Builder, v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			write(b, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			write(b, v.Elem(), path)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			switch {
			case f.Type == reflect.TypeFor[Origin]() || !f.IsExported():
			case f.Tag.Get("as") != "":
				if v.Field(i).FieldByName("Origin").Interface().(Origin).Set() {
					fmt.Fprintf(b, "%s.%s = %v\n", path, f.Name, v.Field(i).Field(0))
				}
			case f.Type.Kind() == reflect.String:
				fmt.Fprintf(b, "%s %q\n", path, v.Field(i).String())
			default:
				write(b, v.Field(i), path+"."+f.Name)
			}
		}
	}
}

func TestAWorldWithoutChangesIsTheWorkspace(t *testing.T) {
	for name, specs := range map[string]string{"base": base, "levels": levels} {
		parsed, _ := Parse([]Source{{"base.hcl", []byte(specs)}}, Options{})
		if len(parsed.Services) == 0 || len(says(parsed)) < 200 {
			t.Fatalf("%s says too little to compare: %s", name, says(parsed))
		}
		_, tests, _ := ParseTests([]Source{{"base.hcl", []byte(specs)}}, []Source{{"a_test.hcl", []byte("test \"t\" {\n" + expecting("findings = []") + "\n}")}}, Options{})
		for range 2 { // the first must not change what the second is made of
			w, _ := tests.World(tests.Tests[0], tests.Tests[0].Cases[0])
			if diff := cmp.Diff(says(parsed), says(w)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	}
}

func TestWhatACaseSaysIsLaidOverItsWorld(t *testing.T) {
	w, said := worldOf(t, base+"service \"db\" {\n  runs_on = \"tokyo\"\n  traffic {\n    mean_rps = 5\n    p99_rps = 9\n  }\n  replica {\n    requests_per_second = 10\n  }\n  call \"front\" {\n    sent = \"1G\"\n    received = \"2G\"\n  }\n}\n", `
test "t" {
  service = "db"
  with {
    class = "heavy"
    traffic {
      like  = "front"
      ratio = 2
    }
    call "front" {
      sent = "9G"
    }
    call "user-db" {
      sent = "1G"
    }
  }
  world {
    workspace {
      cost_basis = "marginal"
    }
    site "tokyo" {
      country = "US"
      node_pool "general" {
        nodes = 3
      }
    }
    class "heavy" {
      needs = ["gpu"]
    }
    link "gke" "tokyo" {
      latency = "9ms"
    }
    service "front" {
      runs_on = "tokyo"
    }
  }
  expect {
    firm = true
  }
}`)
	if len(said) > 0 {
		t.Fatal(said)
	}
	s, front, tokyo := w.Service("db"), w.Service("front"), w.Site("tokyo")
	got := map[string]any{
		"needs, by the class that with names": s.Needs.V,
		"traffic, of which nothing is left":   s.Traffic.MeanRPS.Set(),
		"load":                                s.Traffic.Like.V,
		"runs_on, which stays":                s.RunsOn.V,
		"calls":                               len(s.CallBlocks),
		"sent":                                s.CallBlocks[0].Sent.Hi,
		"received, which stays":               s.CallBlocks[0].Received.Hi,
		"country":                             tokyo.Country.V,
		"nodes":                               tokyo.Pools[0].Nodes.V,
		"cpu, which stays":                    tokyo.Pools[0].CPU.V,
		"lead time, which stays":              tokyo.LeadTime.V / 86400,
		"basis":                               w.Settings.CostBasis.V,
		"currency, which stays":               w.Settings.Currency.V,
		"path, which stays":                   w.Link("tokyo", "gke").Path.V,
		"a neighbour's place":                 front.RunsOn.V,
		"a neighbour's product, which stays":  front.Product.V,
	}
	want := map[string]any{
		"needs, by the class that with names": []string{"gpu"},
		"traffic, of which nothing is left":   false,
		"load":                                "front",
		"runs_on, which stays":                []string{"tokyo"},
		"calls":                               2,
		"sent":                                9e9,
		"received, which stays":               2e9,
		"country":                             "US",
		"nodes":                               3.0,
		"cpu, which stays":                    64.0,
		"lead time, which stays":              240.0,
		"basis":                               "marginal",
		"currency, which stays":               "JPY",
		"path, which stays":                   "vpn",
		"a neighbour's place":                 []string{"tokyo"},
		"a neighbour's product, which stays":  "shop",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAWorldIsCheckedAsAWorkspaceIs(t *testing.T) {
	fixture := "fixture \"f\" {\n" + base + "}\n"
	for name, c := range map[string]struct{ specs, test, want string }{
		"what a new block must say": {base, served("world {\n site \"osaka\" {\n country = \"JP\"\n }\n }\n" + expecting("firm = true")), "a_test.hcl:4,2: Missing attribute: This block must set kind."},
		"what leads nowhere":        {base, served("with {\n product = \"gone\"\n }\n" + expecting("firm = true")), `no product "gone"`},
		"what contradicts":          {base, served("with {\n replicas {\n min = 3\n max = 2\n }\n }\n" + expecting("firm = true")), "min"},
		"money without a rate":      {base, served("world {\n site \"gke\" {\n per_service = \"5 EUR/mo\"\n }\n }\n" + expecting("firm = true")), "No rate for EUR"},
		"nobody to change":          {base, strings.ReplaceAll(served("with {\n pool = \"web\"\n }\n"+expecting("firm = true")), "front", "frnt"), `no service "frnt", so with has nothing to change. Did you mean "front"?`},
		"a new service":             {base, strings.ReplaceAll(served("with {\n stateful = true\n }\n world {\n service \"new\" {\n }\n }\n"+expecting("firm = true")), "front", "new"), ""},
		"a part of what there is":   {base, served("world {\n site \"gke\" {\n country = \"US\"\n }\n }\n" + expecting("firm = true")), ""},
		"a fixture":                 {"", fixture + strings.Replace(served(expecting("firm = true")), "service", "fixture = \"f\"\n service", 1), ""},
		"another fixture's money": {"", fixture + strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(fixture, `"JPY"`, `"EUR"`), " JPY", " EUR"), `"f"`, `"g"`) +
			strings.Replace(served(expecting("firm = true")), "service", "fixture = \"f\"\n service", 1), ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, said := worldOf(t, c.specs, c.test)
			all := strings.Join(said, "\n")
			if c.want == "" && all != "" || !strings.Contains(all, c.want) {
				t.Errorf("said %q, want %q", all, c.want)
			}
		})
	}
}

// lines are words of a service block that do not touch each other, with two values.
func lines() [][3]string {
	return [][3]string{
		{"namespace", `"a"`, `"b"`}, {"runs_on", `"tokyo"`, `"gke"`}, {"calls", `"complete"`, `"partial"`}, {"needs", `["x"]`, `["y", "z"]`},
		{"independent_of", `["tokyo"]`, `["gke"]`}, {"routing", `"locality"`, `"independent"`}, {"pool", `"general"`, `"web"`}, {"class", `"web"`, `"batch"`},
	}
}

func TestLayingOverIsTheSameAsWritingItThere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var before, part, after strings.Builder
		for _, l := range lines() {
			there, over := rapid.Bool().Draw(rt, l[0]), rapid.Bool().Draw(rt, l[0]+" over")
			if there {
				fmt.Fprintf(&before, "  %s = %s\n", l[0], l[1])
			}
			if over {
				fmt.Fprintf(&part, "  %s = %s\n", l[0], l[2])
			}
			if there || over {
				value := map[bool]string{true: l[2], false: l[1]}[over]
				fmt.Fprintf(&after, "  %s = %s\n", l[0], value)
			}
		}
		world := base + "class \"batch\" {\n  pin = \"gke\"\n}\n"
		specs := func(words string) string { return world + "service \"x\" {\n" + words + "}\n" }
		want, _ := Parse([]Source{{"base.hcl", []byte(specs(after.String()))}}, Options{})
		_, tests, diags := ParseTests([]Source{{"base.hcl", []byte(specs(before.String()))}},
			[]Source{{"a_test.hcl", []byte("test \"t\" {\n service = \"x\"\n with {\n" + part.String() + "}\n" + expecting("firm = true") + "\n}\n")}}, Options{})
		if diags.HasErrors() {
			rt.Skip(fmt.Sprint(diags))
		}
		got, _ := tests.World(tests.Tests[0], tests.Tests[0].Cases[0])
		if diff := cmp.Diff(says(want), says(got)); diff != "" {
			rt.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func TestTheNamesOfABlockAreItsFirstFields(t *testing.T) {
	root := layOut()
	var walk func(name string, s *shape)
	walk = func(name string, s *shape) {
		if s.typ.NumField() < 2 {
			t.Errorf("%s has less than two fields", name)
			return
		}
		for i := range 2 {
			isLabel := i < len(s.labels) && s.labels[i] == i
			if isString := s.typ.Field(i).Type.Kind() == reflect.String; isString != isLabel {
				t.Errorf("%s: field %d is a string: %v, a name: %v", name, i, isString, isLabel)
			}
		}
		for _, word := range s.words {
			if b := s.blocks[word]; b != nil {
				walk(name+" "+word, &b.shape)
			}
		}
	}
	for _, word := range root.words {
		walk(word, &root.blocks[word].shape)
	}
}
