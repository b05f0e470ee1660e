package pack

// weights are what resources are worth where pods and nodes are compared.
type weights struct {
	// worth is of a unit of a resource, never 0; scarce is the resource of which most
	// is asked for; zero asks for nothing.
	worth  []float64
	scarce int
	// full is the share that is asked for of it.
	full float64
	zero []int64
	// sized is by load what a pod asks for, added up.
	sized []float64
}

func newWeights(width, loads int) weights {
	return weights{worth: make([]float64, width), zero: make([]int64, width), sized: make([]float64, loads)}
}

// weigh sets the weights for counts. A resource counts by the share that is asked for
// of it, more than in proportion: what nobody lacks should not decide.
func (b *bench) weigh(counts []int32) {
	const never0 = 1e-9
	b.full = 0
	for r := range b.worth {
		asked := 0.0
		for k, n := range counts {
			asked += float64(float64(b.request(int32(k))[r]) * float64(n))
		}
		room := float64(1 + b.total[r])
		share := asked / room
		b.worth[r] = (float64(share*share*share) + never0) / room
		if share > b.full {
			b.full, b.scarce = share, r
		}
	}
	for k := range b.sized {
		b.sized[k] = 0
		for r, v := range b.request(int32(k)) {
			b.sized[k] += float64(float64(v) * b.worth[r])
		}
	}
}
