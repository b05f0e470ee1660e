package pool

import (
	"fmt"
	"strings"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/usage"
)

// share gives a pool's cost to who used it, and tells what nobody did.
func (m *month) share(o *owned) {
	zero := m.tariff.Zero()
	o.Used, o.Idle, o.Spare = zero, zero, zero
	p := o.pool
	m.how(o, "offered: (%s − %s) nodes × (%s − %s) cores × %s h = %s core-h, and × (%s − %s) GiB = %s GiB-h", figure(p.Nodes.V), figure(p.Spare.V), figure(p.CPU.V), figure(p.Reserved.V.CPU), figure(o.term.hours), figure(o.cores), figure(p.Memory.V/gib), figure(p.Reserved.V.Memory/gib), figure(o.gib))
	if p.Spare.V > 0 && p.Nodes.V > 0 {
		o.Spare = o.Cost.Times(min(p.Spare.V, p.Nodes.V)).Over(p.Nodes.V).Line()
		m.how(o, "spare: %s of %s nodes × %s = %s", figure(min(p.Spare.V, p.Nodes.V)), figure(p.Nodes.V), o.Cost, o.Spare)
	}
	weights, used := make([]float64, 0, len(o.uses)+1), 0.0
	for _, u := range o.uses {
		o.UsedCores += u.CoreHours
		o.UsedGiB += u.GiBHours
		weights = append(weights, m.units(u.CoreHours, u.GiBHours))
		used += weights[len(weights)-1]
	}
	offered := m.units(o.cores, o.gib)
	if used > offered {
		m.note("%s: services used %s units of pool %s, which offers %s: they share all of its cost by what they used", o.Site, figure(used), o.Name, figure(offered))
	}
	weights = append(weights, max(0, offered-used))
	rest := o.Cost.Sub(o.Spare)
	parts := rest.Split(weights)
	if parts == nil {
		parts = make([]money.Amount, len(weights))
		parts[len(o.uses)] = rest
	}
	for i, u := range o.uses {
		m.use(o, u, parts[i])
		o.Used = o.Used.Add(parts[i])
	}
	o.Idle = o.Idle.Add(parts[len(o.uses)])
	m.how(o, "units: core-h + GiB-h ÷ %s; offered %s, used %s; a unit is %s ÷ %s", figure(m.ratio), figure(offered), figure(used), rest, figure(max(offered, used)))
	m.how(o, "used %s, idle %s, spare %s", o.Used, o.Idle, o.Spare)
	m.line(ledger.Line{Kind: ledger.Idle, Site: o.Site, Part: o.Name, Amount: o.Idle})
	m.line(ledger.Line{Kind: ledger.Spare, Site: o.Site, Part: o.Name, Amount: o.Spare})
	m.out.Pools = append(m.out.Pools, o.Pool)
}

// line adds a line of the ledger, unless it is of nothing.
func (m *month) line(l ledger.Line) {
	if !l.Amount.IsZero() || l.Quantity > 0 {
		m.out.Lines = append(m.out.Lines, l)
	}
}

// use adds what a service pays, or nobody where no service has that name.
func (m *month) use(o *owned, u usage.Use, part money.Amount) {
	l := ledger.Line{Kind: ledger.Compute, Site: o.Site, Part: o.Name, Quantity: u.CoreHours, Amount: part}
	if l.Quantity > 0 {
		l.Unit = "core-h"
	}
	owner := m.Workspace.OwnerOfService(u.Service)
	if !owner.Named() {
		l.Kind = ledger.Unallocated
		m.line(l)
		m.out.Nobody = append(m.out.Nobody, nobody(u, part))
		return
	}
	l.Service, l.Product, l.Team = owner.Service, owner.Product, owner.Team
	m.line(l)
}

// nobody tells of use that belongs to no service, and what would give it to one.
func nobody(u usage.Use, part money.Amount) ledger.Nobody {
	n := ledger.Nobody{Bill: u.Site, Site: u.Site, Amount: part, Rows: 1}
	n.What = fmt.Sprintf("%s core-h and %s GiB-h of pool %s that name no service", parted(u.CoreHours), parted(u.GiBHours), u.Pool)
	if u.Service == "" {
		return n
	}
	n.What = fmt.Sprintf("%s core-h and %s GiB-h of pool %s by %q, which is no service of the workspace", parted(u.CoreHours), parted(u.GiBHours), u.Pool, u.Service)
	if strings.Trim(u.Service, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" {
		n.Advice = fmt.Sprintf("service %q {\n  product = \"…\"\n  runs_on = %q\n}\n", u.Service, u.Site)
	}
	return n
}
