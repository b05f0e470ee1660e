package score

import (
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// subject is one service with its inputs laid out.
type subject struct {
	*Fleet
	svc     *spec.Service
	options []option
	inputs
	whole   box
	typical point
	weights map[string]float64
	// rulings is nil until what is settled for the whole box was worked out; it
	// holds within the box only.
	rulings []ruling
	scratch *scratch

	calls  []call
	unit   loadUnit
	shape  profile.Curve // of mean 1; nil where only mean and peak are known
	traits traits

	// Indexes of inputs; -1 where the subject has none.
	iCPU, iMem, iRPS, iLoad, iPeak, iTrend int
	iOnprem, iCloud, iRate                 int
	iDisks                                 []int
	free, lead, effort, k                  map[string]int // by site, or link "a b"
}

// loadUnit says what the load input counts.
type loadUnit uint8

const (
	inReplicas loadUnit = iota
	inRequests
	inCores
)

// traits are inputs that only a series can give, by index; -1 where the service
// has none.
type traits struct {
	surge, cv, burstiness, daily, weekly, idle int
}

// subject lays out a service.
func (f *Fleet) subject(s *spec.Service) *subject {
	x := &subject{Fleet: f, svc: s, options: f.options(s), weights: f.weights(s), scratch: &scratch{}}
	x.by = f.Workspace.By
	x.iCPU, x.iMem, x.iRPS, x.iLoad, x.iPeak, x.iTrend = -1, -1, -1, -1, -1, -1
	x.free, x.lead, x.effort, x.k = map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	x.layLoad()
	x.layTraits()
	x.layCalls()
	x.layVolumes()
	x.laySites()
	x.iOnprem = x.factor("price.onprem")
	x.iCloud = x.factor("price.cloud")
	w := f.Workspace.Settings
	x.iRate = x.known("hourly_rate", f.Tariff.Currency+"/h", f.hourly(), "declared", w.HourlyRate.Origin)
	x.typical = make(point, len(x.list))
	x.whole = box{make(point, len(x.list)), make(point, len(x.list))}
	for i, in := range x.list {
		x.typical[i], x.whole.lo[i], x.whole.hi[i] = in.Typical, in.Low, in.High
	}
	return x
}

// factor adds an input that scales a side's prices.
func (x *subject) factor(id string) int {
	i := x.known(id, "×", 1, "declared", spec.Origin{})
	x.list[i].Note = "all prices of that side, as a factor"
	return i
}

func (f *Fleet) hourly() float64 {
	r := f.Workspace.Settings.HourlyRate.V.Amount
	if rate := f.Workspace.Rate(r.Currency()); rate != nil {
		return r.Convert(rate.Value.V).Float()
	}
	return r.Float()
}

// weights returns the weight of every criterion: the product's, the
// workspace's, else 1.
func (f *Fleet) weights(s *spec.Service) map[string]float64 {
	out := make(map[string]float64, len(f.Suite.Criteria))
	product := f.Workspace.Product(s.Product.V)
	for _, c := range f.Suite.Criteria {
		w, ok := f.Workspace.Settings.Weights.V[c.Name]
		if product != nil {
			if pw, set := product.Weights.V[c.Name]; set {
				w, ok = pw, true
			}
		}
		if !ok {
			w = 1
		}
		out[c.Name] = w
	}
	return out
}

// layVolumes adds the sizes of disks.
func (x *subject) layVolumes() {
	for _, v := range x.svc.Volumes {
		x.iDisks = append(x.iDisks, x.measure("volume."+v.Name, "GiB", v.Size, 1./unit.GiB, priors.Disk, "volumes of "+x.svc.Name))
	}
}
