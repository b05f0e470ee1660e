// Package crash kills runs of berth at every point, stops them, races them, and lets
// clusters refuse what they ask; an auditor that knows neither journal nor exit code
// (providers/providertest/audit) judges what is left.
//
// A run is a process of its own: the test's binary, started again with a variable
// that makes it a run (see TestMain). The clusters are two fake API servers in the
// test's process, or two real ones, so that they outlive what is killed. Most runs call
// package apply with the test's clocks; one test kills the command as a person gives
// it. The run after a kill is one within the test's process where that is the same.
//
// "make test" runs each point with a few seeds, "make crash" with many (build tag
// crash); the last figures of that stand in testdata/track.md. A failure prints what
// repeats its one case.
//
// # Decisions
//
// A point is right before each request that may change something, and before each
// change of the state folder. Between two of them nothing changes that outlives the
// process, so a kill there is like one at the next point.
//
// Waits pass at once: the clock that they are handed jumps. The lease has a clock of
// its own that runs fast until the lease is taken, so that a run that follows a killed
// one does not sit out fifteen seconds of the dead one's lease; from then on it is the
// machine's. In races and stops it runs at one speed for all.
package crash
