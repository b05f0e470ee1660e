package reports

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// someRules are one of each kind.
func someRules() []Rule {
	return []Rule{
		{Name: "budget", Kind: "check", Over: "product", Severity: "error", Origin: "standard"},
		{Name: "cheap", Kind: "policy", Criterion: "cost", Origin: "workspace"},
		{Name: "needs", Kind: "constraint", Origin: "standard", Disabled: true},
	}
}

func TestRulesAreListedWithWhatTheyAreOnAndHowBadTheyAre(t *testing.T) {
	var b strings.Builder
	if err := WriteRules(&b, Options{Format: Text, Width: 100}, someRules()); err != nil {
		t.Fatal(err)
	}
	want := `rule    kind        on       severity  from       state
budget  check       product  error     standard   runs
cheap   policy      cost               workspace  runs
needs   constraint                     standard   switched off

1 policy, 0 constraints and 1 check ran. The workspace added cheap. The workspace switched off
needs.
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestChecksOfAListForMachinesSayWhatTheyLookAt(t *testing.T) {
	var b strings.Builder
	if err := WriteRules(&b, Options{Format: JSON}, someRules()[:1]); err != nil {
		t.Fatal(err)
	}
	want := `{
  "schema": "berth.rules/1",
  "rules": [
    {
      "name": "budget",
      "kind": "check",
      "over": "product",
      "severity": "error",
      "origin": "standard"
    }
  ]
}
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTheVocabularyOfChecksStandsByItself(t *testing.T) {
	var b strings.Builder
	v := Vocabulary{
		Variables: []Variable{{Name: "option.money", Type: "double", Unit: "money/month", Doc: "what it costs there"}},
		Facts:     []Variable{{Name: "product.budget", Type: "double", Unit: "money/month", Doc: "what it may cost", Optional: true}},
	}
	if err := WriteVocabulary(&b, Options{Format: Text, Width: 100}, v); err != nil {
		t.Fatal(err)
	}
	policies, checks, ok := strings.Cut(b.String(), "Variables of checks: of the subject, the fleet and the workspace\n")
	if !ok || !strings.Contains(policies, "option.money") || strings.Contains(policies, "product.budget") ||
		!strings.Contains(checks, "product.budget  double  money/month  what it may cost (optional)") {
		t.Error(b.String())
	}
}
