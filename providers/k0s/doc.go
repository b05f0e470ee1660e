// Package k0s makes, changes and observes clusters of k0s, by k0sctl.
//
// The command that makes a plan asks it for three things: what the specs order of a
// site ([Order]), what its machines have ([Seen], read by package hosts), and the steps
// from the one to the other ([Steps]). The command that carries the plan out drives
// those steps by the package's driver, from the plan's file alone. [Import] reads a
// k0sctl.yaml that exists into the words of a site.
//
// k0sctl is only ever given files that this package wrote ([Orders.File]): all
// controllers, and at most one worker. It never reads a person's file, and no folder.
// Nothing here keeps a secret: an order that has one is refused.
//
// # Decisions
//
// k0sctl is driven by files of one worker rather than by one file of all, because it
// goes on with a worker whose drain has failed, and to the next minor version over a
// worker that is two behind. Hosts that are not in the file are left alone by it.
//
// A change of the configuration comes before a change of the version, at the version
// that runs: a step that does both could not say which of them broke the API. A flag
// that the running version does not know yet needs a second plan.
//
// The new configuration is compared with what a controller has after what k0sctl itself
// writes into it is left out of both (addresses, names in certificates). The other
// candidate, to keep what was written last, would not see what somebody changed by hand.
//
// Removing a controller is refused. k0sctl says that it has, leaves the member in etcd,
// and the next restart has no quorum.
package k0s
