package reports

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/money"
)

func TestNumbersAreWrittenAsTheirReadersNeedThem(t *testing.T) {
	for _, c := range []struct {
		in   any
		want string
	}{
		{Score(0.123456789), "0.123457"},
		{Score(1), "1"},
		{Score(math.Copysign(0, -1)), "0"},
		{Number(1.0 / 3), "0.333333333333"},
		{Number(0.1 + 0.2), "0.3"},
		{Number(1e21), "1000000000000000000000"},
		{Number(math.Inf(1)), "null"},
		{Number(math.NaN()), "null"},
	} {
		b, err := json.Marshal(c.in)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, string(b)); d != "" {
			t.Errorf("%v: %s", c.in, d)
		}
	}
}

func TestSmallAmountsKeepTheirCents(t *testing.T) {
	amount := func(s string) money.Amount {
		a, err := money.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	for in, want := range map[string]string{
		"0 JPY": "0", "99.994 USD": "99.99", "100.5 USD": "100", "1234567.8 JPY": "1,234,568", "-2.5 USD": "−2.50",
	} {
		if d := cmp.Diff(want, rounded(amount(in))); d != "" {
			t.Errorf("%s: %s", in, d)
		}
	}
	for in, want := range map[string]string{
		"729.218265935214 JPY": "729.21826594", "2740 JPY": "2,740", "0.12 USD": "0.12", "0.000000001 USD": "0",
	} {
		if d := cmp.Diff(want, unitPrice(amount(in))); d != "" {
			t.Errorf("%s: %s", in, d)
		}
	}
}

func TestABillIsWrittenWithDecimalStrings(t *testing.T) {
	c := yen(100)
	c.Lines = []Line{{What: "CPU kept", Site: "tokyo", Quantity: 0.5, Unit: "core", Price: money.New(200, "JPY"), Amount: money.New(100, "JPY"), Origin: "pool general"}}
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"amount":"100","currency":"JPY","basis":"fully_loaded","lines":[{"what":"CPU kept","site":"tokyo","quantity":0.5,"unit":"core","price":"200","amount":"100","origin":"pool general"}]}`
	if d := cmp.Diff(want, string(b)); d != "" {
		t.Error(d)
	}
	step, err := json.Marshal(Step{c.Lines[0]})
	if err != nil || !json.Valid(step) {
		t.Errorf("%s: %v", step, err)
	}
}
