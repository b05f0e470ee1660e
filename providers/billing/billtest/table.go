package billtest

import (
	"encoding/json"
	"strconv"
	"time"

	"berth.dev/engine/bill"
)

// column is a column of a flat file: its name and what a row has there.
type column struct {
	name string
	of   func(c charge, o Options) string
}

// columns are those of a kind of bill as CSV has them.
func columns(kind string) []column {
	switch kind {
	case bill.GCP:
		return gcpColumns()
	case bill.OpenCost:
		return openCostColumns()
	}
	return focusColumns()
}

func text(s string) func(charge, Options) string { return func(charge, Options) string { return s } }

func stamp(t time.Time) string { return t.Format(time.RFC3339) }

func tags(c charge) string {
	m := map[string]string{"env": "prod"}
	if c.app != "" {
		m["app"], m["team"] = c.app, c.team
	}
	b, err := json.Marshal(m)
	if err != nil {
		panic(err) // a bug of ours: texts can always be written
	}
	return string(b)
}

func ifText(is bool, s string) string {
	if is {
		return s
	}
	return ""
}

func focusColumns() []column {
	return []column{
		{"AvailabilityZone", func(c charge, _ Options) string { return c.region + "-a" }},
		{"BilledCost", func(c charge, _ Options) string { return c.billed }},
		{"BillingAccountId", text("0000-1111")},
		{"BillingAccountName", text("Example, Inc.")},
		{"BillingCurrency", func(_ charge, o Options) string { return o.Currency }},
		{"BillingPeriodEnd", func(c charge, _ Options) string { return stamp(c.period.End(time.UTC)) }},
		{"BillingPeriodStart", func(c charge, _ Options) string { return stamp(c.period.Begin(time.UTC)) }},
		{"ChargeCategory", func(c charge, _ Options) string { return c.category }},
		{"ChargeClass", text("")},
		{"ChargeDescription", func(c charge, _ Options) string { return c.meter.sku }},
		{"ChargeFrequency", text("Usage-Based")},
		{"ChargePeriodEnd", func(c charge, _ Options) string { return stamp(c.end) }},
		{"ChargePeriodStart", func(c charge, _ Options) string { return stamp(c.start) }},
		{"CommitmentDiscountCategory", func(c charge, _ Options) string { return ifText(c.commitment != "", "Usage") }},
		{"CommitmentDiscountId", func(c charge, _ Options) string { return c.commitment }},
		{"CommitmentDiscountStatus", func(c charge, _ Options) string { return status(c) }},
		{"ConsumedQuantity", func(c charge, _ Options) string { return ifText(c.category == bill.Usage, shortest(c.quantity)) }},
		{"ConsumedUnit", func(c charge, _ Options) string { return ifText(c.category == bill.Usage, c.meter.unit) }},
		{"ContractedCost", func(c charge, _ Options) string { return c.list }},
		{"EffectiveCost", func(c charge, _ Options) string { return c.effective }},
		{"InvoiceIssuerName", text("Google Cloud")},
		{"ListCost", func(c charge, _ Options) string { return c.list }},
		{"PricingQuantity", func(c charge, _ Options) string { return shortest(c.quantity) }},
		{"PricingUnit", func(c charge, _ Options) string { return c.meter.unit }},
		{"ProviderName", text("Google Cloud")},
		{"PublisherName", text("Google Cloud")},
		{"RegionId", func(c charge, _ Options) string { return c.region }},
		{"RegionName", text("Tokyo")},
		{"ResourceId", func(c charge, _ Options) string { return c.resource }},
		{"ServiceCategory", func(c charge, _ Options) string { return c.meter.category }},
		{"ServiceName", func(c charge, _ Options) string { return c.meter.service }},
		{"SkuId", func(c charge, _ Options) string { return "sku-" + c.meter.group }},
		{"SkuPriceId", func(c charge, _ Options) string { return "sku-" + c.meter.group + "-1" }},
		{"SubAccountId", func(c charge, _ Options) string { return c.project }},
		{"Tags", func(c charge, _ Options) string { return tags(c) }},
	}
}

