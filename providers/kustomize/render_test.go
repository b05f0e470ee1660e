package kustomize

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"berth.dev/engine/object"
)

func TestAFolderOfPlainYAMLIsAllOfItsFiles(t *testing.T) {
	root := workspace(t, map[string]string{
		"app/b.yaml":      configMap("b") + "---\n" + configMap("c"),
		"app/a.yml":       configMap("a"),
		"app/d.json":      `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "d"}}`,
		"app/list.yaml":   "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: e}}\n",
		"app/README.md":   "not YAML: {",
		"app/.hidden.yml": "{",
	})
	want := []string{"ConfigMap a", "ConfigMap b", "ConfigMap c", "ConfigMap d", "ConfigMap e"}
	if diff := cmp.Diff(want, mustMake(t, root)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnOverlayIsBuiltOnItsBase(t *testing.T) {
	root := workspace(t, map[string]string{
		"base/kustomization.yaml":   "resources: [deployment.yaml]\n",
		"base/deployment.yaml":      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec:\n      containers: [{name: web, image: \"web:1\", ports: [{containerPort: 8080}]}]\n",
		"parts/kustomization.yaml":  "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {by: part}\n",
		"app/kustomization.yaml":    "namespace: shop\nresources: [../base]\ncomponents: [../parts]\nreplicas: [{name: web, count: 7}]\nimages: [{name: web, newTag: \"2\"}]\npatches: [{path: patch.yaml}]\nconfigMapGenerator: [{name: conf, files: [x=data/x.txt], envs: [env.txt], options: {disableNameSuffixHash: true}}]\n",
		"app/patch.yaml":            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {revisionHistoryLimit: 9007199254740993}\n",
		"app/data/x.txt":            "{ not: yaml",
		"app/env.txt":               "# why\n\nA=1\nB=\n",
		"app/never-named/file.yaml": "{{{",
	})
	got, err := Render(root, "./app/")
	if err != nil {
		t.Fatal(err)
	}
	note := map[string]any{"by": "part"}
	want := []object.Object{
		{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "conf", "namespace": "shop", "annotations": note}, "data": map[string]any{"x": "{ not: yaml", "A": "1", "B": ""}},
		{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": map[string]any{"name": "web", "namespace": "shop", "annotations": note}, "spec": map[string]any{
			"replicas": int64(7), "revisionHistoryLimit": int64(9007199254740993),
			"selector": map[string]any{"matchLabels": map[string]any{"a": "b"}},
			"template": map[string]any{
				"metadata": map[string]any{"labels": map[string]any{"a": "b"}, "annotations": note},
				"spec":     map[string]any{"containers": []any{map[string]any{"name": "web", "image": "web:2", "ports": []any{map[string]any{"containerPort": int64(8080)}}}}},
			},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDeprecatedWordsMeanWhatTheyMeanToKustomize(t *testing.T) {
	root := workspace(t, map[string]string{
		"base/kustomization.yml": "resources: [a.yaml]\ncommonLabels: {team: ads}\n",
		"base/a.yaml":            configMap("a"),
		"app/Kustomization":      "bases: [../base]\nimageTags: [{name: x, newTag: \"2\"}]\npatchesStrategicMerge:\n- patch.yaml\n- |-\n  apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n  data: {inline: \"yes\"}\npatchesJson6902:\n- target: {version: v1, kind: ConfigMap, name: a}\n  patch: '[{\"op\": \"add\", \"path\": \"/data/json\", \"value\": \"yes\"}]'\n",
		"app/patch.yaml":         "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {file: \"yes\"}\n",
	})
	mustEqualKustomize(t, root.Name(), "app")
}

func TestDemoShopsAreWhatKustomizeMakesOfThem(t *testing.T) {
	root := openShop(t, "microservices-demo")
	mustEqualKustomize(t, root.Name(), "kustomize/tests/spanner-with-all-components")
	mustEqualKustomize(t, root.Name(), "kustomize/tests/service-mesh-istio-with-all-components")
}

// mustEqualKustomize renders a folder, and has kustomize do it from the disk.
func mustEqualKustomize(t *testing.T, dir, folder string) {
	t.Helper()
	made, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), filepath.Join(dir, folder))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]any{}
	for _, r := range made.Resources() {
		m, err := r.Map()
		if err != nil {
			t.Fatal(err)
		}
		want[object.Object(m).Ref().String()] = throughJSON(t, m)
	}
	objects, err := Render(openRoot(t, dir), folder)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]map[string]any{}
	for _, o := range objects {
		got[o.Ref().String()] = throughJSON(t, o)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-kustomize +berth):\n%s", diff)
	}
}

func throughJSON(t *testing.T, v any) (out map[string]any) {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheSameFolderGivesTheSameObjects(t *testing.T) {
	root := openShop(t, "microservices-demo")
	first, err := Render(root, "kustomize")
	if err != nil {
		t.Fatal(err)
	}
	second, err := Render(root, "kustomize")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
}

func TestEveryWordOfKustomizeIsFollowedRefusedOrNamesNoFile(t *testing.T) {
	const followed = "resources bases components crds configurations patches patchesStrategicMerge patchesJson6902 configMapGenerator secretGenerator replacements"
	const refused = "generators transformers validators helmCharts helmChartInflationGenerator helmGlobals openapi"
	const harmless = "metadata namePrefix nameSuffix namespace commonLabels labels commonAnnotations images imageTags replicas vars sortOptions generatorOptions buildMetadata"
	known := strings.Fields(followed + " " + refused + " " + harmless)
	var words []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[types.Kustomization]()) {
		word, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if word != "" && len(f.Index) == 1 {
			words = append(words, word)
		}
	}
	less := cmp.Transformer("set", func(words []string) map[string]bool {
		out := map[string]bool{}
		for _, w := range words {
			out[w] = true
		}
		return out
	})
	if diff := cmp.Diff(known, words, less); diff != "" {
		t.Errorf("kustomize's words have changed; say what each new one means here (-known +kustomize):\n%s", diff)
	}
}
