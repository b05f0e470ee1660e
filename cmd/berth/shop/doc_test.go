// Package shop_test is what a newcomer does, from end to end: a cluster on which two
// demo shops run, a Prometheus that has watched them for a month, and the program, which
// makes specs of the cluster, reads the measurements, and decides.
//
// It has tests only; nothing imports it. The cluster is a real control plane with fake
// nodes, so no container runs and nothing can be watched: what the Prometheus has is
// made here, from the shapes of real series, and therefore known. It is written as
// cAdvisor and Istio's sidecars write it. The Prometheus is a real one, too, with a
// proxy before it that remembers what was asked.
//
// The commands and the metrics block are those of the README, read from it.
//
// # How exact
//
// A known series is constant within each step of five minutes, so that the server's
// rate() of a step is the known number itself. A snapshot keeps values within 2^-15 of
// what came; tests hold every level within twice that, and every ratio within twice that
// on the scale of the highest value over the mean or the deviation.
package shop_test
