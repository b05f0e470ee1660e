package query

import (
	"math/big"

	"berth.dev/engine/bill"
)

// Units of what OpenCost counts.
const (
	coreHours = "core-h"
	gibHours  = "GiB-h"
	gpuHours  = "gpu-h"
	gib       = "GiB"
)

// openCostPart is a part of the cost of an allocation.
type openCostPart struct {
	group, unit           string
	cost, quantity, asked string
	hours                 int64
	gibi                  bool
	rest                  bool
}

// openCostTable are the parts: rows are of days, and averages of a day are worth 24 hours.
func openCostTable() []openCostPart {
	return []openCostPart{
		{group: bill.Compute, unit: coreHours, cost: "cpu", quantity: "cores", asked: "cores asked", hours: 24},
		{group: bill.Memory, unit: gibHours, cost: "memory", quantity: "bytes", asked: "bytes asked", hours: 24, gibi: true},
		{group: bill.Storage, unit: gibHours, cost: "storage", quantity: "disk", asked: "disk", hours: 24, gibi: true},
		{group: bill.Network, unit: gib, cost: "network", quantity: "sent", asked: "sent", hours: 1, gibi: true},
		{group: bill.Compute, unit: gpuHours, cost: "gpu", quantity: "gpus", asked: "gpus", hours: 24},
		{group: bill.Other, cost: "total", rest: true},
	}
}

func openCostRows() (out []bill.Row) {
	for _, p := range openCostTable() {
		out = append(out, bill.Row{Category: bill.Usage, Group: p.group, Unit: p.unit})
	}
	return out
}

// openCostParts are the sums of the part that a row is. What the total has beyond its
// parts (load balancers, shared cost) is the last one.
func openCostParts(r bill.Row, sums *sums) (out parts) {
	for _, p := range openCostTable() {
		if p.group != r.Group || p.unit != r.Unit {
			continue
		}
		out.billed.join(sums.get(p.cost))
		if p.rest {
			for _, o := range openCostTable() {
				if !o.rest {
					out.billed.minus(sums.get(o.cost))
				}
			}
		}
		out.quantity = p.times(sums.get(p.quantity))
		out.requested = p.times(sums.get(p.asked))
	}
	out.effective, out.list = out.billed, out.billed
	zero := func(t total) bool { n, _ := t.number(); return n.Sign() == 0 }
	out.empty = zero(out.billed) && zero(out.quantity) && zero(out.requested)
	return out
}

// gibiDigits is how many digits after the point dividing by 2^30 takes exactly.
const gibiDigits = 30

// times are hours of an average, in GiB where it is of bytes. 2^-30 is 5^30 × 10^-30.
func (p openCostPart) times(t total) (out total) {
	by, scale := big.NewInt(p.hours), 0
	if p.gibi {
		by.Mul(by, new(big.Int).Exp(big.NewInt(5), big.NewInt(gibiDigits), nil))
		scale = gibiDigits
	}
	for _, s := range t.of[:t.n] {
		out.put(new(big.Int).Mul(s.value, by), s.scale+scale)
	}
	return out
}