func status(c charge) string {
	switch {
	case c.commitment == "" || c.category == bill.Purchase:
		return ""
	case c.unused:
		return "Unused"
	}
	return "Used"
}

// labels are GCP's: a list of pairs.
func labels(c charge) string {
	list := pairs(c)
	b, err := json.Marshal(list)
	if err != nil {
		panic(err) // a bug of ours: texts can always be written
	}
	return string(b)
}

func gcpStamp(t time.Time) string { return t.Format("2006-01-02 15:04:05 UTC") }

func costType(c charge) string {
	if c.category == bill.Tax {
		return "tax"
	}
	return "regular"
}

func gcpColumns() []column {
	return []column{
		{"billing_account_id", text("0000-1111")},
		{"service.description", func(c charge, _ Options) string { return c.meter.service }},
		{"sku.id", func(c charge, _ Options) string { return "sku-" + c.meter.group }},
		{"sku.description", func(c charge, _ Options) string { return c.meter.sku }},
		{"usage_start_time", func(c charge, _ Options) string { return gcpStamp(c.start) }},
		{"usage_end_time", func(c charge, _ Options) string { return gcpStamp(c.end) }},
		{"project.id", func(c charge, _ Options) string { return c.project }},
		{"labels", func(c charge, _ Options) string { return labels(c) }},
		{"location.region", func(c charge, _ Options) string { return c.region }},
		{"cost", func(c charge, _ Options) string { return c.billed }},
		{"currency", func(_ charge, o Options) string { return o.Currency }},
		{"usage.amount_in_pricing_units", func(c charge, _ Options) string { return shortest(c.quantity) }},
		{"usage.pricing_unit", func(c charge, _ Options) string { return c.meter.unit }},
		{"credits", func(c charge, _ Options) string {
			if c.credit == "" {
				return "[]"
			}
			return `[{"name":"Sustained Usage Discount","amount":` + c.credit + `,"type":"SUSTAINED_USAGE_DISCOUNT"}]`
		}},
		{"invoice.month", func(c charge, _ Options) string { return c.period.Begin(time.UTC).Format("200601") }},
		{"cost_type", func(c charge, _ Options) string { return costType(c) }},
		{"resource.global_name", func(c charge, _ Options) string { return c.resource }},
	}
}

func openCostColumns() []column {
	part := func(i int) func(charge, Options) string {
		return func(c charge, _ Options) string { return c.parts[i] }
	}
	cores := func(by float64) func(charge, Options) string {
		return func(c charge, _ Options) string { return strconv.FormatFloat(c.quantity*by, 'f', -1, 64) }
	}
	return []column{
		{"Date", func(c charge, _ Options) string { return c.start.Format(time.DateOnly) }},
		{"Namespace", func(c charge, _ Options) string { return c.app }},
		{"ControllerKind", text("deployment")},
		{"ControllerName", func(c charge, _ Options) string { return c.app }},
		{"Pod", func(c charge, _ Options) string { return c.app + c.resource[len(c.resource)-6:] }},
		{"Container", text("main")},
		{"Labels", func(c charge, _ Options) string { return tags(c) }},
		{"CPUCoreUsageAverage", cores(1)},
		{"CPUCoreRequestAverage", cores(1.5)},
		{"RAMBytesUsageAverage", cores(1 << 32)},
		{"RAMBytesRequestAverage", cores(1 << 33)},
		{"NetworkReceiveBytes", text("0")},
		{"NetworkTransferBytes", cores(1 << 20)},
		{"GPUs", text("0")},
		{"PVBytes", cores(1 << 30)},
		{"CPUCost", part(0)},
		{"RAMCost", part(1)},
		{"NetworkCost", part(3)},
		{"PVCost", part(2)},
		{"GPUCost", text("0")},
		{"TotalCost", func(c charge, _ Options) string { return c.billed }},
	}
}
