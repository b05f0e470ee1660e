package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/check"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// filesBelow are all files of a folder.
func filesBelow(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		out[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestOneSeedMakesOneCompany(t *testing.T) {
	var all []map[string]string
	for _, seed := range []uint64{1, 1, 2} {
		dir := t.TempDir()
		if _, err := write(dir, 120, 7, seed); err != nil {
			t.Fatal(err)
		}
		all = append(all, filesBelow(t, dir))
	}
	if diff := cmp.Diff(all[0], all[1]); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(all[0], all[2]) {
		t.Error("another seed changes nothing")
	}
}

func TestEachRuleIsBrokenBySomebodyAndByFew(t *testing.T) {
	const services = 3000
	f, err := write(t.TempDir(), services, 50, 1)
	if err != nil {
		t.Fatal(err)
	}
	files, err := spec.ReadFolder(os.DirFS(f.specs), spec.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	w, diags := spec.Parse(files, spec.Options{})
	suite, more := policies.Compile(w)
	if diags = append(diags, more...); len(diags) > 0 {
		t.Fatal(diags)
	}
	r, err := check.Run(context.Background(), check.Input{Fleet: score.New(w, suite, nil), Only: ruleNames()})
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, rule := range r.Rules {
		if !slices.Contains(ruleNames(), rule.Name) {
			continue
		}
		asked++
		if rule.Failed == 0 || rule.Failed > services/5 {
			t.Errorf("%s fails %d times", rule.Name, rule.Failed)
		}
	}
	if asked != 20 {
		t.Errorf("there are %d rules", asked)
	}
}

func TestBothLanguagesHaveTheSameRules(t *testing.T) {
	var inRego []string
	for _, m := range regexp.MustCompile(`(?m)^deny contains concat\(" ", \["([^"]+)"`).FindAllSubmatch(rego, -1) {
		inRego = append(inRego, string(m[1]))
	}
	if diff := cmp.Diff(ruleNames(), inRego); diff != "" {
		t.Error(diff)
	}
}

func TestABlockSaysTheSameInBothForms(t *testing.T) {
	root := &block{}
	b := root.child("service", "ads")
	b.set("runs_on", "gke")
	b.child("replicas", "").set("min", 2)
	b.child("call", "x").set("sent", "1G")
	b.child("call", "y")
	var text bytes.Buffer
	b.hcl(&text, "")
	want := "service \"ads\" {\n  runs_on = \"gke\"\n  replicas {\n    min = 2\n  }\n  call \"x\" {\n    sent = \"1G\"\n  }\n  call \"y\" {\n  }\n}\n"
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Error(diff)
	}
	want = `{"service":{"ads":[{"call":{"x":[{"sent":"1G"}],"y":[{}]},"replicas":[{"min":2}],"runs_on":"gke"}]}}`
	if diff := cmp.Diff(want, string(literal(root.object()))); diff != "" {
		t.Error(diff)
	}
}
