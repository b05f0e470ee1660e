package survey_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/allot/survey"
	"berth.dev/engine/bill"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// specs are of a bill with a rule and a key that names services.
const specs = `
workspace {
  currency = "JPY"
}
team "office" {}
product "ads" {
  team = "office"
}
service "api" {
  product = "ads"
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
}
bill "gcp" {
  kind  = "focus"
  files = ["bills/*.csv"]
  site  = "gke"
  names = ["tag:app"]
  assign "support" {
    match = { service = "Support" }
    team  = "office"
  }
}
`

func workspace(t *testing.T) *spec.Workspace {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(specs)}}, spec.Options{})
	if len(w.Bills) != 1 {
		t.Fatal(diags)
	}
	return w
}

var october = bill.Month{Year: 2026, Month: 10}

// row is a row with values of the keys of the test's question, of which two rows of the
// bill are made.
func row(amount, currency string, keys ...string) bill.Row {
	a, err := money.ParseNumber(amount, currency)
	if err != nil {
		panic(err) // a mistake of the test
	}
	return bill.Row{Month: october, Category: bill.Usage, Keys: keys, Effective: a, Billed: a.Add(a), Count: 2}
}

func ask(t *testing.T, w *spec.Workspace, more ...string) bill.Ask {
	t.Helper()
	a := bill.Ask{To: october, Keys: survey.Keys(w.Bills[0], more)}
	if diff := cmp.Diff([]string{"region", "service", "sub_account", "tag:app"}, a.Keys); diff != "" {
		t.Fatal(diff)
	}
	return a
}

func TestABillIsToldByKeyWithOwnersAndByWhatNobodyOwns(t *testing.T) {
	w := workspace(t)
	rows := []bill.Row{
		row("10", "USD", "tokyo", "GKE", "p", "api"),
		row("2.5", "USD", "tokyo", "GKE", "p", "apo"),
		row("1", "USD", "osaka", "Support", "p", ""),
		row("0.25", "USD", "osaka", "Logs", "p", ""),
		row("300", "JPY", "osaka", "Logs", "p", ""),
		row("0", "USD", "osaka", "Free", "p", ""),
	}
	rows = append(rows, bill.Row{Month: october.Plus(-1), Keys: []string{"a", "b", "c", "d"}, Count: 9}) // another month
	s := survey.Of(w, w.Bills[0], rows, ask(t, w, "region"), survey.WhenUsed)
	got := describe(s)
	want := []string{
		"total 300 JPY, nobody's 300 JPY, 2 rows",
		"total 13.75 USD, nobody's 2.75 USD, 10 rows",
		`region false: osaka 300 JPY 2 [""]; tokyo 12.5 USD 4 ["api" ""]; osaka 1.25 USD 6 ["office" ""]`,
		`service true: Logs 300 JPY 2 [""]; GKE 12.5 USD 4 ["api" ""]; Support 1 USD 2 ["office"]; Logs 0.25 USD 2 [""]; Free 0 USD 2 [""]`,
		`sub_account false: p 300 JPY 2 [""]; p 13.75 USD 10 ["api" "office" ""]`,
		`tag:app true:  300 JPY 2 [""]; api 10 USD 2 ["api"]; apo 2.5 USD 2 [""];  1.25 USD 6 ["office" ""]`,
		`left 300 JPY 2 service "Logs", sub_account "p" without tag:app`,
		`left 2.5 USD 2 tag:app "apo"`,
		`left 0.25 USD 2 service "Logs", sub_account "p" without tag:app`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if !strings.Contains(s.Left[1].Advice, `service = "api"`) {
		t.Errorf("the advice for a misspelt name is\n%s", s.Left[1].Advice)
	}
	paid := survey.Of(w, w.Bills[0], rows[:1], ask(t, w, "region"), survey.WhenBought)
	if got := paid.Totals[0].Amount.String(); got != "20 USD" {
		t.Errorf("when bought, it is %s", got)
	}
}

func describe(s survey.Survey) (out []string) {
	for _, x := range s.Totals {
		out = append(out, fmt.Sprintf("total %s, nobody's %s, %d rows", x.Amount, x.Nobodys, x.Rows))
	}
	for _, k := range s.Keys {
		var values []string
		for _, v := range k.Values {
			values = append(values, fmt.Sprintf("%s %s %d %q", v.Value, v.Amount, v.Rows, v.Owners))
		}
		out = append(out, fmt.Sprintf("%s %t: %s", k.Name, k.Ruled, strings.Join(values, "; ")))
	}
	for _, l := range s.Left {
		out = append(out, fmt.Sprintf("left %s %d %s", l.Amount, l.Rows, l.What))
	}
	return out
}

func TestWhatIsLeftOutOfALongListIsCountedAndStillAddsUp(t *testing.T) {
	w := workspace(t)
	var rows []bill.Row
	for i := range survey.Most + 7 {
		rows = append(rows, row("1", "USD", "", "", "", fmt.Sprintf("x%04d", i)))
	}
	s := survey.Of(w, w.Bills[0], rows, ask(t, w, "region"), survey.WhenUsed)
	app := s.Keys[3]
	if len(app.Values) != survey.Most || app.More != 7 {
		t.Errorf("%d values and %d more", len(app.Values), app.More)
	}
	if len(s.Left) != survey.Most || len(s.Rest) != 1 || s.Rest[0].Amount.String() != "7 USD" || s.Rest[0].Rows != 14 {
		t.Errorf("%d things are told, and %v", len(s.Left), s.Rest)
	}
}
