// Package billtest makes bills for tests: months of any size whose sums are known.
//
// A bill follows from its [Options] alone: the same options give the same bytes on every
// machine. Tests of whatever reads bills or shows what they cost use it; berth itself
// does not.
package billtest
