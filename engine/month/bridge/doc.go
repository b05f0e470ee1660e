// Package bridge explains the difference between two ledgers as a sum of effects in a
// fixed order: price at planned volume, volume, placement, commitment, idle,
// unallocated, late rows, rounding.
package bridge
