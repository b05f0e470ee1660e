package cli

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func TestTheJSONOfChecksAndTestsFollowsItsSchemas(t *testing.T) {
	const pixiv, shop = "../../../testdata/pixiv", "../../../testdata/shop"
	starter := exampleFolder(t)
	for _, c := range []struct {
		schema string
		args   []string
	}{
		{"check", []string{"check", pixiv}},
		{"check", []string{"check", shop, "--fail-on", "warning"}},
		{"check", []string{"check", starter}},
		{"change", []string{"check", pixiv, "--against", pixiv}},
		{"change", []string{"check", shop, "--against", starter}},
		{"test", []string{"test", starter, "--cover", "--mutate"}},
	} {
		schema, err := jsonschema.NewCompiler().Compile("../../../reports/schema/" + c.schema + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		Main(Env{Args: append(c.args, "--format", "json"), Stdout: &out, Stderr: &errs})
		doc, err := jsonschema.UnmarshalJSON(&out)
		if err != nil {
			t.Fatalf("%s: %v\n%s", c.args, err, errs.String())
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", c.args, err)
		}
	}
}
