package relax

import "slices"

// load is what the options' uses cost at the prices.
type load struct {
	columns *columns
	// prices are those that of was computed with.
	prices Prices
	// of is by option, counted over all services, the sum of price × use; shift is
	// what the last change added to it.
	of, shift []int64
	// moved is by block whether the last change was of it.
	moved []bool
	// slots and steps are the slots of one block whose price has changed and by how
	// much.
	slots []int32
	steps []int64
}

func newLoad(c *columns, slots []int) *load {
	options := int(c.first[len(c.first)-1])
	d := &load{columns: c, of: make([]int64, options), shift: make([]int64, options)}
	for _, n := range slots {
		d.prices = append(d.prices, make([]int64, n))
	}
	d.moved = make([]bool, len(slots))
	return d
}

func (d *load) clone() *load {
	c := &load{columns: d.columns, of: slices.Clone(d.of), shift: slices.Clone(d.shift), moved: slices.Clone(d.moved)}
	for _, row := range d.prices {
		c.prices = append(c.prices, slices.Clone(row))
	}
	return c
}

// set takes new prices; changed is called for every service with an option whose load
// changed, with what was added to each of its options.
func (d *load) set(prices Prices, changed func(i int32, by []int64)) {
	applied := false
	for b := range d.prices {
		d.moved[b] = d.compare(b, prices[b])
		if d.moved[b] && len(d.columns.block[b].option) > 0 {
			applied = true
			d.apply(int32(b))
		}
	}
	if !applied {
		return
	}
	first := d.columns.first
	for i := range int32(len(first) - 1) {
		touched := false
		for o := first[i]; o < first[i+1]; o++ {
			d.of[o] += d.shift[o]
			touched = touched || d.shift[o] != 0
		}
		if touched {
			changed(i, d.shift[first[i]:first[i+1]])
		}
	}
	clear(d.shift)
}

// compare notes which slots of a block changed and says whether any did.
func (d *load) compare(b int, row []int64) bool {
	d.slots, d.steps = d.slots[:0], d.steps[:0]
	for t, price := range row {
		if step := price - d.prices[b][t]; step != 0 {
			d.slots, d.steps = append(d.slots, int32(t)), append(d.steps, step)
			d.prices[b][t] = price
		}
	}
	return len(d.slots) > 0
}

// apply adds what the noted changes mean for each user of block b: four slots at a time,
// because reading and writing the sum takes longer than multiplying.
func (d *load) apply(b int32) {
	option := d.columns.block[b].option
	slots, steps := d.columns.get(b, d.slots), d.steps
	for ; len(slots) >= 4; slots, steps = slots[4:], steps[4:] {
		s0, s1, s2, s3 := steps[0], steps[1], steps[2], steps[3]
		a0, a1, a2, a3 := slots[0][:len(option)], slots[1][:len(option)], slots[2][:len(option)], slots[3][:len(option)]
		for r, o := range option {
			d.shift[o] += s0*int64(a0[r]) + s1*int64(a1[r]) + s2*int64(a2[r]) + s3*int64(a3[r])
		}
	}
	for k, amounts := range slots {
		step := steps[k]
		for r, amount := range amounts[:len(option)] {
			d.shift[option[r]] += step * int64(amount)
		}
	}
}
