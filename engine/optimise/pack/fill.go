package pack

import "math"

// fill tries so many ways to pack the counts until one leaves nothing.
// Each is settled before the next one. The bench must have been reset to the counts.
func (b *bench) fill(counts []int32, most int) bool {
	for _, way := range b.ways()[:most] {
		if b.attempt(counts, way) || b.settle() {
			b.remember()
			return true
		}
		b.remember()
	}
	b.failed++
	return false
}

// reset makes the bench ready to pack counts: nothing is kept of them yet.
func (b *bench) reset(counts []int32) {
	b.least = math.Inf(1)
	b.weigh(counts)
}

// reuse resets the bench and takes over what was kept before, without what the counts
// no longer ask for; without anything before, its nodes are empty. What is new has no
// node yet.
func (b *bench) reuse(counts []int32) (warm bool) {
	warm = !math.IsInf(b.least, 1)
	b.reset(counts)
	if warm {
		b.restore()
	} else {
		b.clear()
	}
	b.release(counts)
	return warm
}

// fillFromLast packs the counts by changing what is kept as little as need be, or
// anew.
func (b *bench) fillFromLast(counts []int32) bool {
	if b.reuse(counts) {
		whole := b.settle()
		b.remember()
		if whole {
			return true
		}
	}
	return b.fill(counts, b.tries())
}

// tries is how many ways are worth trying: all where there is little to pack. Slots
// are alike, so where others found nothing one is enough.
func (b *bench) tries() int {
	const little, some, patience = 5000, 3, 3
	switch {
	case len(b.pool)*len(b.isle.loads) <= little:
		return len(b.ways())
	case b.failed > patience:
		return 1
	}
	return some
}

// attempt packs the counts on empty nodes in one way.
func (b *bench) attempt(counts []int32, way *way) (whole bool) {
	b.clear()
	copy(b.out, counts)
	whole = true
	for _, k := range way.order(b) {
		if b.out[k] > 0 {
			b.out[k] = way.put(b, k, b.out[k])
			whole = whole && b.out[k] == 0
		}
	}
	return whole
}
