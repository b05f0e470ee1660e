// Package e2e_test holds the program to its promises from end to end: the real Main, on two
// real API servers with controllers, a scheduler and fake nodes, beside services that
// were running before berth came and objects that are somebody else's.
//
// It has tests and benchmarks only; nothing imports it. What a test on such clusters
// does not show stands in the doc of package providers/providertest/cluster: containers
// never run, no packet is sent, volumes hold nothing.
//
// # How a test is written
//
// A scene is both clusters, swept clean, a folder of specs, and somebody who has the role
// that berth ships and no other right. What other people do is done by the clusters'
// administrator with kubectl. What berth did is read from the API servers' own history
// of requests, never from what berth says of itself.
package e2e_test
