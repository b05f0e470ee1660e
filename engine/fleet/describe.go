package fleet

import (
	"fmt"

	"berth.dev/engine/money"
	"berth.dev/engine/place"
	"berth.dev/engine/price"
)

// Description is one option of a service in words and money.
type Description struct {
	Option
	Members []Member
	// Inside is what traffic between the members costs a month.
	Inside money.Amount
}

// Member is one service of the workspace at an option.
type Member struct {
	Service string
	// Base is how many replicas stay on the first site of a hybrid; Least how many run
	// at any time, Top how many at the peak.
	Base, Least, Top int
	// BurstShare is the share of the load that runs on rented machines, 0 to 1.
	BurstShare float64
	// Bill is what the service adds to the month's bill, traffic with other services
	// left aside.
	Bill price.Bill
	// Hours of work a month, and what they cost.
	Hours      float64
	HoursMoney money.Amount
	// Score is the mean over the criteria that are not priced, Speaks false where
	// none has a say; ScoreMoney is what its lack is worth to the plan.
	Score      float64
	Speaks     bool
	ScoreMoney money.Amount
	// Once is what it costs to move there, once; Moving what of it counts a month.
	Once, Moving money.Amount
}

// Describe says what an option of a service is. An error means that a rule failed.
func (f *Fleet) Describe(service int, option uint8) (Description, error) {
	b := f.b
	w := b.groups[service].ways[option]
	d := Description{Option: w.Option, Inside: money.FromFloat(w.inside, b.tariff.Currency).Line()}
	for _, v := range w.variants {
		bill, err := b.bill(v)
		if err != nil {
			return d, fmt.Errorf("%s: %w", v.m.svc.Name, err)
		}
		m := Member{
			Service: v.m.svc.Name, Base: v.base, Least: int(v.m.least), Top: int(v.m.top), Bill: bill,
			Hours: v.setting.Hours(), HoursMoney: v.hours, ScoreMoney: v.score, Once: v.once, Moving: v.moving,
		}
		switch w.Kind {
		case "cloud":
			m.BurstShare = 1
		case "hybrid":
			m.BurstShare = v.m.load.BurstShare(float64(v.base) * v.m.step)
		}
		if m.Score, m.Speaks, err = v.setting.Score(); err != nil {
			return d, err
		}
		d.Members = append(d.Members, m)
	}
	return d, nil
}

// Once is what it costs to bring a service to an option, once.
func (f *Fleet) Once(service int, option uint8) money.Amount {
	sum := f.b.tariff.Zero()
	for _, v := range f.b.groups[service].ways[option].variants {
		sum = sum.Add(v.once)
	}
	return sum
}

// Crossing is traffic of one call that goes from one site to another under a
// placement.
type Crossing struct {
	// Caller and Callee are services of the workspace, From and To the sites of their
	// halves.
	Caller, Callee, From, To string
	// Sent leaves From, Received leaves To, in GiB a month.
	Sent, Received float64
	// Money is what both cost a month.
	Money money.Amount
}

// Traffic lists what crosses between the services of two groups that differ, by
// caller and callee, under a placement.
func (f *Fleet) Traffic(x place.Placement) (out []Crossing) {
	b := f.b
	for _, m := range b.members {
		for _, k := range m.c.Traffic {
			j, known := b.memberAt[k.Name]
			if !known || !k.Neighbour || k.Inbound || b.members[j].group == m.group {
				continue
			}
			for _, t := range b.ties.between[[2]int{m.index, j}] {
				out = append(out, b.crossings(t, b.placed(x, m), b.placed(x, b.members[j]))...)
			}
		}
	}
	return out
}

// placed is a member's variant under a placement.
func (b *builder) placed(x place.Placement, m *member) *variant {
	for _, v := range b.groups[m.group].ways[x[m.group]].variants {
		if v.m == m {
			return v
		}
	}
	panic("fleet: a member is not in its group") // findGroups put it there
}

// crossings are the parts of one call that cross.
func (b *builder) crossings(t *tie, from, to *variant) (out []Crossing) {
	c := b.cross(t, from, to)
	sites, others := from.places(), to.places()
	for i := range c {
		for j := range c[i] {
			x, y := sites[i], others[j]
			if c[i][j] <= noise || x == y {
				continue
			}
			sent, received := c[i][j]*t.sent, c[i][j]*t.received
			sum := sent*b.egress[x][y] + received*b.egress[y][x]
			out = append(out, Crossing{
				Caller: t.from.svc.Name, Callee: t.to.svc.Name, From: b.sites[x].spec.Name, To: b.sites[y].spec.Name,
				Sent: sent, Received: received, Money: money.FromFloat(sum, b.tariff.Currency).Line(),
			})
		}
	}
	return out
}

// SlotNames names the hours of the blocks that have them, as in "Tue 21:00 UTC".
func (f *Fleet) SlotNames() []string {
	days := [...]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	out := make([]string, f.Slots)
	for t := range out {
		hour := t % (24 * len(days))
		out[t] = fmt.Sprintf("%s %02d:00 UTC", days[hour/24], hour%24)
		if f.Slots > 24*len(days) {
			out[t] += [...]string{" in winter", " in summer"}[t/(24*len(days))]
		}
	}
	return out
}
