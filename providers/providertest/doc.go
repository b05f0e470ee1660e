// Package providertest holds every target to the same contract: a conformance
// suite, and a transport that injects faults between a target and its cluster.
package providertest
