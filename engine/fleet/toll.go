package fleet

// tolls take the prices of links apart by site: what a GiB pays to leave one and what to
// enter another, together nowhere above the price of the link that joins the two. What
// services pay in tolls each site sees alone.
type tolls struct{ leave, enter []float64 }

// findTolls finds tolls that leave little of the prices out. Where every site charges for
// what leaves it, whereto it may go, all of it is in what leaves; a site that is cheap to
// reach from a few and dear from others has tolls of both kinds. Either kind is raised
// first, as far as the links allow, and the better result counts.
func (b *builder) findTolls() tolls {
	first, second := b.raise(true), b.raise(false)
	if b.charged(second) > b.charged(first) {
		return second
	}
	return first
}

// raise sets the tolls of one kind as high as they may be, then those of the other.
func (b *builder) raise(leave bool) tolls {
	t := tolls{make([]float64, len(b.sites)), make([]float64, len(b.sites))}
	for n := range 2 {
		for at := range b.sites {
			least, found := 0.0, false
			for other := range b.sites {
				from, to := other, at
				if leave == (n == 0) {
					from, to = at, other
				}
				if b.links[from][to] == nil {
					continue
				}
				if left := b.egress[from][to] - t.leave[from] - t.enter[to]; !found || left < least {
					least, found = left, true
				}
			}
			if leave == (n == 0) {
				t.leave[at] = max(0, least)
			} else {
				t.enter[at] = max(0, least)
			}
		}
	}
	return t
}

// charged is what one GiB over each link pays in tolls.
func (b *builder) charged(t tolls) (sum float64) {
	for from := range b.sites {
		for to := range b.sites {
			if b.links[from][to] != nil {
				sum += t.leave[from] + t.enter[to]
			}
		}
	}
	return sum
}
