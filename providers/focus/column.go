package focus

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"berth.dev/engine/ledger"
)

// provider is who makes, publishes and invoices what the rows are about.
const provider = "On-premises"

// coreHours is the unit of quantities, in the form that FOCUS recommends.
const coreHours = "Core-Hours"

// column is one column of the file, and what a row has in it; "" is null.
type column struct {
	name string
	of   func(*Row) string
}

// columns are those of FOCUS by name, and at the end berth's own.
func columns() []column {
	all := slices.Concat(charges(), commitments(), identities())
	slices.SortFunc(all, func(a, b column) int { return cmp.Compare(a.name, b.name) })
	return append(all,
		column{"x_Kind", func(r *Row) string {
			if r.Charge == Purchase {
				return "purchase"
			}
			return string(r.Kind)
		}},
		column{"x_Pool", func(r *Row) string { return r.Pool }},
	)
}

// always is a column that has one value in all rows.
func always(name, value string) column { return column{name, func(*Row) string { return value }} }

// when is a column that is null where a row is not so.
func when(name string, so func(*Row) bool, of func(*Row) string) column {
	return column{name, func(r *Row) string {
		if !so(r) {
			return ""
		}
		return of(r)
	}}
}

// charges are the columns of what is charged: money, times, prices.
func charges() []column {
	cost := func(r *Row) string {
		if r.Charge == Purchase {
			return r.Billed.Decimal()
		}
		return r.Effective.Decimal()
	}
	return []column{
		{"BilledCost", func(r *Row) string { return r.Billed.Decimal() }},
		{"BillingAccountId", func(r *Row) string { return r.Site }},
		{"BillingAccountName", func(r *Row) string { return r.Site }},
		{"BillingCurrency", func(r *Row) string { return r.Effective.Currency() }},
		{"BillingPeriodEnd", func(r *Row) string { return moment(r.BillTo) }},
		{"BillingPeriodStart", func(r *Row) string { return moment(r.BillFrom) }},
		{"ChargeCategory", func(r *Row) string {
			if r.Charge == Purchase {
				return "Purchase"
			}
			return "Usage"
		}},
		always("ChargeClass", ""),
		{"ChargeDescription", describe},
		{"ChargeFrequency", func(r *Row) string {
			if r.Charge == Purchase {
				return "One-Time"
			}
			return "Usage-Based"
		}},
		{"ChargePeriodEnd", func(r *Row) string { return moment(r.To) }},
		{"ChargePeriodStart", func(r *Row) string { return moment(r.From) }},
		{"ContractedCost", cost},
		{"EffectiveCost", func(r *Row) string { return r.Effective.Decimal() }},
		always("InvoiceIssuerName", provider),
		{"ListCost", cost},
		{"PricingCategory", func(r *Row) string {
			if r.Charge == Capital {
				return "Committed"
			}
			return "Standard"
		}},
		{"PricingQuantity", func(r *Row) string {
			if r.Charge == Purchase {
				return figure(r.Nodes)
			}
			return figure(r.Units)
		}},
		{"PricingUnit", func(r *Row) string {
			if r.Charge == Purchase {
				return "Machines"
			}
			return coreHours
		}},
	}
}

// commitments are the columns of what was bought for a term and of what was used of it.
func commitments() []column {
	isUsage := func(r *Row) bool { return r.Charge != Purchase }
	committed := func(r *Row) bool { return r.Charge != Running }
	consumed := func(r *Row) bool { return r.Charge == Running || r.Charge == Capital && !r.unused() }
	return []column{
		when("CapacityReservationId", isUsage, id),
		when("CapacityReservationStatus", isUsage, status),
		when("CommitmentDiscountCategory", committed, func(*Row) string { return "Usage" }),
		when("CommitmentDiscountId", committed, id),
		when("CommitmentDiscountName", committed, func(r *Row) string { return r.Pool }),
		when("CommitmentDiscountQuantity", committed, func(r *Row) string { return figure(r.Units) }),
		when("CommitmentDiscountStatus", func(r *Row) bool { return r.Charge == Capital }, status),
		when("CommitmentDiscountType", committed, func(*Row) string { return "Owned machines" }),
		when("CommitmentDiscountUnit", committed, func(*Row) string { return coreHours }),
		when("ConsumedQuantity", consumed, func(r *Row) string { return figure(r.CoreHours) }),
		when("ConsumedUnit", consumed, func(*Row) string { return coreHours }),
	}
}

// identities are the columns that say what and whose it is.
func identities() []column {
	isService := func(r *Row) bool { return r.Service != "" }
	return []column{
		always("ProviderName", provider),
		always("PublisherName", provider),
		{"RegionId", func(r *Row) string { return r.Site }},
		{"RegionName", func(r *Row) string { return r.Site }},
		{"ResourceId", func(r *Row) string {
			if isService(r) {
				return r.Site + "/service/" + r.Service
			}
			return id(r)
		}},
		{"ResourceName", func(r *Row) string {
			if isService(r) {
				return r.Service
			}
			return r.Pool
		}},
		{"ResourceType", func(r *Row) string {
			if isService(r) {
				return "Service"
			}
			return "Node pool"
		}},
		always("ServiceCategory", "Compute"),
		always("ServiceName", "Owned machines"),
		always("ServiceSubcategory", "Other (Compute)"),
		{"SubAccountId", func(r *Row) string { return r.Product }},
		{"SubAccountName", func(r *Row) string { return r.Product }},
		{"Tags", tags},
	}
}

// id names a pool in the provider.
func id(r *Row) string { return r.Site + "/node_pool/" + r.Pool }

func status(r *Row) string {
	if r.unused() {
		return "Unused"
	}
	return "Used"
}

// describe says in words what is charged.
func describe(r *Row) string {
	what := map[Charge]string{Capital: "Capital of machines", Running: "Power, upkeep and administration of machines"}[r.Charge]
	switch {
	case r.Charge == Purchase:
		return fmt.Sprintf("Purchase of %s machines", figure(r.Nodes))
	case r.Kind == ledger.Idle:
		return what + " that nobody used"
	case r.Kind == ledger.Spare:
		return what + " that are kept free"
	case r.Kind == ledger.Unallocated:
		return what + ", used by what no service is named for"
	}
	return what + " in use"
}

// tags are whose a row is, as JSON with sorted keys; null where it is nobody's.
func tags(r *Row) string {
	t := map[string]string{}
	for key, v := range map[string]string{"product": r.Product, "service": r.Service, "team": r.Team} {
		if v != "" {
			t[key] = v
		}
	}
	if len(t) == 0 {
		return ""
	}
	b, err := json.Marshal(t)
	if err != nil {
		panic(err) // a bug of ours: texts have a form in JSON
	}
	return string(b)
}
