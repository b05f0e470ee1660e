package bundle

import "math"

// newton solves for the step on the weights in use that makes all their planes
// promise the same, while the clamped coordinates stay clamped.
type newton struct {
	use []int
	// rows are the planes in use less a base one, at the coordinates not clamped.
	rows []float64
	// gram is step·rows·rowsᵀ, then its Cholesky factor; right the right hand side.
	gram, right []float64
}

// solve writes the direction of the weights in use to the master's dir; false where
// the numbers allow none.
func (n *newton) solve(s *master) bool {
	base := n.use[0]
	for _, k := range n.use {
		if s.weight[k] > s.weight[base] {
			base = k
		}
	}
	p := len(n.use) - 1
	if p == 0 {
		return false
	}
	n.right, n.gram = sized(n.right, p), sized(n.gram, p*p)
	q := n.load(s, base)
	n.product(p, q, s.step)
	if !n.factor(p) {
		return false
	}
	n.substitute(p)
	var sum float64
	a := 0
	for _, k := range n.use {
		if k == base {
			continue
		}
		s.dir[k] = n.right[a]
		sum += n.right[a]
		a++
	}
	s.dir[base] = -sum
	return true
}

// load copies the rows and returns their length.
func (n *newton) load(s *master, base int) int {
	n.rows = sized(n.rows, len(n.use)*len(s.live))
	from := s.row(base)
	at, a := 0, 0
	for _, k := range n.use {
		if k == base {
			continue
		}
		row := s.row(k)
		for z, g := range s.mean {
			if move := s.step * g; move > s.low[z] && move < s.high[z] {
				n.rows[at] = row[z] - from[z]
				at++
			}
		}
		n.right[a] = s.value[base] - s.value[k]
		a++
	}
	return at / a
}

func (n *newton) product(p, q int, step float64) {
	var trace float64
	for a := range p {
		left := n.rows[a*q : a*q+q]
		for b := range a + 1 {
			n.gram[a*p+b] = step * dot(left, n.rows[b*q:b*q+q])
		}
		trace += n.gram[a*p+a]
	}
	// The ridge decides between directions that do not change the move: without it
	// more planes than coordinates have no factor. Its second part is for planes that
	// are alike where nothing is clamped; the step is then as long as weights allow.
	var steep float64
	for _, v := range n.right[:p] {
		steep = max(steep, math.Abs(v))
	}
	ridge := 1e-11*trace + 1e-9*steep
	for a := range p {
		n.gram[a*p+a] += ridge
	}
}

// factor is Cholesky's, in place, in the lower half.
func (n *newton) factor(p int) bool {
	for a := range p {
		row := n.gram[a*p : a*p+p]
		for b := range a {
			other := n.gram[b*p : b*p+p]
			row[b] = (row[b] - dot(row[:b], other[:b])) / other[b]
		}
		rest := row[a] - dot(row[:a], row[:a])
		if !(rest > 0) {
			return false
		}
		row[a] = math.Sqrt(rest)
	}
	return true
}

func (n *newton) substitute(p int) {
	for a := range p {
		row := n.gram[a*p : a*p+p]
		n.right[a] = (n.right[a] - dot(row[:a], n.right[:a])) / row[a]
	}
	for a := p - 1; a >= 0; a-- {
		sum := n.right[a]
		for b := a + 1; b < p; b++ {
			sum -= n.gram[b*p+a] * n.right[b]
		}
		n.right[a] = sum / n.gram[a*p+a]
	}
}
