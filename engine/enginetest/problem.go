package enginetest

import (
	"fmt"
	"math"
	"math/rand"
	"slices"

	"berth.dev/engine/place"
)

// Coupling says how much a generated fleet's services talk.
type Coupling struct {
	// Median is the median of an edge's GiB a month; Cross scales the edges that
	// leave an application.
	Median, Cross float64
}

// Loose is how fleets usually look; Tight is one whose traffic bill is as large as
// its compute bill, with edges between applications as heavy as those inside: the
// hardest there is for a floor.
var (
	Loose = Coupling{Median: 4, Cross: 0.3}
	Tight = Coupling{Median: 20, Cross: 1}
)

const (
	problemSlots = 168
	problemApp   = 20
	problemEdges = 10
	// hoursPerSlot is how often an hour of the week comes in a month.
	hoursPerSlot = 4.348
	// nano is the unit of cost: 10^-9 dollars a month.
	nano = 1e9
	// egressPrice is dollars a GiB.
	egressPrice = 0.05
	// room is the owned capacity as a share of the fleet's peak.
	ownedShare = 0.5
)

// Problem is a seeded fleet of n services as the optimiser sees it: applications of
// 20 services with three quarters of their calls inside, hubs, log-normal sizes, a
// fifth of night batch, 15 % with a spike, 5 % that must be owned, 3 % that must be
// rented, 20 % that cannot be split; two sites, three options, cpu and memory in 168
// slots, owned capacity for half of the peak.
//
// The same n, seed and coupling give the same problem on every machine.
func Problem(n int, seed int64, coupling Coupling) *place.Problem {
	g := &problemMaker{rand: rand.New(rand.NewSource(seed)), n: n}
	g.share, g.load = make([][]float32, n), make([][]float32, n)
	p := &place.Problem{Services: make([]place.Service, n)}
	for i := range n {
		p.Services[i] = g.service(i)
	}
	p.Blocks = []place.Block{{Name: "owned/cpu"}, {Name: "owned/memory"}}
	for b := range p.Blocks {
		p.Blocks[b].Cap = slices.Repeat([]int64{int64(float64(g.peak(b)) * ownedShare)}, problemSlots)
	}
	p.Pairs = g.pairs(p, coupling)
	return p
}

type problemMaker struct {
	rand *rand.Rand
	n    int
	// share is the owned share of a split service, load its demand over its mean, by
	// service and slot; owned what it uses wholly owned, by block.
	share, load [][]float32
	owned       [2][][]int32
}

// profile draws a service's demand by slot around 1.
func (g *problemMaker) profile() []float64 {
	amplitude := g.rand.Float64() * 0.9
	phase := 13 + g.rand.NormFloat64()*3
	if g.rand.Float64() < 0.2 {
		phase = 2 + g.rand.NormFloat64()*2
	}
	weekend := 0.3 + 0.7*g.rand.Float64()
	spiky := g.rand.Float64() < 0.15
	spike, height := g.rand.Intn(problemSlots), 2+6*g.rand.Float64()
	out := make([]float64, problemSlots)
	for t := range out {
		x := 1 + amplitude*math.Cos((float64(t%24)-phase)/24*2*math.Pi)
		if t/24 >= 5 {
			x *= weekend
		}
		x *= math.Exp(g.rand.NormFloat64() * 0.08)
		if spiky && (t == spike || t == (spike+1)%problemSlots) {
			x *= height
		}
		out[t] = x
	}
	return out
}

// service draws service i: rented, split at the 60 % quantile of its demand, owned.
func (g *problemMaker) service(i int) place.Service {
	const (
		rentedCPU, rentedMemory = 0.0316, 0.00424 // dollars a core and a GiB an hour
		ownedCPU, ownedMemory   = 0.0060, 0.0008
		splitFixed              = 5.0 // dollars a month
	)
	cores := math.Exp(g.rand.NormFloat64()*1.2) * 1.2
	memory := cores * (2 + 4*g.rand.Float64())
	profile := g.profile()
	mean := 0.0
	for _, x := range profile {
		mean += x
	}
	mean /= problemSlots
	sorted := slices.Sorted(slices.Values(profile))
	base := sorted[int(0.6*float64(len(sorted)-1))]

	var use [2][2][]int32 // by split or owned, and block
	for k := range use {
		use[k] = [2][]int32{make([]int32, problemSlots), make([]int32, problemSlots)}
	}
	g.share[i], g.load[i] = make([]float32, problemSlots), make([]float32, problemSlots)
	var owned, rented, splitOwned, splitRented float64
	for t, x := range profile {
		low := math.Min(x, base)
		cpu, cpuLow := x*cores, low*cores
		mem, memLow := memory*(0.5+0.5*x/mean), memory*(0.5+0.5*low/mean)
		use[0][0][t], use[0][1][t] = int32(cpuLow*1000), int32(memLow*1024)
		use[1][0][t], use[1][1][t] = int32(cpu*1000), int32(mem*1024)
		owned += cpu*ownedCPU + mem*ownedMemory
		rented += cpu*rentedCPU + mem*rentedMemory
		splitOwned += cpuLow*ownedCPU + memLow*ownedMemory
		burst := 0.0
		if cpu > cpuLow {
			burst = 0.25*memory + (mem - memLow)
		}
		splitRented += (cpu-cpuLow)*rentedCPU + burst*rentedMemory
		g.share[i][t] = float32(cpuLow / cpu)
		g.load[i][t] = float32(x / mean)
	}
	for b := range g.owned {
		g.owned[b] = append(g.owned[b], use[1][b])
	}
	all := [3]place.Option{
		{Name: "rented", Cost: int64(rented * hoursPerSlot * nano)},
		{Name: "split", Cost: int64(((splitOwned+splitRented)*hoursPerSlot + splitFixed) * nano), Use: uses(use[0])},
		{Name: "owned", Cost: int64(owned * hoursPerSlot * nano), Use: uses(use[1])},
	}
	options := all[:]
	switch u := g.rand.Float64(); {
	case u < 0.05:
		options = all[2:]
	case u < 0.08:
		options = all[:1]
	case u < 0.28:
		options = []place.Option{all[0], all[2]}
	}
	return place.Service{Name: fmt.Sprintf("app-%04d-%02d", i/problemApp, i%problemApp), Options: slices.Clone(options)}
}

