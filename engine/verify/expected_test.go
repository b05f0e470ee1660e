package verify

import (
	"strings"
	"testing"
)

// expecting adds what a month is expected to cost to the plan by hand.
func expecting(edit func(e *expected)) *file {
	f := hand()
	f.Expected = &expected{
		Lines: []expectedLine{
			{Amount: "-12.5", By: "month", Kind: "shared", Part: "api", Service: "api", Site: f.Sites[0].Name, View: "amortised"},
			{Amount: "100", By: "hours", From: "2026-04-01", Kind: "compute", Quantity: "1460.25", Service: "db", Site: f.Sites[0].Name, Unit: "core-h", Until: "2029-04-01"},
		},
		Notes:    []string{"a note"},
		Requests: []expectedRequests{{Requests: "1000", Service: "api"}, {Requests: "0.5", Service: "db"}},
	}
	if edit != nil {
		edit(f.Expected)
	}
	return f
}

func TestWhatAMonthIsExpectedToCostIsChecked(t *testing.T) {
	r := mustPass(t, seal(t, expecting(nil)))
	seen := false
	for _, one := range r.Checks {
		seen = seen || one.Name == "what a month is expected to cost is written in numbers" && one.Detail == "2 lines"
	}
	if !seen {
		t.Errorf("no check of it is told: %v", r.Checks)
	}
	for _, one := range []struct {
		lie  string
		tell func(e *expected)
		want string
	}{
		{"a decimal comma", func(e *expected) { e.Lines[0].Amount = "12,5" }, "amount is no decimal"},
		{"an amount with an exponent", func(e *expected) { e.Lines[0].Amount = "1e9" }, "amount is no decimal"},
		{"an amount with a zero too many", func(e *expected) { e.Lines[0].Amount = "1.50" }, "amount is no decimal"},
		{"an amount that begins with zeros", func(e *expected) { e.Lines[0].Amount = "007" }, "amount is no decimal"},
		{"nothing below zero", func(e *expected) { e.Lines[0].Amount = "-0" }, "amount is no decimal"},
		{"an endless amount", func(e *expected) { e.Lines[0].Amount = strings.Repeat("9", 61) }, "amount is no decimal"},
		{"a quantity below zero", func(e *expected) { e.Lines[1].Quantity = "-1" }, "quantity"},
		{"a quantity of nothing", func(e *expected) { e.Lines[1].Unit = "" }, "quantity"},
		{"a kind", func(e *expected) { e.Lines[1].Kind = "gift" }, "kind is not a known one"},
		{"a way to go with the month", func(e *expected) { e.Lines[1].By = "week" }, "neither by hours nor by the month"},
		{"a view", func(e *expected) { e.Lines[1].View = "both" }, "view is not a known one"},
		{"a day", func(e *expected) { e.Lines[1].From = "2026-02-30" }, "no day"},
		{"a service", func(e *expected) { e.Lines[1].Service = "ghost" }, "does not exist"},
		{"a site", func(e *expected) { e.Lines[0].Site = "atlantis" }, "does not exist"},
		{"requests of nobody", func(e *expected) { e.Requests[1].Service = "ghost" }, "expected requests 2"},
		{"requests below zero", func(e *expected) { e.Requests[1].Requests = "-5" }, "expected requests 2"},
		{"requests twice", func(e *expected) { e.Requests[1].Service = "api" }, "out of order, or the same"},
		{"another order", func(e *expected) { e.Lines[0], e.Lines[1] = e.Lines[1], e.Lines[0] }, "out of order"},
	} {
		t.Run(one.lie, func(t *testing.T) {
			_, err := Check(seal(t, expecting(one.tell)), DefaultOptions())
			if err == nil || !strings.Contains(err.Error(), one.want) {
				t.Errorf("%v, want %q", err, one.want)
			}
		})
	}
}
