package relax

import (
	"berth.dev/engine/optimise/flow"
	"berth.dev/engine/place"
)

// form is what two services' levels cost each other, as a cut sees it: a constant,
// weights for the levels of each side, and arcs between them. With the levels of the
// domains a0 < a1 < … and b0 < b1 < …, and y of a level being 1 where the service is
// at it or higher, a table V is
//
//	V(a0,b0) + Σ (V(a,b0) − V(a⁻,b0))·y_a + Σ (V(a0,b) − V(a0,b⁻))·y_b − Σ D(a,b)·y_a·y_b
//	D(a,b) = V(a,b⁻) + V(a⁻,b) − V(a,b) − V(a⁻,b⁻)        a⁻ is the level before a
//
// In a Monge table every D >= 0. Where one is not, its term is not negative and is left
// out: the form is then below the table, and the nearer the smaller the domains are.
//
// The term of a corner D is shared between the two directions of its arc:
//
//	−D·y·z = (D−h)·y·(1−z) + h·z·(1−y) − (D−h)·y − h·z
//
// with h = D/2, so that flow finds room both ways.
type form struct {
	constant int64
	// a and b are the weights by level; what a domain leaves out, and its lowest, have
	// none.
	a, b []int64
	// ahead and back are by level of a and of b, each from 1: what it costs to have
	// the level of a without that of b, and the reverse.
	ahead, back []int64
}

// size makes room for so many levels, all zero.
func (f *form) size(rows, columns int) {
	f.constant = 0
	f.a, f.b = zeros(f.a, rows), zeros(f.b, columns)
	f.ahead, f.back = zeros(f.ahead, (rows-1)*(columns-1)), zeros(f.back, (rows-1)*(columns-1))
}

// set makes the form of a link over domains that are not empty and allow each other.
func (f *form) set(l *link, rows, columns int, da, db place.Set) {
	f.size(rows, columns)
	if l.table != nil {
		f.telescope(l.table, da, db)
	}
	if l.bond != nil {
		imply(l.bond.ofA, da, db, func(from, to uint8) { f.ahead[int(from-1)*(columns-1)+int(to)-1] = flow.Infinite })
		imply(l.bond.ofB, db, da, func(from, to uint8) { f.back[int(to-1)*(columns-1)+int(from)-1] = flow.Infinite })
	}
}

func (f *form) telescope(table []int64, da, db place.Set) {
	columns := len(f.b)
	at := func(a, b uint8) int64 { return table[int(a)*columns+int(b)] }
	a0, b0 := da.First(), db.First()
	f.constant = at(a0, b0)
	for before, left := b0, db&(db-1); left != 0; left &= left - 1 {
		b := left.First()
		f.b[b] += at(a0, b) - at(a0, before)
		before = b
	}
	for above, rows := a0, da&(da-1); rows != 0; rows &= rows - 1 {
		a := rows.First()
		f.a[a] += at(a, b0) - at(above, b0)
		for before, left := b0, db&(db-1); left != 0; left &= left - 1 {
			b := left.First()
			if d := at(a, before) + at(above, b) - at(a, b) - at(above, before); d > 0 {
				ahead, back := d-d/2, d/2
				corner := int(a-1)*(columns-1) + int(b) - 1
				f.ahead[corner], f.back[corner] = ahead, back
				f.a[a] -= ahead
				f.b[b] -= back
			}
			before = b
		}
		above = a
	}
}

// imply says of the levels of one domain which level the other service must have at
// least where this one has that level or more; where the level before implies as much,
// or the domain does, it is left out. Both ways together leave the smallest set of pairs
// that holds the allowed ones and with two pairs their minimum and maximum.
func imply(allowed []place.Set, own, other place.Set, yield func(from, to uint8)) {
	var partners place.Set
	// From the highest down; what a level implies is told when the one below it is
	// known not to imply the same.
	var from, to uint8
	for l := int(own.Last()); l > int(own.First()); l-- {
		if !own.Has(uint8(l)) {
			continue
		}
		partners |= allowed[l] & other
		if partners == 0 {
			continue
		}
		if to > partners.First() {
			yield(from, to)
		}
		from, to = uint8(l), partners.First()
	}
	if to > other.First() {
		yield(from, to)
	}
}

// twisted says whether a table has a corner that is no cut's.
func twisted(table []int64, rows, columns int) bool {
	for a := 1; a < rows; a++ {
		above, row := table[(a-1)*columns:a*columns], table[a*columns:(a+1)*columns]
		for b := 1; b < columns; b++ {
			if row[b-1]+above[b] < row[b]+above[b-1] {
				return true
			}
		}
	}
	return false
}

// zeros is buffer with n zeros, or a new one where it is too small.
func zeros(buffer []int64, n int) []int64 {
	if cap(buffer) < n {
		return make([]int64, n)
	}
	buffer = buffer[:n]
	clear(buffer)
	return buffer
}
