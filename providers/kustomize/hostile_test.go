package kustomize

import (
	"fmt"
	"strings"
	"testing"
)

func TestYAMLThatReadersDisagreeOnIsRefused(t *testing.T) {
	for _, c := range []struct{ name, text, says string }{
		{"a key twice", "kind: ConfigMap\nkind: Service\n", `line 2: the key "kind" stands twice`},
		{"deep inside", "a:\n  b: {c: 1, d: 2, c: 3}\n", `the key "c" stands twice`},
		{"a key that is a list", "? [a]\n: b\n", "a key must be plain text"},
		{"not UTF-8", "a: \xff\n", "it is not UTF-8"},
		{"broken", "a: [\n", "a.yaml: "},
		{"nothing named", "password: *hunter2\n", "an alias (a value that begins with *) names nothing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			mustRefuse(t, workspace(t, map[string]string{"app/a.yaml": c.text}), c.says)
			mustRefuse(t, workspace(t, map[string]string{"app/kustomization.yaml": "resources: [b.yaml]\npatches: [{path: a.yaml}]\n", "app/a.yaml": c.text, "app/b.yaml": configMap("b")}), c.says)
			mustRefuse(t, workspace(t, map[string]string{"app/kustomization.yaml": c.text}), "kustomization.yaml: ")
		})
	}
}

// bomb is a document that grows to ten to the power of n values.
func bomb(n int) string {
	b := strings.Builder{}
	b.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n")
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 10), ","))
	}
	return b.String()
}

func TestWhatGrowsWithoutEndIsRefused(t *testing.T) {
	indent := func(text string) string { return strings.ReplaceAll(text, "\n", "\n    ") }
	chain := map[string]string{"app/kustomization.yaml": "resources: [../s0]\n"}
	doubling := map[string]string{"app/kustomization.yaml": "resources: [../s0a, ../s0b]\n"}
	for i := range 40 {
		chain[fmt.Sprintf("s%d/kustomization.yaml", i)] = fmt.Sprintf("resources: [../s%d]\n", i+1)
		for _, half := range "ab" {
			doubling[fmt.Sprintf("s%d%c/kustomization.yaml", i, half)] = fmt.Sprintf("namePrefix: %c\nresources: [../s%da, ../s%db]\n", half, i+1, i+1)
		}
	}
	short := map[string]string{"app/kustomization.yaml": "resources: [../s0a, ../s0b]\n"}
	for i := range 20 {
		for _, half := range "ab" {
			short[fmt.Sprintf("s%d%c/kustomization.yaml", i, half)] = fmt.Sprintf("namePrefix: %c\nresources: [../s%da, ../s%db]\n", half, i+1, i+1)
		}
	}
	for _, half := range "ab" {
		short[fmt.Sprintf("s20%c/a.yaml", half)] = configMap("a")
	}
	replacing := "resources: [a.yaml]\nreplacements:\n" + strings.Repeat("- source: {kind: ConfigMap, fieldPath: data.key}\n  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.key], options: {delimiter: \",\", index: 99}}]\n", 60)
	for _, c := range []struct {
		name, says string
		files      map[string]string
	}{
		{"aliases", "aliases repeat more than", map[string]string{"app/a.yaml": bomb(9)}},
		{"aliases in a kustomization", "aliases repeat more than", map[string]string{"app/kustomization.yaml": bomb(9)}},
		{"aliases in a patch", "aliases repeat more than", map[string]string{"app/a.yaml": configMap("a"), "app/kustomization.yaml": "resources: [a.yaml]\npatches:\n- patch: |-\n    " + indent(bomb(9)) + "\n"}},
		{"depth", "nests too deep", map[string]string{"app/a.yaml": strings.Repeat("[", 1000) + strings.Repeat("]", 1000)}},
		{"a large file", "it has more than 1048576 bytes", map[string]string{"app/a.yaml": strings.Repeat("#", 1<<20+1)}},
		{"a chain of bases", "a chain of more than", chain},
		{"a chain of pairs", "a chain of more than", doubling},
		{"pairs that double", "counting a base once for each use", short},
		{"replacements that double", "replacements write into a part", map[string]string{"app/a.yaml": configMap("a"), "app/kustomization.yaml": replacing}},
		{"a circle", "it is built on itself, through app, base", map[string]string{"app/kustomization.yaml": "resources: [../base]\n", "base/kustomization.yaml": "resources: [../app]\n"}},
	} {
		t.Run(c.name, func(t *testing.T) { mustRefuse(t, workspace(t, c.files), c.says) })
	}
	t.Run("many files", func(t *testing.T) {
		files := map[string]string{}
		for i := range DefaultLimits().Files + 1 {
			files[fmt.Sprintf("app/%d.yaml", i)] = ""
		}
		mustRefuse(t, workspace(t, files), "more than 2000 files")
	})
}

