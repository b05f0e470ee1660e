package focus_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/focus"
	"berth.dev/providers/focus/rule"
)

var update = flag.Bool("update", false, "write the golden file anew")

const shared = "../../../shared/data/focus/rules/"

// official opens a file of the working group of FOCUS, which is not copied here.
func official(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(shared + name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the rules of FOCUS are not here: ", err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// judged runs the official rules over what berth writes.
func judged(t *testing.T, e *focus.Export) *rule.Report {
	t.Helper()
	r, err := focus.Judge(e.Rows, official(t, "model-1.2.json"), official(t, "currency_codes.csv"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The month in which machines come has rows of every kind.
func TestTheOfficialRulesHold(t *testing.T) {
	for what, began := range map[string]string{"with a purchase": `in_service = "2026-10-17"`, "without one": since} {
		for _, step := range []focus.Step{focus.Monthly, focus.Daily} {
			r := judged(t, rows(t, input(t, three(), step, since, began)))
			for _, o := range r.In(rule.Failed) {
				t.Errorf("%s, by the %s: %s: %s: %s", what, step, o.Rule, o.Text, o.Why)
			}
			var advised []string
			for _, o := range r.In(rule.Advised) {
				advised = append(advised, o.Rule+" "+o.Why)
			}
			// Nobody sends an invoice for machines of one's own.
			if d := cmp.Diff([]string{"CostAndUsage-D-033-O there is no column InvoiceId"}, advised); d != "" {
				t.Errorf("%s, by the %s: advised (-want +got):\n%s", what, step, d)
			}
		}
	}
}

// What does not apply is held, so that a rule which is left out is seen.
func TestRulesThatDoNotApplyAreListedWithTheReason(t *testing.T) {
	var out strings.Builder
	r := judged(t, rows(t, input(t, three(), focus.Monthly, since, `in_service = "2026-10-17"`)))
	if err := r.Write(&out); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/rules.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), out.String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestWithoutAListOfCurrenciesTheyAreNotChecked(t *testing.T) {
	r, err := focus.Judge(rows(t, input(t, three(), focus.Monthly)).Rows, official(t, "model-1.2.json"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range r.In(rule.Unchecked) {
		if o.Rule == "BillingCurrency-C-006-M" && o.Why == "no list of national currencies was given" {
			return
		}
	}
	t.Error("the rule about national currencies was checked by nothing")
}

func TestListsOfCurrenciesThatAreNoneAreRefused(t *testing.T) {
	for _, text := range []string{"", "a,b\n1,2\n", ",currency_codes\n", ",currency_codes\n0,yen\n", "\"\n"} {
		if _, err := focus.Judge(nil, official(t, "model-1.2.json"), strings.NewReader(text)); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}
