package cli

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func TestEvaluatesJSONFollowsItsSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../../reports/schema/evaluate.json")
	if err != nil {
		t.Fatal(err)
	}
	starterDir := exampleFolder(t)
	failing := exampleFolder(t)
	save(t, filepath.Join(failing, "rule.hcl"), []byte(`
policy "breaks" {
  criterion = "security"
  doc       = "Scores more than 1."
  score     = "service.stateful ? 2.0 : 1.0"
  because   = "'because'"
}
constraint "never" {
  doc     = "Forbids all for jobs."
  forbid  = "service.job"
  because = "'no jobs'"
}
`))
	unpriced := exampleFolder(t)
	replaceIn(t, filepath.Join(unpriced, "prices.hcl"), `disk "ssd"`, `disk "tape"`)
	replaceIn(t, filepath.Join(unpriced, "workspace.hcl"), `reference_site = "gke"`, `reference_site = "tokyo"`)
	for _, c := range []struct {
		name, dir string
		code      int
	}{
		{"the nine services", "../../../testdata/pixiv", exitOK},
		{"the starter, which needs data", starterDir, exitOK},
		{"a failing rule, and a service without an option", failing, exitError},
		{"a missing price", unpriced, exitOK},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			code := Main(Env{Args: []string{"evaluate", c.dir, "--format", "json"}, Stdout: &out, Stderr: &errs})
			if code != c.code {
				t.Fatalf("exit code %d, want %d\n%s", code, c.code, errs.String())
			}
			if c.dir == unpriced && !bytes.Contains(out.Bytes(), []byte(`"monthly_cost": null`)) {
				t.Error("no price is missing")
			}
			doc, err := jsonschema.UnmarshalJSON(&out)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Errorf("%v", err)
			}
		})
	}
}

func replaceIn(t *testing.T, name, old, with string) {
	t.Helper()
	before := content(t, name)
	after := strings.Replace(before, old, with, 1)
	if before == after {
		t.Fatalf("%s holds no %q", name, old)
	}
	save(t, name, []byte(after))
}
