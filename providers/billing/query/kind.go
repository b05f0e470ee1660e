package query

import (
	"fmt"

	"berth.dev/engine/bill"
)

// number is an exact number that rows say.
type number struct {
	// name is what Fold knows it by, columns are the names it may have in a source, the
	// first that is there counts.
	name    string
	columns []string
	// need says that without the column nothing can be said; gap that a row need not say
	// it, which is nothing then.
	need need
	gap  gap
}

// need and gap are words for what would else be bools nobody can read in a table.
type need bool
type gap bool

const (
	needed   need = true
	optional need = false
	allowed  gap  = true
	refused  gap  = false
)

// kind is what bills of a kind are made of.
type kind struct {
	numbers []number
	// start and end are when charges begin and end. A kind whose rows have no end are of
	// days.
	start, end []string
	// invoice are the columns that tell a row's invoice, each by its names.
	invoice [][]string
	// words are what Fold needs besides, by what it knows them by.
	words []word
	// keys are the columns of [bill.Keys], tags those that hold tags, the first that has
	// a name counts.
	keys map[string][]string
	tags [][]string
	// currency are the columns that name it.
	currency []string
}

// word is a text that rows are told apart by.
type word struct {
	name    string
	columns []string
	need    need
}

func kindOf(name string) (kind, error) {
	switch name {
	case bill.FOCUS:
		return focus(), nil
	case bill.GCP:
		return gcp(), nil
	case bill.OpenCost:
		return openCost(), nil
	}
	return kind{}, fmt.Errorf("%q is no kind of bill: write %s, %s or %s", name, bill.FOCUS, bill.GCP, bill.OpenCost)
}

// focus is the FinOps Open Cost and Usage Specification, 1.0 to 1.2.
func focus() kind {
	return kind{
		numbers: []number{
			{"billed", []string{"BilledCost"}, needed, refused},
			{"effective", []string{"EffectiveCost"}, needed, refused},
			{"list", []string{"ListCost"}, optional, allowed},
			{"quantity", []string{"ConsumedQuantity"}, optional, allowed},
		},
		start:   []string{"ChargePeriodStart"},
		end:     []string{"ChargePeriodEnd"},
		invoice: [][]string{{"BillingPeriodStart"}, {"BillingPeriodEnd"}},
		words: []word{
			{"category", []string{"ChargeCategory"}, needed},
			{"service category", []string{"ServiceCategory"}, optional},
			{"commitment", []string{"CommitmentDiscountId"}, optional},
			{"status", []string{"CommitmentDiscountStatus"}, optional},
			{"unit", []string{"ConsumedUnit"}, optional},
		},
		keys: map[string][]string{
			"account": {"BillingAccountId"}, "sub_account": {"SubAccountId"}, "service": {"ServiceName"},
			"sku": {"SkuId"}, "resource": {"ResourceId"}, "region": {"RegionId"}, "category": {"ChargeCategory"},
		},
		tags:     [][]string{{"Tags"}},
		currency: []string{"BillingCurrency"},
	}
}

// gcp is Google Cloud's export; a file of flat columns may spell the dots as "_".
func gcp() kind {
	return kind{
		numbers: []number{
			{"billed", []string{"cost"}, needed, refused},
			{"credits", []string{"credits", "credits_amount", "credits_total"}, optional, allowed},
			{"list", []string{"cost_at_list"}, optional, allowed},
			{"quantity", []string{"usage.amount_in_pricing_units", "usage.amount"}, optional, allowed},
		},
		start:   []string{"usage_start_time"},
		end:     []string{"usage_end_time"},
		invoice: [][]string{{"invoice.month"}},
		words: []word{
			{"category", []string{"cost_type"}, optional},
			{"sku", []string{"sku.description"}, optional},
			{"service", []string{"service.description"}, optional},
			{"commitment", []string{"subscription.instance_id"}, optional},
			{"unit", []string{"usage.pricing_unit", "usage.unit"}, optional},
		},
		keys: map[string][]string{
			"account": {"billing_account_id"}, "sub_account": {"project.id"}, "service": {"service.description"},
			"sku": {"sku.description"}, "resource": {"resource.global_name"}, "region": {"location.region"}, "category": {"cost_type"},
		},
		tags:     [][]string{{"labels"}, {"system_labels"}},
		currency: []string{"currency"},
	}
}

// openCost is an allocation export: a row is what one container took of one day.
func openCost() kind {
	return kind{
		numbers: []number{
			{"cpu", []string{"CPUCost"}, needed, refused},
			{"memory", []string{"RAMCost"}, needed, refused},
			{"network", []string{"NetworkCost"}, optional, allowed},
			{"storage", []string{"PVCost"}, optional, allowed},
			{"gpu", []string{"GPUCost"}, optional, allowed},
			{"total", []string{"TotalCost"}, needed, refused},
			{"cores", []string{"CPUCoreUsageAverage"}, optional, allowed},
			{"cores asked", []string{"CPUCoreRequestAverage"}, optional, allowed},
			{"bytes", []string{"RAMBytesUsageAverage", "RAMByteUsageAverage"}, optional, allowed},
			{"bytes asked", []string{"RAMBytesRequestAverage", "RAMByteRequestAverage"}, optional, allowed},
			{"gpus", []string{"GPUs", "GPUCount"}, optional, allowed},
			{"disk", []string{"PVBytes"}, optional, allowed},
			{"sent", []string{"NetworkTransferBytes"}, optional, allowed},
		},
		start: []string{"Date"},
		keys: map[string][]string{
			"account": {"Cluster"}, "namespace": {"Namespace"}, "controller": {"ControllerName", "Controller"},
			"resource": {"Pod"}, "container": {"Container"},
		},
		tags:     [][]string{{"Labels"}},
		currency: []string{"Currency"},
	}
}
