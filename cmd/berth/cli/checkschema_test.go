package cli

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func TestChecksJSONFollowsItsSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../../reports/schema/check.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"../../../testdata/pixiv", "../../../testdata/shop", exampleFolder(t)} {
		var out, errs bytes.Buffer
		Main(Env{Args: []string{"check", dir, "--format", "json"}, Stdout: &out, Stderr: &errs})
		doc, err := jsonschema.UnmarshalJSON(&out)
		if err != nil {
			t.Fatalf("%s: %v\n%s", dir, err, errs.String())
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", dir, err)
		}
	}
}
