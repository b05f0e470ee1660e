package reports_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"berth.dev/engine/ledger"
	"berth.dev/engine/month/monthtest"
	"berth.dev/reports"
)

// monthJSON is the JSON that each schema of months is held against, by name.
func monthJSON(t *testing.T) map[string]map[string]string {
	t.Helper()
	o := reports.Options{Format: reports.JSON}
	out := map[string]map[string]string{"month": {}, "month-diff": {}}
	all := reports.MonthReports()
	all["generated"] = monthtest.Report(40)
	for name, r := range all {
		var b bytes.Buffer
		if err := reports.WriteMonth(&b, o, reports.NewMonth(r)); err != nil {
			t.Fatal(err)
		}
		out["month"][name] = b.String()
	}
	for name, c := range reports.MonthChanges() {
		var b bytes.Buffer
		if err := reports.WriteMonthDiff(&b, o, reports.NewMonthDiff(c)); err != nil {
			t.Fatal(err)
		}
		out["month-diff"][name] = b.String()
	}
	return out
}

func TestTheJSONOfMonthsFollowsItsSchema(t *testing.T) {
	for name, texts := range monthJSON(t) {
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

// The lists of a schema are those of the engine: a kind that is added to one of them alone
// would make a month that no reader takes.
func TestTheListsOfAMonthsSchemaAreTheEngines(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("schema", "month.json"))
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs struct {
			Effect struct{ Enum []string } `json:"effectName"`
			Line   struct {
				Properties struct{ Kind struct{ Enum []ledger.Kind } }
			}
		} `json:"$defs"`
	}
	if err := json.Unmarshal(content, &schema); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(ledger.Kinds(), schema.Defs.Line.Properties.Kind.Enum); diff != "" {
		t.Error(diff)
	}
	var effects []string
	for _, e := range monthtest.Report(3).Bridge {
		effects = append(effects, e.Name)
	}
	if diff := cmp.Diff(effects, schema.Defs.Effect.Enum); diff != "" {
		t.Error(diff)
	}
}

func TestAMonthsSchemaRefusesWhatIsNotAMonth(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("schema", "month.json"))
	if err != nil {
		t.Fatal(err)
	}
	whole := monthJSON(t)["month"]["whole"]
	for name, edit := range map[string][2]string{
		"an amount as a number":   {`"planned": "3500000"`, `"planned": 3500000`},
		"an amount with its unit": {`"planned": "3500000"`, `"planned": "3500000 JPY"`},
		"an amount as a power":    {`"planned": "3500000"`, `"planned": "3.5e6"`},
		"a month of 13":           {`"month": "2026-10"`, `"month": "2026-13"`},
		"another kind of line":    {`"kind": "idle"`, `"kind": "sleepy"`},
		"an effect unheard of":    {`"name": "volume"`, `"name": "weather"`},
		"a misspelt member":       {`"delta": "200000"`, `"dellta": "200000"`},
		"another schema":          {`"berth.month/1"`, `"berth.month/2"`},
	} {
		edited := strings.Replace(whole, edit[0], edit[1], 1)
		if edited == whole {
			t.Fatalf("%s: nothing to edit", name)
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(edited))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(doc) == nil {
			t.Errorf("the schema takes %s", name)
		}
	}
}

func TestAjvFindsNothingWrongWithTheJSONOfMonths(t *testing.T) {
	for name, texts := range monthJSON(t) {
		files := []string{filepath.Join("schema", name+".json")}
		for of, text := range texts {
			files = append(files, saved(t, of+".json", text))
		}
		if diff := cmp.Diff([]string{}, read[[]string](t, "ajv", files...)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
