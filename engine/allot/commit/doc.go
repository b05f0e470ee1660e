// Package commit shares what was bought for a term: the owner's use is covered first,
// what is left covers others in proportion to their use, and what nobody used is the
// owner's.
package commit
