// Package journal writes down on a disk what a run is about to do and what it has
// done, so that a run that was cut off leaves a trace that can be believed: a
// record is there whole or not at all.
//
// It is a cache of what the clusters' own records say (package record): without it
// a run still converges, only with more reading.
package journal
