package query

import (
	"strings"

	"berth.dev/engine/bill"
)

func gcpRows(a answered) []bill.Row {
	sku, service := a.word("sku"), a.word("service")
	r := bill.Row{Category: gcpCategory(a.word("category"), sku), Group: gcpGroup(service, sku), Unit: a.word("unit")}
	if r.Category == bill.Purchase {
		r.Commitment = a.word("commitment")
		if r.Commitment == "" {
			r.Commitment = sku
		}
	}
	return []bill.Row{r}
}

// commitmentSKU is how SKUs of commitments begin: "Commitment v1: Cpu in Tokyo for 1
// Year", "Commitment - dollar based v1: …".
const commitmentSKU = "commitment "

func gcpCategory(costType, sku string) string {
	switch strings.ToLower(costType) {
	case "tax":
		return bill.Tax
	case "adjustment", "rounding_error":
		return bill.Adjustment
	}
	if strings.HasPrefix(strings.ToLower(sku), commitmentSKU) {
		return bill.Purchase
	}
	return bill.Usage
}

// gcpWords are what SKUs of a group have in their descriptions, the first that fits
// counts: traffic is told first, since its SKUs name disks and machines too.
var gcpWords = []struct {
	group string
	words []string
}{
	{bill.Network, []string{"egress", "ingress", "network", "data transfer", "external ip", "load balanc", "forwarding rule", "interconnect", "vpn", "nat gateway", "cdn"}},
	{bill.Memory, []string{" ram", "memory"}},
	{bill.Compute, []string{" core", "cpu", "instance", "autopilot", "gpu", "pod "}},
	{bill.Storage, []string{"storage", "disk", "pd capacity", "snapshot", "hyperdisk", "image"}},
}

// gcpMachines are the services whose SKUs are told apart by words.
var gcpMachines = []string{"compute engine", "kubernetes engine", "networking"}

func gcpGroup(service, sku string) string {
	service, sku = strings.ToLower(service), " "+strings.ToLower(sku)
	machines := service == ""
	for _, m := range gcpMachines {
		machines = machines || strings.HasSuffix(service, m)
	}
	for _, w := range gcpWords {
		for _, word := range w.words {
			if strings.Contains(sku, word) && (machines || w.group == bill.Network || w.group == bill.Storage && strings.Contains(service, "storage")) {
				return w.group
			}
		}
	}
	if strings.HasSuffix(service, "cloud storage") {
		return bill.Storage
	}
	return bill.Other
}

// gcpParts takes credits off: they are negative, in a list beside the cost.
func gcpParts(sums *sums) parts {
	p := parts{quantity: sums.get("quantity")}
	p.requested = p.quantity
	p.billed.join(sums.get("billed"))
	p.list.join(p.billed)
	if list, said := sums.lookup("list"); said {
		p.list = list
	}
	p.billed.join(sums.get("credits"))
	p.effective = p.billed
	return p
}
