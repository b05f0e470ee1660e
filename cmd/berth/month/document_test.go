package month

import (
	"math/big"
	"os"
	"regexp"
	"strings"
	"testing"
)

// folder is the workspace that the document is of.
const folder = "../../../testdata/pixiv"

// hand is one month as the document works it out.
type hand struct {
	// month is as in 2026-10.
	month string
	*sheet
	// tables are the rows of its tables by their first cell.
	tables map[string][]string
}

// months are those of the document, each with its heading.
func months() map[string]string {
	return map[string]string{"## October": "2026-10", "## November": "2026-11"}
}

var arithmetic = regexp.MustCompile("(?ms)^```arithmetic\n(.*?)^```$")

// document reads the months of the document and works every line of them out.
func document(t *testing.T) []hand {
	t.Helper()
	raw, err := os.ReadFile(folder + "/month.md")
	if err != nil {
		t.Fatal(err)
	}
	var out []hand
	for _, part := range strings.Split(string(raw), "\n## ")[1:] {
		heading, _, _ := strings.Cut("## "+part, ":")
		month := months()[heading]
		if month == "" {
			t.Fatalf("%q is no month", heading)
		}
		h := hand{month, &sheet{values: map[string]*big.Rat{}}, map[string][]string{}}
		for _, block := range arithmetic.FindAllStringSubmatch(part, -1) {
			for _, err := range h.calculate(block[1]) {
				t.Errorf("%s: %v", month, err)
			}
		}
		for line := range strings.Lines(part) {
			if cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|"); strings.HasPrefix(line, "| ") && len(cells) > 1 {
				for i := range cells {
					cells[i] = strings.TrimSpace(cells[i])
				}
				h.tables[cells[0]] = cells[1:]
			}
		}
		out = append(out, h)
	}
	if len(out) != len(months()) {
		t.Fatalf("%d months were found", len(out))
	}
	return out
}

// is tells whether a name has a value, and complains where it has not.
func (h *hand) is(t *testing.T, name string, want *big.Rat) {
	t.Helper()
	switch got := h.values[name]; {
	case got == nil:
		t.Errorf("%s: the document has no %s", h.month, name)
	case want == nil || got.Cmp(want) != 0:
		t.Errorf("%s: %s is %s in the document, and %v", h.month, name, got.FloatString(9), want)
	}
}

func TestEveryLineOfTheDocumentIsRight(t *testing.T) {
	for _, h := range document(t) {
		if len(h.order) < 60 {
			t.Errorf("%s: only %d lines were worked out", h.month, len(h.order))
		}
		for _, name := range []string{"bills_and_machines", "by_team", "by_product", "by_service", "by_site"} {
			h.is(t, name, h.values["actual"])
		}
	}
}