func uses(amounts [2][]int32) []place.Use {
	return []place.Use{{Block: 0, Amount: amounts[0]}, {Block: 1, Amount: amounts[1]}}
}

// peak is the most that the whole fleet would use of a block, all of it owned.
func (g *problemMaker) peak(block int) int64 {
	var peak int64
	for t := range problemSlots {
		var sum int64
		for i := range g.n {
			sum += int64(g.owned[block][i][t])
		}
		peak = max(peak, sum)
	}
	return peak
}

// calls draws about ten calls a service, with their GiB a month.
func (g *problemMaker) calls(c Coupling, do func(i, j int, gib float64)) {
	called := make(map[[2]int]bool)
	for i := range g.n {
		for range problemEdges {
			var j int
			scale := 1.0
			if g.rand.Float64() < 0.75 {
				j = i/problemApp*problemApp + g.rand.Intn(problemApp)
			} else if g.rand.Float64() < 0.5 {
				j, scale = g.rand.Intn(1+g.n/50), c.Cross // a hub
			} else {
				j, scale = g.rand.Intn(g.n), c.Cross
			}
			if j >= g.n || j == i || called[[2]int{i, j}] {
				continue
			}
			called[[2]int{i, j}] = true
			do(i, j, math.Exp(g.rand.NormFloat64()*1.8)*c.Median*scale)
		}
	}
}

// add adds the table of i calling j to that of the pair.
func (t *table) add(i, j int, call table) {
	for l := range 3 {
		for m := range 3 {
			if i < j {
				t[3*l+m] += call[3*l+m]
			} else {
				t[3*m+l] += call[3*l+m]
			}
		}
	}
}

// between names the pair of two services.
func between(i, j int) [2]int32 { return [2]int32{int32(min(i, j)), int32(max(i, j))} }

// pairs joins the calls between the same two services.
func (g *problemMaker) pairs(p *place.Problem, c Coupling) []place.Pair {
	tables := make(map[[2]int32]table)
	g.calls(c, func(i, j int, gib float64) {
		sum := tables[between(i, j)]
		sum.add(i, j, g.call(i, j, gib))
		tables[between(i, j)] = sum
	})
	out := make([]place.Pair, 0, len(tables))
	for key, table := range tables {
		q := place.Pair{A: key[0], B: key[1]}
		for _, l := range listed(p.Services[q.A].Options) {
			for _, m := range listed(p.Services[q.B].Options) {
				q.Cost = append(q.Cost, table[3*l+m])
			}
		}
		out = append(out, q)
	}
	slices.SortFunc(out, func(a, b place.Pair) int {
		if a.A != b.A {
			return int(a.A - b.A)
		}
		return int(a.B - b.B)
	})
	return out
}

// listed are the places of a service's options among rented, split and owned.
func listed(options []place.Option) []int {
	var out []int
	for _, o := range options {
		out = append(out, slices.Index([]string{"rented", "split", "owned"}, o.Name))
	}
	return out
}

// call is the cost table of i calling j with so many GiB a month, 30 % of them sent,
// with independent routing. Its entries follow from integer first rows and integer
// corners, so that rounding cannot break the Monge property.
func (g *problemMaker) call(i, j int, gib float64) table {
	sent, received, latency := gib*0.3, gib*0.7, egressPrice*gib*0.2
	var v [3][3]float64
	for t := range problemSlots {
		w := float64(g.load[i][t]) / problemSlots
		from, to := [3]float64{0, float64(g.share[i][t]), 1}, [3]float64{0, float64(g.share[j][t]), 1}
		for l := range 3 {
			for m := range 3 {
				v[l][m] += w * ((1-from[l])*to[m]*(sent*egressPrice+latency) + from[l]*(1-to[m])*(received*egressPrice+latency))
			}
		}
	}
	return rounded(v)
}

// table is a cost by three levels of each of two services.
type table [9]int64

// rounded is a table that is Monge in integers too.
func rounded(v [3][3]float64) table {
	var out table
	for l := range 3 {
		out[3*l], out[l] = int64(v[l][0]*nano), int64(v[0][l]*nano)
	}
	for l := 1; l < 3; l++ {
		for m := 1; m < 3; m++ {
			corner := max(0, v[l][m-1]+v[l-1][m]-v[l][m]-v[l-1][m-1])
			out[3*l+m] = out[3*l+m-1] + out[3*(l-1)+m] - out[3*(l-1)+m-1] - int64(corner*nano)
		}
	}
	return out
}
