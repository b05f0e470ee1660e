package billing_test

import (
	"errors"
	"strings"
	"testing"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing"
)

func TestABillIsRefusedWhereMoreThanOneRowInAHundredIsBad(t *testing.T) {
	for _, c := range []struct {
		bad, count int64
		refused    bool
	}{{0, 0, false}, {1, 100, false}, {2, 100, true}, {1, 1, true}, {100, 10_000, false}, {101, 10_000, true}} {
		err := billing.Check(bill.Ask{Name: "gcp"}, &bill.Answer{Bad: c.bad, Count: c.count})
		if errors.Is(err, billing.ErrRefused) != c.refused {
			t.Errorf("%d bad rows of %d: %v", c.bad, c.count, err)
		}
		if c.refused && !strings.Contains(err.Error(), `bill "gcp"`) {
			t.Errorf("%v does not say which bill", err)
		}
	}
}

func TestTheDigestOfAnAnswerGoesWithWhatItHas(t *testing.T) {
	answer := func(change func(*bill.Answer)) *bill.Answer {
		a := &bill.Answer{Count: 2, Rows: []bill.Row{{Day: "2026-10-01", Keys: []string{"web"}}}}
		change(a)
		return a
	}
	first := billing.Digest(answer(func(*bill.Answer) {}))
	if again := billing.Digest(answer(func(*bill.Answer) {})); again != first {
		t.Errorf("the same answer has %s and %s", first, again)
	}
	for name, change := range map[string]func(*bill.Answer){
		"a row more":    func(a *bill.Answer) { a.Count++ },
		"a bad row":     func(a *bill.Answer) { a.Bad++ },
		"another day":   func(a *bill.Answer) { a.Rows[0].Day = "2026-10-02" },
		"another value": func(a *bill.Answer) { a.Rows[0].Keys[0] = "api" },
		"a late row":    func(a *bill.Answer) { a.Rows[0].Late = true },
	} {
		if billing.Digest(answer(change)) == first {
			t.Errorf("%s does not change the digest", name)
		}
	}
}
