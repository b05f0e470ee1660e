package shop_test

import (
	"hash/fnv"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/engine/profile"
)

// step is how far apart points are: the language's default.
const step = 5 * time.Minute

// steps is how many steps a time has.
func steps(d time.Duration) int { return int(d / step) }

// day is 24 hours: all is counted in UTC.
const day = 24 * time.Hour

// line is a number for each step, NaN where nobody measured.
type line []float64

// edge is a call from a workload to another one, in requests for each visitor's, with
// the bytes of each.
type edge struct {
	from, to       string
	share          float64
	sent, received float64
}

// gateway is where visitors come in. It is no workload of the shop.
const gateway = "istio-ingressgateway"

// store is called by TCP: nobody counts its requests.
const store = "redis-cart"

// retired is stopped ten days before the end.
const retired = "loadgenerator"

// shopCalls are those of the Online Boutique, as its manifests have them.
var shopCalls = []edge{
	{gateway, "frontend", 1, 400, 18_000},
	{retired, "frontend", 0.2, 380, 17_000},
	{"frontend", "adservice", 0.4, 120, 300},
	{"frontend", "cartservice", 0.9, 90, 800},
	{"frontend", "checkoutservice", 0.03, 600, 1200},
	{"frontend", "currencyservice", 2.1, 60, 70},
	{"frontend", "productcatalogservice", 1.6, 50, 2400},
	{"frontend", "recommendationservice", 0.5, 130, 160},
	{"frontend", "shippingservice", 0.2, 200, 60},
	{"checkoutservice", "cartservice", 0.06, 80, 400},
	{"checkoutservice", "currencyservice", 0.12, 60, 70},
	{"checkoutservice", "emailservice", 0.03, 900, 20},
	{"checkoutservice", "paymentservice", 0.03, 180, 50},
	{"checkoutservice", "productcatalogservice", 0.08, 50, 700},
	{"checkoutservice", "shippingservice", 0.06, 220, 60},
	{"cartservice", store, 1.9, 110, 500},
	{"recommendationservice", "productcatalogservice", 0.5, 40, 2300},
}

// flow is a call with its requests a second.
type flow struct {
	edge
	rate line
}

// known is a month of a shop: what its sidecars and kubelets saw.
type known struct {
	// from is when the first step begins.
	from time.Time
	// flows are all calls; cpu and memory are by workload.
	flows       []flow
	cpu, memory map[string]line
}

// knowShop makes the month of a shop out of its visitors, in requests a second. Twice
// nobody watched: for six hours, and for half an hour.
func knowShop(from time.Time, visitors line, calls []edge) *known {
	k := &known{from: from, cpu: map[string]line{}, memory: map[string]line{}}
	quiet := [][2]int{{steps(9*day + 3*time.Hour), steps(6 * time.Hour)}, {steps(20 * day), steps(30 * time.Minute)}}
	for _, e := range calls {
		k.flows = append(k.flows, flow{e, noisy(visitors, e.share, e.from+e.to)})
		for _, w := range []string{e.from, e.to} {
			if w != gateway && k.cpu[w] == nil {
				k.cpu[w] = plus(noisy(visitors, 0.004*e.share, "cpu"+w), 0.02)
				k.memory[w] = plus(noisy(visitors, 40_000*e.share, "memory"+w), 48<<20)
			}
		}
	}
	for _, l := range k.lines() {
		for _, q := range quiet {
			l.forget(q[0], q[0]+q[1])
		}
	}
	stopped := len(visitors) - steps(10*day)
	k.cpu[retired].forget(stopped, len(visitors))
	k.memory[retired].forget(stopped, len(visitors))
	for _, f := range k.flows {
		if f.from == retired {
			f.rate.forget(stopped, len(visitors))
		}
	}
	return k
}

// lines are all lines.
func (k *known) lines() (out []line) {
	for _, f := range k.flows {
		out = append(out, f.rate)
	}
	return slices.AppendSeq(slices.AppendSeq(out, maps.Values(k.cpu)), maps.Values(k.memory))
}

// forget takes steps out.
func (l line) forget(from, to int) {
	for i := from; i < to && i < len(l); i++ {
		l[i] = math.NaN()
	}
}

// noisy is a line times a factor, give or take a twentieth.
func noisy(l line, factor float64, name string) line {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(name)) // never fails
	random := rand.New(rand.NewPCG(sum.Sum64(), 1))
	out := make(line, len(l))
	for i, v := range l {
		out[i] = v * factor * (0.95 + random.Float64()/10)
	}
	return out
}

// plus is a line that is higher everywhere.
func plus(l line, by float64) line {
	out := slices.Clone(l)
	for i := range out {
		out[i] += by
	}
	return out
}

// add adds a line times a factor to those of a key; where both have a number it is their
// sum.
func add(to map[measure.Key]line, key measure.Key, l line, factor float64) {
	sum, has := to[key]
	if !has {
		sum = make(line, len(l))
		sum.forget(0, len(l))
		to[key] = sum
	}
	for i, v := range l {
		switch {
		case math.IsNaN(v):
		case math.IsNaN(sum[i]):
			sum[i] = v * factor
		default:
			sum[i] += v * factor
		}
	}
}

// measured are the series that the shop has, computed straight from what is known.
func (k *known) measured() map[measure.Key]line {
	out := map[measure.Key]line{}
	for _, f := range k.flows {
		if f.to != store {
			add(out, measure.Key{Service: f.to, Kind: measure.Rate}, f.rate, 1)
		}
		if f.from == gateway {
			continue
		}
		if f.to != store {
			add(out, measure.Key{Service: f.from, Kind: measure.CallRate, Peer: f.to}, f.rate, 1)
		}
		add(out, measure.Key{Service: f.from, Kind: measure.CallSent, Peer: f.to}, f.rate, f.sent)
		add(out, measure.Key{Service: f.from, Kind: measure.CallReceived, Peer: f.to}, f.rate, f.received)
	}
	for w, l := range k.cpu {
		add(out, measure.Key{Service: w, Kind: measure.CPU}, l, 1)
		add(out, measure.Key{Service: w, Kind: measure.Memory}, k.memory[w], 1)
	}
	return out
}

// profile measures a line between two times with nothing between: no server, no
// snapshot.
func (k *known) profile(l line, unit string, from, to time.Time) (profile.Profile, profile.Report, error) {
	var times []int64
	var values []float64
	for i, v := range l {
		at := k.from.Add(time.Duration(i) * step)
		if !math.IsNaN(v) && !at.Before(from) && at.Before(to) {
			times, values = append(times, at.Unix()), append(values, v)
		}
	}
	s, report, err := profile.NewSeries(times, values, profile.ReadOptions{Unit: unit})
	if err != nil {
		return profile.Profile{}, report, err
	}
	return profile.Measure(s), report, nil
}
