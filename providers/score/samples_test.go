package score

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
	"sigs.k8s.io/yaml"

	"berth.dev/engine/spec"
	"berth.dev/providers/manifest"
)

// shared is a folder of the data for tests.
func shared(t testing.TB, name string) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", "services", name)
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("needs ../shared/data/services/%s, which is not here", name)
	}
	return dir
}

// samples are the Score files of the specification and of score-compose.
func samples(t testing.TB) []manifest.Source {
	t.Helper()
	var out []manifest.Source
	for _, pattern := range []string{
		filepath.Join(shared(t, "score-spec"), "samples", "*.yaml"),
		filepath.Join(shared(t, "score-compose"), "examples", "*", "score*.yaml"),
	} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, manifest.Source{Name: filepath.Base(filepath.Dir(name)) + "/" + filepath.Base(name), Bytes: text})
		}
	}
	if len(out) < 18 {
		t.Fatalf("only %d samples found", len(out))
	}
	return out
}

// readable holds what was written against the language.
func readable(t testing.TB, hcl []byte) *spec.Workspace {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "services.hcl", Bytes: hcl}}, spec.Options{Fragment: true})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, hcl)
	}
	return w
}

func TestEverySampleBecomesSpecsThatAreRead(t *testing.T) {
	for _, s := range samples(t) {
		for _, at := range []string{"", "tokyo"} {
			o := DefaultOptions()
			o.ResourcesAt = at
			res, diags := Import([]manifest.Source{s}, o)
			if diags.HasErrors() {
				t.Fatalf("%s: %v", s.Name, diags)
			}
			w := readable(t, res.HCL)
			if len(w.Services) != 1 || w.Services[0].Calls.V != "partial" {
				t.Errorf("%s: %d services\n%s", s.Name, len(w.Services), res.HCL)
			}
		}
	}
}

// schema is the specification's own.
func schema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(filepath.Join(shared(t, "score-spec"), "score-v1b1.json"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// verdicts asks the schema and this package of one text.
func verdicts(t testing.TB, s *jsonschema.Schema, text []byte) (theirs, ours error) {
	t.Helper()
	asJSON, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(asJSON)))
	if err != nil {
		t.Fatal(err)
	}
	theirs = s.Validate(v)
	if _, diags := readSource(manifest.Source{Name: "score.yaml", Bytes: text}, DefaultOptions().Limits); diags.HasErrors() {
		ours = diags[0]
	}
	return theirs, ours
}

// places are all values below v, as functions that put another one in their place.
func places(v any, put func(any)) (out []func(any)) {
	out = append(out, put)
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			out = append(out, places(v[key], func(x any) { v[key] = x })...)
			out = append(out, func(x any) { v[key+"x"] = x }, func(any) { delete(v, key) })
		}
	case []any:
		for i, inner := range v {
			out = append(out, places(inner, func(x any) { v[i] = x })...)
		}
	}
	return out
}

func TestTheRulesHereSayWhatTheSchemaSays(t *testing.T) {
	s, all := schema(t), samples(t)
	accepted, refused := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		var doc any
		if err := yaml.Unmarshal(all[rapid.IntRange(0, len(all)-1).Draw(r, "sample")].Bytes, &doc); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 2).Draw(r, "changes") {
			ways := places(doc, func(x any) { doc = x })
			value := rapid.SampledFrom([]any{
				"x", "ab", "", "A_b", "1Gi", "125m", "0600", "TCP", "healthy", 0, 1, 8080, 70000, 1.5, true, nil, "${resources.x}", strings.Repeat("a", 64),
				map[string]any{}, []any{}, []any{"a"}, map[string]any{"source": "a"}, map[string]any{"target": "b", "content": "c"}, map[string]any{"exec": map[string]any{"command": []any{}}},
			}).Draw(r, "value")
			ways[rapid.IntRange(0, len(ways)-1).Draw(r, "place")](value)
		}
		text, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		theirs, ours := verdicts(t, s, text)
		if (theirs == nil) != (ours == nil) {
			r.Fatalf("%s\nthe schema says %v, and this package %v", text, theirs, ours)
		}
		if theirs == nil {
			accepted++
		} else {
			refused++
		}
	})
	if accepted == 0 || refused == 0 {
		t.Errorf("%d were accepted and %d refused: the changes test nothing", accepted, refused)
	}
}

func TestWhatWorkloadsShareIsOneEndpoint(t *testing.T) {
	var two []manifest.Source
	for _, s := range samples(t) {
		if strings.HasPrefix(s.Name, "06-") {
			two = append(two, s)
		}
	}
	o := DefaultOptions()
	o.ResourcesAt = "tokyo"
	res, diags := Import(two, o)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	got := map[string][]string{}
	for _, s := range res.Services {
		for _, c := range s.Calls {
			got[s.Name] = append(got[s.Name], c.To)
		}
	}
	want := map[string][]string{"workload-one": {"redis-main-cache"}, "workload-two": {"redis-main-cache", "workload-two-cache-c"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
