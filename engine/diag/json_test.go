package diag

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAListIsADocumentForMachines(t *testing.T) {
	l := List{
		{Error, "BERTH-S006", "Wrong <value>", "a & \x1b[m b", at("a\x1b.hcl", 2, 9, 12, 19)},
		{Warning, "", "w", "", Range{}},
	}
	var b bytes.Buffer
	if err := WriteJSON(&b, l); err != nil {
		t.Fatal(err)
	}
	want := `{
  "schema": "berth.diagnostics/1",
  "diagnostics": [
    {
      "severity": "error",
      "code": "BERTH-S006",
      "summary": "Wrong <value>",
      "detail": "a & ?[m b",
      "file": "a\u001b.hcl",
      "line": 2,
      "column": 9,
      "end_line": 2,
      "end_column": 16
    },
    {
      "severity": "warning",
      "summary": "w"
    }
  ]
}
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnEmptyListIsAnEmptyDocument(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("{\n  \"schema\": \"berth.diagnostics/1\",\n  \"diagnostics\": []\n}\n", b.String()); diff != "" {
		t.Error(diff)
	}
}
