// Package providertest holds every target to the same contract: [Run] is the suite
// that a target passes or is not listed.
//
// Tests of targets use it, providers/kube's above all. Each sentence that package
// target says of its methods, and each class of failure, is a promise with a name
// ([Promises]). The suite runs against the fake API server (package fake) and against
// a real one alike: what goes wrong, goes wrong between the target and its server
// (package fault).
//
// It never trusts the target about what happened: what is there is read past it.
//
// # Decisions
//
// A promise does not know of testing.T: it reports to a list of sentences. So the
// suite can be tried out on targets with a bug planted in them, where a failure is
// what is wanted.
package providertest