func TestNoErrorHoldsASecret(t *testing.T) {
	const canary = "hunter2-canary"
	secret := "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: " + canary + "}\n"
	for name, files := range map[string]map[string]string{
		"a patch of nothing": {
			"app/kustomization.yaml": "resources: [a.yaml]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Secret\n    metadata: {name: other}\n    stringData: {password: " + canary + "}\n",
			"app/a.yaml":             secret,
		},
		"a patch of no form":          {"app/kustomization.yaml": "resources: [a.yaml]\npatches: [{patch: \"- " + canary + "\", target: {name: s}}]\n", "app/a.yaml": secret},
		"a literal":                   {"app/kustomization.yaml": "secretGenerator: [{name: s, literals: [" + canary + "]}]\n"},
		"a literal twice":             {"app/kustomization.yaml": "secretGenerator: [{name: s, literals: [a=" + canary + ", a=" + canary + "]}]\n"},
		"a literal in a wrong place":  {"app/kustomization.yaml": "secretGenerator: {name: s, literals: [a=" + canary + "]}\n"},
		"an unknown word":             {"app/kustomization.yaml": "secretGenerator: [{name: s, literal: [a=" + canary + "]}]\n"},
		"an alias":                    {"app/a.yaml": "kind: Secret\nstringData: {a: *" + canary + "}\n"},
		"a Secret without a name":     {"app/a.yaml": strings.Replace(secret, "name: s", "", 1)},
		"a Secret that is no object":  {"app/a.yaml": "kind: Secret\nmetadata: [" + canary + "]\nstringData: [" + canary + "]\n"},
		"a line without a value":      {"app/kustomization.yaml": "secretGenerator: [{name: s, envs: [s.env]}]\n", "app/s.env": canary + "\n"},
		"a kind through an alias":     {"app/kustomization.yaml": "resources: [a.yaml]\npatches: [{patch: \"- " + canary + "\", target: {name: s}}]\n", "app/a.yaml": "apiVersion: v1\nmetadata: {name: s, labels: {a: &k Secret}}\nkind: *k\nstringData: {password: " + canary + "}\n"},
		"two Secrets of one name":     {"app/a.yaml": secret + "---\n" + secret},
		"broken YAML after the value": {"app/a.yaml": secret + "  x: [" + canary + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Render(workspace(t, files), "app")
			if err == nil {
				t.Fatal("it is rendered")
			}
			if strings.Contains(err.Error(), canary) {
				t.Errorf("the error says the secret: %s", err)
			}
		})
	}
	t.Run("and one that is well formed is made", func(t *testing.T) {
		mustMake(t, workspace(t, map[string]string{"app/a.yaml": secret}))
	})
}

func FuzzRender(f *testing.F) {
	f.Add("resources: [a.yaml]\n", configMap("a"))
	f.Add("bases: [../base]\npatchesStrategicMerge: [a.yaml]\n", configMap("base"))
	f.Add("resources: [\"https://example.com\"]\n", "a: *b")
	f.Add("secretGenerator: [{name: s, envs: [a.yaml]}]\n", "A=1")
	f.Add("namePrefix: x\nreplicas: [{name: a, count: 3}]\nresources: [a.yaml, ../base]\n", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 1}\n")
	f.Add("resources: [a.yaml]\nreplacements: [{source: {kind: ConfigMap}, targets: [{select: {kind: ConfigMap}, fieldPaths: [data.key]}]}]\n", configMap("a"))
	dir := f.TempDir()
	root := openRoot(f, dir)
	for _, name := range []string{"app", "base"} {
		if err := root.Mkdir(name, 0o755); err != nil {
			f.Fatal(err)
		}
	}
	if err := root.WriteFile("base/base.yaml", []byte(configMap("base")), 0o644); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, kustomization, manifest string) {
		for name, text := range map[string]string{"app/kustomization.yaml": kustomization, "app/a.yaml": manifest} {
			if err := root.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		objects, err := Render(root, "app")
		if (err == nil) == (len(objects) == 0) {
			t.Fatalf("%d objects and the error %v", len(objects), err)
		}
		for _, o := range objects {
			if _, err := o.Bytes(); err != nil {
				t.Errorf("%s has no bytes: %v", o.Ref(), err)
			}
		}
	})
}
