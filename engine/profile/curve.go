package profile

// curveBins is the number of bins of a Curve. 64 make the top bin 1.6 % of the
// time, eleven hours of a month.
const curveBins = 64

// Curve is a load-duration curve: 64 bins of equal time, each the mean demand
// of its bin, the highest first. Their mean is the mean demand.
type Curve []float64

// OverflowMean returns the mean of the demand above base, over all the time.
// Each bin counts as its mean: so the result falls from the mean at base 0 to
// 0 at the highest bin, and is convex. Inside the bin that base cuts it is
// less than the true overflow, by at most a 64th of half the bin's spread. A
// base below 0 counts as 0; an empty curve has no overflow.
func (c Curve) OverflowMean(base float64) float64 {
	base = max(base, 0)
	over := 0.0
	for _, level := range c {
		if !(level > base) {
			break
		}
		over += level - base
	}
	if over == 0 {
		return 0
	}
	return over / float64(len(c))
}

func (c Curve) scale(f float64) Curve {
	scaled := make(Curve, len(c))
	for i, level := range c {
		scaled[i] = level * f
	}
	return scaled
}

// curveOf shares the time that the samples cover into bins. A sample that
// lies across a border is split, so that no demand is lost or doubled.
func (m *sample) curveOf() Curve {
	c := make(Curve, curveBins)
	each := float64(m.covered) / curveBins
	bin, room := 0, each
	for k := len(m.order) - 1; k >= 0; k-- {
		i := m.order[k]
		value, weight := m.values[i], float64(m.weight(int(i)))
		for weight > room && bin < curveBins-1 {
			c[bin] += value * room
			weight -= room
			bin, room = bin+1, each
		}
		c[bin] += value * weight
		room -= weight
	}
	for i := range c {
		c[i] /= each
	}
	// Rounding may lift a bin above the one before, or above the largest
	// sample, by a last digit; readers of a curve rely on its order.
	limit := m.values[m.order[len(m.order)-1]]
	for i := range c {
		limit = min(limit, c[i])
		c[i] = limit
	}
	return c
}
