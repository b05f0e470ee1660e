package relax

// form is a pair's cost table as one cut sees it: a constant, a weight for each level
// of each side, and the corners that pull two levels together.
//
//	V(l, m) >= constant + Σ a up to l + Σ b up to m − Σ of corners up to l and m
//
// with equality where the table is Monge; corners that would push levels apart are left
// out. (Telescoping twice; see the package doc of place for what the order promises.)
type form struct {
	constant int64
	// a and b are by level, from 1; entry 0 is unused.
	a, b []int64
	// corner is by level of a and of b, each from 1: the entry of (1, 1) is the first.
	corner []int64
}

// set makes the form of a table with as many rows and columns. A nil table is all zero.
func (f *form) set(table []int64, rows, columns int) {
	f.constant = 0
	f.a, f.b = zeros(f.a, rows), zeros(f.b, columns)
	f.corner = zeros(f.corner, (rows-1)*(columns-1))
	if table == nil {
		return
	}
	f.constant = table[0]
	for l := 1; l < rows; l++ {
		f.a[l] = table[l*columns] - table[(l-1)*columns]
	}
	for m := 1; m < columns; m++ {
		f.b[m] = table[m] - table[m-1]
	}
	for l := 1; l < rows; l++ {
		above, row := table[(l-1)*columns:], table[l*columns:]
		for m := 1; m < columns; m++ {
			d := row[m-1] + above[m] - row[m] - above[m-1]
			f.corner[(l-1)*(columns-1)+m-1] = max(0, d)
		}
	}
}

// capacity splits a corner into what it costs to have the level of a without that of b
// and the reverse. Halves leave both directions room for flow.
func capacity(corner int64) (ahead, back int64) { return corner - corner/2, corner / 2 }

// zeros is buffer with n zeros, or a new one where it is too small.
func zeros(buffer []int64, n int) []int64 {
	if cap(buffer) < n {
		return make([]int64, n)
	}
	buffer = buffer[:n]
	clear(buffer)
	return buffer
}
