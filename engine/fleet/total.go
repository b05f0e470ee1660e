package fleet

import (
	"berth.dev/engine/money"
	"berth.dev/engine/place"
)

// Total is what a placement costs a month, in parts that no objective leaves out.
type Total struct {
	// Standing is paid whatever runs where; Services is what the options add, Traffic
	// what crosses between services, Committed use above what commitments cover. Bill
	// is the sum of the four.
	Standing, Services, Traffic, Committed, Bill money.Amount
	// Hours is work, Moving one-off costs spread over their months, Score what is
	// missing of the best marks; none of them is in a bill.
	Hours, Moving, Score money.Amount
	// Once is what all moves cost together, once.
	Once money.Amount
}

// Total adds a placement up.
func (f *Fleet) Total(x place.Placement) Total {
	zero := f.b.tariff.Zero()
	t := Total{zero, zero, zero, zero, zero, zero, zero, zero, zero}
	for _, l := range f.Standing {
		t.Standing = t.Standing.Add(l.Amount)
	}
	for i, g := range f.b.groups {
		w := g.ways[x[i]]
		for _, v := range w.variants {
			t.Services = t.Services.Add(v.money)
			t.Hours, t.Moving = t.Hours.Add(v.hours), t.Moving.Add(v.moving)
			t.Score, t.Once = t.Score.Add(v.score), t.Once.Add(v.once)
		}
		t.Services = t.Services.Add(money.FromFloat(w.inside, f.b.tariff.Currency).Line())
	}
	for _, c := range f.Traffic(x) {
		t.Traffic = t.Traffic.Add(c.Money)
	}
	t.Committed = f.committed(x)
	t.Bill = t.Standing.Add(t.Services).Add(t.Traffic).Add(t.Committed)
	return t
}

// committed is what use above commitments costs.
func (f *Fleet) committed(x place.Placement) money.Amount {
	sum := 0.0
	var usage place.Usage
	for _, s := range f.b.sites {
		if s.commit == nil {
			continue
		}
		if usage == nil {
			usage = f.Problem.Usage(x)
		}
		for r, block := range s.commit.blocks {
			for _, used := range usage[block] {
				sum += float64(max(0, used-s.commit.have[r])) * s.commit.over(r, f.Slots)
			}
		}
	}
	return money.FromFloat(sum, f.b.tariff.Currency).Line()
}
