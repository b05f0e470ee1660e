package query

import (
	"strings"

	"berth.dev/engine/bill"
)

// categories are the charge categories of FOCUS.
var categories = []string{bill.Usage, bill.Purchase, bill.Tax, bill.Credit, bill.Adjustment}

func focusRows(a answered) ([]bill.Row, *wanting) {
	r := bill.Row{
		Group:      focusGroup(a.word("service category")),
		Commitment: a.word("commitment"),
		Unit:       a.word("unit"),
	}
	r.Unused = r.Commitment != "" && strings.EqualFold(a.word("status"), "Unused")
	for _, c := range categories {
		if strings.EqualFold(c, a.word("category")) {
			r.Category = c
			return []bill.Row{r}, nil
		}
	}
	why := "is no charge category of FOCUS"
	if a.word("category") == "" {
		why = missing
	}
	return nil, &wanting{[]said{a.said("category")}, why}
}

// focusGroup is the group of a service category.
func focusGroup(category string) string {
	switch strings.ToLower(category) {
	case "compute":
		return bill.Compute
	case "storage":
		return bill.Storage
	case "networking":
		return bill.Network
	}
	return bill.Other
}

func focusParts(sums *sums) parts {
	p := parts{billed: sums.get("billed"), effective: sums.get("effective"), quantity: sums.get("quantity")}
	p.requested = p.quantity
	p.list = p.effective
	if list, said := sums.lookup("list"); said {
		p.list = list
	}
	return p
}
