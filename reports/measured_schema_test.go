package reports_test

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"berth.dev/reports"
)

// ofSchemas is the JSON that each schema is held against, by name.
func ofSchemas(t *testing.T) map[string]map[string]string {
	t.Helper()
	o := reports.Options{Format: reports.JSON}
	text := func(write func(io.Writer) error) string {
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	out := map[string]map[string]string{"profile": {}, "measure": {}}
	for name, p := range reports.DrawnProfiles(t) {
		out["profile"][name] = text(func(w io.Writer) error { return reports.WriteProfile(w, o, p) })
	}
	nothing := reports.Measurement{Made: measured().Made, Folder: "measured", Sources: []reports.MeasuredSource{{Name: "prod", Kind: "kubernetes", Queries: []reports.MeasuredQuery{}}}}
	for name, m := range map[string]reports.Measurement{"whole": measured(), "nothing": nothing} {
		out["measure"][name] = text(func(w io.Writer) error { return reports.WriteMeasurement(w, o, m) })
	}
	return out
}

func TestTheJSONOfProfilesAndMeasurementsFollowsItsSchema(t *testing.T) {
	for name, texts := range ofSchemas(t) {
		compiler := jsonschema.NewCompiler()
		compiler.AssertFormat()
		schema, err := compiler.Compile(filepath.Join("schema", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		for of, text := range texts {
			doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Errorf("%s, %s: %v", name, of, err)
			}
		}
	}
}

func TestAjvFindsNothingWrongWithTheJSONOfProfilesAndMeasurements(t *testing.T) {
	for name, texts := range ofSchemas(t) {
		files := []string{filepath.Join("schema", name+".json")}
		for of, text := range texts {
			files = append(files, saved(t, of+".json", text))
		}
		if diff := cmp.Diff([]string{}, read[[]string](t, "ajv", files...)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
