package focus_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"berth.dev/engine/bill"
	"berth.dev/engine/money"
	"berth.dev/providers/focus"
)

// cells is a row by its columns.
type cells map[string]string

func (c cells) is(column, value string) bool { return c[column] == value }
func (c cells) has(columns ...string) bool {
	return !slices.ContainsFunc(columns, func(n string) bool { return c[n] == "" })
}

// byHand are rules of FOCUS for which the model has no check, or a wrong one, as their
// texts mean them. Each is true of a row.
var byHand = map[string]func(c cells) bool{
	// What the model gets wrong.
	"CapacityReservationStatus-C-003-C": func(c cells) bool { return c.has("CapacityReservationId") || !c.has("CapacityReservationStatus") },
	"CapacityReservationStatus-C-004-C": func(c cells) bool {
		return !c.has("CapacityReservationId") || !c.is("ChargeCategory", "Usage") || c.has("CapacityReservationStatus")
	},
	"CommitmentDiscountStatus-C-003-C": func(c cells) bool { return c.has("CommitmentDiscountId") || !c.has("CommitmentDiscountStatus") },
	"CommitmentDiscountStatus-C-004-C": func(c cells) bool {
		return !c.has("CommitmentDiscountId") || !c.is("ChargeCategory", "Usage") || c.has("CommitmentDiscountStatus")
	},
	"CommitmentDiscountStatus-C-005-M": func(c cells) bool {
		return slices.Contains([]string{"", "Used", "Unused"}, c["CommitmentDiscountStatus"])
	},
	"ConsumedQuantity-C-006-C": func(c cells) bool {
		return !c.is("ChargeCategory", "Usage") || c.is("CommitmentDiscountStatus", "Unused") || c.has("ConsumedQuantity")
	},
	"ResourceName-C-005-C": func(c cells) bool { return c.has("ResourceId", "ResourceName") },
	"ResourceType-C-005-C": func(c cells) bool { return c.has("ResourceId", "ResourceType") },
	// What it has no check for.
	"BillingPeriodStart-C-004-M": func(c cells) bool { return c["BillingPeriodStart"] < c["BillingPeriodEnd"] },
	"CapacityReservationStatus-C-007-C": func(c cells) bool {
		return !c.has("CapacityReservationId") || unused(c) == c.is("CapacityReservationStatus", "Unused")
	},
	"CapacityReservationStatus-C-008-C": func(c cells) bool {
		return !c.has("CapacityReservationId") || unused(c) != c.is("CapacityReservationStatus", "Used")
	},
	"ChargePeriodStart-C-004-M": func(c cells) bool {
		return c["BillingPeriodStart"] <= c["ChargePeriodStart"] && c["ChargePeriodStart"] < c["ChargePeriodEnd"]
	},
	"ChargePeriodEnd-C-004-M": func(c cells) bool {
		return c.is("ChargeCategory", "Purchase") || c["ChargePeriodEnd"] <= c["BillingPeriodEnd"]
	},
	"DiscountHandling-A-009-C": func(c cells) bool {
		return !c.is("ChargeCategory", "Usage") || !c.has("CommitmentDiscountId") || c.is("BilledCost", "0")
	},
	"DiscountHandling-A-012-C": func(c cells) bool {
		return !c.is("ChargeCategory", "Purchase") || c["ResourceId"] == c["CommitmentDiscountId"]
	},
	"DiscountHandling-A-014-C": func(c cells) bool {
		return !c.is("PricingCategory", "Committed") || unused(c) || c.is("CommitmentDiscountStatus", "Used")
	},
	"DiscountHandling-A-018-C": func(c cells) bool {
		return !c.is("CommitmentDiscountStatus", "Unused") || c.is("ChargeCategory", "Usage") && unused(c)
	},
	"DiscountHandling-A-019-C": func(c cells) bool {
		return !c.is("CommitmentDiscountStatus", "Unused") || c["ResourceId"] == c["CommitmentDiscountId"]
	},
	"PricingCategory-C-009-C": func(c cells) bool {
		return (c.has("CommitmentDiscountId") && c.is("ChargeCategory", "Usage")) == c.is("PricingCategory", "Committed")
	},
	"ResourceName-C-006-C": func(c cells) bool { return c["ResourceName"] != c["ResourceId"] },
	"NullHandling-A-002-M": func(c cells) bool {
		return !slices.ContainsFunc(slices.Collect(maps.Values(c)), func(v string) bool { return slices.Contains([]string{"Not Applicable", "N/A", "-", " "}, v) })
	},
}

// unused is what berth's own column says of a row.
func unused(c cells) bool { return c.is("x_Kind", "idle") || c.is("x_Kind", "spare") }

func TestRulesWithoutACheckHoldByHand(t *testing.T) {
	e := rows(t, input(t, three(), focus.Daily, since, `in_service = "2026-10-17"`))
	for rule, holds := range byHand {
		for i := range e.Rows {
			c := cells{}
			for k, v := range e.Rows[i].Cells() {
				c[focus.Columns()[k]] = v
			}
			if !holds(c) {
				t.Errorf("%s: row %d: %v", rule, i+1, c)
				break
			}
		}
	}
}

// ColumnHandling-A-001 to A-014: names in Pascal case without special characters, at most
// 50 long, berth's own with x_ and after all others.
func TestColumnsAreNamedAsTheFormatWants(t *testing.T) {
	own := false
	for _, name := range focus.Columns() {
		plain, custom := strings.CutPrefix(name, "x_")
		if own && !custom {
			t.Errorf("%s stands after a column of berth's own", name)
		}
		own = own || custom
		if len(name) > 50 || !unicode.IsUpper(rune(plain[0])) || strings.ContainsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			t.Errorf("%s", name)
		}
	}
}

// DiscountHandling-A-011 and EffectiveCost-C-012: over its term, what a commitment's used
// and unused rows cost is what was paid. Each month is rounded once, to four digits.
func TestOverItsLifeUseCostsWhatWasPaid(t *testing.T) {
	in := input(t, three(), focus.Monthly, since, `in_service = "2026-10-01"`, "10000 USD", "1234567.89 JPY")
	paid, used := money.Zero("JPY"), money.Zero("JPY")
	for i := range 61 {
		in.Month = bill.Month{Year: 2026, Month: time.October}.Plus(i)
		for _, r := range rows(t, in).Rows {
			switch {
			case r.Pool == "general" && r.Charge == focus.Purchase:
				paid = paid.Add(r.Billed)
			case r.Pool == "general" && r.Charge == focus.Capital:
				used = used.Add(r.Effective)
			}
		}
	}
	if got, want := paid.Decimal(), "4938271.56"; got != want {
		t.Errorf("paid %s, want %s", got, want)
	}
	if off := used.Sub(paid).Float(); off > 0.003 || off < -0.003 {
		t.Errorf("paid %s, used %s", paid, used)
	}
}

func TestTheSameMonthIsTheSameBytes(t *testing.T) {
	text := func() string {
		var b strings.Builder
		if err := focus.Write(&b, rows(t, input(t, three(), focus.Daily, since, `in_service = "2026-10-17"`)).Rows); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	first := text()
	for i := range 5 {
		if text() != first {
			t.Fatal(fmt.Sprint("another text at try ", i))
		}
	}
}
