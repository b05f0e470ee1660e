package monthtest

import (
	"encoding/json"
	"testing"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
)

func TestTheReportTiesOut(t *testing.T) {
	r := Report(50)
	bridge := money.Zero(Currency)
	for _, e := range r.Bridge {
		bridge = bridge.Add(e.Amount)
	}
	if bridge.Cmp(r.Delta) != 0 {
		t.Errorf("the bridge adds up to %s, the delta is %s", bridge, r.Delta)
	}
	bills := money.Zero(Currency)
	for _, b := range r.Bills {
		bills = bills.Add(b.Amount)
	}
	if bills.Cmp(r.Actual) != 0 {
		t.Errorf("bills add up to %s, the total is %s", bills, r.Actual)
	}
	for _, a := range ledger.Axes() {
		planned, actual := money.Zero(Currency), money.Zero(Currency)
		for _, s := range r.Axes[a] {
			planned, actual = planned.Add(s.Planned), actual.Add(s.Actual)
		}
		if planned.Cmp(r.Planned) != 0 || actual.Cmp(r.Actual) != 0 {
			t.Errorf("%s adds up to %s and %s, the totals are %s and %s", a, planned, actual, r.Planned, r.Actual)
		}
	}
}

func TestTheSameSizeGivesTheSameReport(t *testing.T) {
	one, err := json.Marshal(Report(20))
	if err != nil {
		t.Fatal(err)
	}
	two, err := json.Marshal(Report(20))
	if err != nil {
		t.Fatal(err)
	}
	if string(one) != string(two) {
		t.Error("two reports of one size differ")
	}
}
