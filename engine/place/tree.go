package place

import "math/bits"

// Set is a set of a service's options: bit l stands for option l.
type Set uint64

// All is the set of the first n options.
func All(n int) Set { return Set(1)<<n - 1 }

// Has says whether option l is in the set.
func (s Set) Has(l uint8) bool { return s>>l&1 == 1 }

// Len is how many options are in the set.
func (s Set) Len() int { return bits.OnesCount64(uint64(s)) }

// First is the lowest option in the set.
func (s Set) First() uint8 { return uint8(bits.TrailingZeros64(uint64(s))) }

// Last is the highest option in the set.
func (s Set) Last() uint8 { return uint8(63 - bits.LeadingZeros64(uint64(s))) }

// Tree proves a floor: each inner node splits the options of one service in two,
// each leaf says with its multipliers that no placement in its part of the space is
// cheaper than some number. Whoever checks it computes that number from the leaf's
// multipliers alone; the floor is the least of them.
type Tree struct {
	// Service is the one that an inner node splits, and Yes its options in the Then
	// branch; the others are in Else.
	Service int32
	Yes     Set
	Then    *Tree
	Else    *Tree
	// Leaf is set where Then and Else are not.
	Leaf *Leaf
}

// Leaf is the proof of one part of the space.
type Leaf struct {
	// Empty says that the part holds no placement at all: with Prices, because the
	// least sum of price × (use − capacity) is above 0; without, because forbidding
	// pairs leaves a service without an option.
	Empty bool
	// Prices are the multipliers of capacity: any that are not negative prove
	// something. Sorted by block and slot, zeros left out.
	Prices []Price
	// Shares are for a problem with views what each service's cost is split into:
	// by view, service and level of the view. Nil without views.
	Shares [][][]int64
}

// Price is what one unit of a slot of a block is worth, in units of cost.
type Price struct {
	Block, Slot int32
	Value       int64
}
