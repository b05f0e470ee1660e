package money_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"berth.dev/engine/money"
)

func TestPartsAddUpToTheAmountToTheLastDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`-?[0-9]{1,12}(\.[0-9]{1,18})?`).Draw(t, "amount")
		a, err := money.ParseNumber(number, "USD")
		if err != nil {
			t.Skip(err)
		}
		weights := rapid.SliceOfN(rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(-1, 1e9), rapid.Float64Range(0, 1e-9)), 1, 9).Draw(t, "weights")
		sum, parts := money.Zero("USD"), a.Split(weights)
		for i, p := range parts {
			sum = sum.Add(p)
			if weights[i] <= 0 && !p.IsZero() {
				t.Errorf("%v got %s", weights[i], p)
			}
		}
		any := false
		for _, w := range weights {
			any = any || w > 0
		}
		if any != (parts != nil) || any && sum.Cmp(a) != 0 {
			t.Errorf("%s by %v is %v", a, weights, parts)
		}
	})
}

func TestWhatIsLeftGoesToWhoLostMost(t *testing.T) {
	for _, c := range []struct {
		amount  string
		weights []float64
		want    string
	}{
		{"100", []float64{1, 1, 1}, "[33.333334 USD 33.333333 USD 33.333333 USD]"},
		{"0.000002", []float64{1, 3}, "[0.000001 USD 0.000001 USD]"}, // 0.5 and 1.5 millionths: a tie of what is lost goes to the first
		{"-1", []float64{2, 1}, "[-0.666667 USD -0.333333 USD]"},
		{"0.0000001", []float64{1, 2}, "[0 USD 0.0000001 USD]"},
		{"5", []float64{0, 0}, "[]"},
	} {
		a, err := money.ParseNumber(c.amount, "USD")
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Split(c.weights); len(got) == 0 && c.want != "[]" || len(got) > 0 && text(got) != c.want {
			t.Errorf("%s by %v: %v, want %s", c.amount, c.weights, got, c.want)
		}
	}
}

func text(amounts []money.Amount) string {
	out := "["
	for i, a := range amounts {
		if i > 0 {
			out += " "
		}
		out += a.String()
	}
	return out + "]"
}

func TestAnAmountIsReadBackFromJSON(t *testing.T) {
	for _, want := range []string{`"0"`, `"105234.5 JPY"`, `"-0.000000000000000001 USD"`} {
		var a money.Amount
		if err := json.Unmarshal([]byte(want), &a); err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(a); err != nil || string(got) != want {
			t.Errorf("%s, want %s (%v)", got, want, err)
		}
	}
	for _, bad := range []string{`""`, `"1 usd"`, `"NaN USD"`, `"1e9 USD"`, `" USD"`, `"1.2.3 USD"`} {
		var a money.Amount
		if err := json.Unmarshal([]byte(bad), &a); err == nil {
			t.Errorf("%s is read as %s", bad, a)
		}
	}
}
