// Package survey makes the site of a cluster of Google Kubernetes Engine: what
// providers/gke saw of the cluster and its node pools, as a site block. `berth import
// gke` uses it.
//
// [Site] writes what the specs can say, so that [gke.Order] of the block and the cluster
// are the same: a plan with manage = "cluster" has nothing to do then. What Google does
// not know is an argument (prices), and what follows from the region (the country)
// comes from a table ([Country]).
//
// The package asks nobody: the caller hands in what it saw. It never writes a version:
// the release channel moves it, and a spec that named it would hold it back.
//
// It was run against a double of Google's API alone, as providers/gke was.
package survey
