// Package lease lets one writer at a time work on a cluster, by a Lease that every
// writer must hold, and on a machine, by a lock on a file.
package lease
