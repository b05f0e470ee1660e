package profile

import (
	"cmp"
	"math"
	"slices"
)

// radixBits is the width of a digit of the radix sort. Three digits hold sign,
// exponent and 21 bits of the value: enough to bring all but near-equal values
// into order.
const (
	radixBits   = 11
	radixDigits = 3
)

// ranked is a value's bits with its index.
type ranked struct {
	key   uint64
	index int32
}

// ascending returns the indices of the values from the smallest to the
// largest, equals in their order. Values are zero or more, so their bits as
// whole numbers are in the order of the values and can be sorted by digits
// (Knuth, The Art of Computer Programming 3, 5.2.5). For the thousands of
// points of a series this takes a fifth of the time of comparing, and sorting
// would be most of measuring.
func ascending(values []float64) []int32 {
	list := byLeadingBits(values)
	if !finish(list) {
		slices.SortFunc(list, func(a, b ranked) int {
			return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.index, b.index))
		})
	}
	order := make([]int32, len(list))
	for k, r := range list {
		order[k] = r.index
	}
	return order
}

// byLeadingBits sorts by the leading three digits only.
func byLeadingBits(values []float64) []ranked {
	const mask = 1<<radixBits - 1
	var counts [radixDigits][1 << radixBits]int32
	list, spare := make([]ranked, len(values)), make([]ranked, len(values))
	for i, v := range values {
		key := math.Float64bits(v)
		list[i] = ranked{key, int32(i)}
		counts[0][key>>31&mask]++
		counts[1][key>>42&mask]++
		counts[2][key>>53]++
	}
	for d := range counts {
		shift := 31 + d*radixBits
		at := int32(0)
		for i, c := range counts[d] {
			counts[d][i] = at
			at += c
		}
		for _, r := range list {
			to := &counts[d][r.key>>shift&mask]
			spare[*to] = r
			*to++
		}
		list, spare = spare, list
	}
	return list
}

// finish sorts a nearly sorted list by insertion. It gives up, the list still
// whole, where many values differ in their last bits only.
func finish(list []ranked) bool {
	budget := 8 * len(list)
	for i := 1; i < len(list); i++ {
		r := list[i]
		j := i
		for ; j > 0 && list[j-1].key > r.key; j-- {
			list[j] = list[j-1]
			budget--
		}
		list[j] = r
		if budget < 0 {
			return false
		}
	}
	return true
}
