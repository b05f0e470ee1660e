package price

import (
	"math"

	"berth.dev/engine/money"
)

// Load is what a service uses.
type Load struct {
	// Curve is the load-duration curve in cores: bins of equal probability, each
	// its mean, descending.
	Curve []float64
	// P99 is the 99th percentile in cores.
	P99 float64
	// Floor is the least that runs on a site, in cores: the minimum of replicas.
	Floor float64
	// Step is the cores of one replica, by which a hybrid's base moves; 0 means
	// that it moves freely.
	Step float64
	// GiBPerCore is memory in use for each core in use.
	GiBPerCore float64
	// Disks are the volumes.
	Disks []Volume
	// Licence is charged besides; nil means none.
	Licence *Licence

	Interruptible bool
	Pool          string
	Tolerations   []string
	Resources     map[string]float64
}

// Volume is one disk.
type Volume struct {
	Class string
	GiB   float64
}

// Licence is a monthly price for a core, a node or the service.
type Licence struct {
	Per   string
	Price money.Amount
}

// Factors scale a side's prices, for questions such as "and if it were a tenth
// dearer". The zero value means as they are.
type Factors struct {
	Onprem, Cloud float64
}

func (f Factors) of(s *Site) float64 {
	factor := f.Onprem
	if s.Cloud {
		factor = f.Cloud
	}
	if factor == 0 {
		return 1
	}
	return factor
}

// quantity rounds a measured quantity to micro-units, so that a printed line
// can be redone by hand.
func quantity(q float64) float64 { return math.Round(q*1e6) / 1e6 }

// kept is what an on-prem site keeps for the whole service, in cores.
func (l *Load) kept() float64 { return max(l.P99, l.Floor) }

// used is mean use in cores where the load above base runs, with the floor held
// at any time.
func (l *Load) used(base float64) float64 {
	if len(l.Curve) == 0 {
		return l.Floor
	}
	sum := 0.0
	for _, c := range l.Curve {
		sum += max(l.Floor, c-base)
	}
	return sum / float64(len(l.Curve))
}

// Mean is mean use in cores on one site, with the floor held at any time.
func (l *Load) Mean() float64 { return l.used(0) }

// Demand is the mean of the load itself, in cores.
func (l *Load) Demand() float64 {
	sum := 0.0
	for _, c := range l.Curve {
		sum += c
	}
	return sum / float64(max(1, len(l.Curve)))
}

// BurstShare is the share of the load above base.
func (l *Load) BurstShare(base float64) float64 {
	above, all := 0.0, 0.0
	for _, c := range l.Curve {
		above += max(0, c-base)
		all += c
	}
	if all == 0 {
		return 0
	}
	return above / all
}
