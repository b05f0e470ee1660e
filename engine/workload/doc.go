// Package workload makes the objects of a service for each site it may run on:
// from its container block, or from manifests that were rendered for it.
//
// Package rollout compares what it makes with what clusters hold. It never reads
// files and never talks to a cluster.
package workload
