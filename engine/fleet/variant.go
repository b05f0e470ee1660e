package fleet

import (
	"berth.dev/engine/money"
	"berth.dev/engine/place"
	"berth.dev/engine/price"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// variantKey is an option of a member with the replicas that a hybrid keeps.
type variantKey struct{ option, base int }

// variant is a member at one of its options.
type variant struct {
	m       *member
	at      score.Site
	base    int
	setting *score.Setting
	// first and second are the sites' places among the builder's; second is -1 but
	// for a hybrid.
	first, second int
	// kept is the share of the load that runs on the first site, by slot or one for
	// all.
	kept []float64
	// judged tells whether against, what forbids it by itself, was asked for.
	judged  bool
	against []Reason
	// use is what it takes of the blocks, in their order; pods what must find a node.
	use  []place.Use
	pods []place.Pods

	money, hours, score, moving money.Amount
	// once is what moving there costs, once.
	once money.Amount
}

// variant returns a member at an option, made once.
func (b *builder) variant(m *member, option, base int) *variant {
	key := variantKey{option, base}
	if v := m.variants[key]; v != nil {
		return v
	}
	v := b.trial(m, option, base)
	m.variants[key] = v
	return v
}

// trial makes a variant that is not kept.
func (b *builder) trial(m *member, option, base int) *variant {
	at := m.c.Options[option]
	v := &variant{m: m, at: at, base: base, first: b.siteAt[at.Base.Name], second: -1, kept: []float64{1}}
	cores := 0.0
	if at.Burst != nil {
		v.second = b.siteAt[at.Burst.Name]
		cores = float64(base) * m.step
		v.kept = m.keptShare(cores)
	}
	v.setting = m.c.At(option, cores)
	return v
}

// keptShare is the share of the load that a base takes, by slot. Of a service whose
// hours are all alike it is the share over all the time: its load moves within the
// hours.
func (m *member) keptShare(cores float64) []float64 {
	if !m.measured {
		return []float64{1 - m.load.BurstShare(cores)}
	}
	out := make([]float64, len(m.mean))
	for t, d := range m.mean {
		out[t] = 1
		if d > cores {
			out[t] = cores / d
		}
	}
	return out
}

// price works out what a variant costs. An error is why that is not known.
func (b *builder) price(v *variant) error {
	bill, err := b.bill(v)
	if err != nil {
		return err
	}
	v.money = bill.Total
	v.hours = b.hourly.Times(v.setting.Hours()).Line()
	v.once, v.moving = b.moving(v)
	v.score = b.tariff.Zero()
	point := b.pointValue(v.m.svc)
	if !b.o.Objective.score() || point.IsZero() {
		return nil
	}
	mark, speaks, err := v.setting.Score()
	if err != nil {
		b.undecided(v.m.svc, err)
	}
	if speaks {
		v.score = point.Times(100 * (1 - mark)).Line()
	}
	return nil
}

// bill is what the variant adds to the month's bill, traffic with other services
// left aside.
func (b *builder) bill(v *variant) (price.Bill, error) {
	return b.tariff.Change(v.m.load, v.setting.Place(), v.setting.Flows(), b.covers)
}

// pointValue is what a hundredth of score is worth for a service.
func (b *builder) pointValue(s *spec.Service) money.Amount {
	v := b.w.Settings.PointValue
	if p := b.w.Product(s.Product.V); p != nil && p.PointValue.Set() {
		v = p.PointValue
	}
	if b.o.Objective == ByScore && !v.Set() {
		return money.New(1, b.tariff.Currency)
	}
	return b.tariff.Convert(v.V.Amount)
}

// owned is how many replicas run on the first site, if it is an owned one.
func (v *variant) owned(slot int) int32 {
	n := at(v.m.replicas, slot)
	if v.second >= 0 {
		return min(n, int32(v.base))
	}
	return n
}

// cores is mean use in cores at a rented site, by slot.
func (v *variant) cores(slot int) float64 {
	return max(v.m.load.Floor, at(v.m.mean, slot)-float64(v.base)*v.m.step)
}

// shareAt is the share of the load that runs at a site.
func (v *variant) shareAt(site, slot int) float64 {
	switch site {
	case v.first:
		return at(v.kept, slot)
	case v.second:
		return 1 - at(v.kept, slot)
	}
	return 0
}
