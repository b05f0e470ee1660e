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
// # How a step is done
//
// The driver ([NewDriver]) looks at the machines of the step's file, refuses what the
// step was not planned over, and sees that the control plane is well. Controllers change
// after a backup; the archive holds the cluster's keys and stays in the state folder
// ([Backups]), for its owner alone. A worker is emptied first (package drain), and opened
// again after. Then machines and the API server of each controller are asked, by its own
// address, and each node for its kubelet's version: only they say that a step is done.
//
// What an earlier run has left half done is gone on with. A service that k0sctl had
// stopped is started as it is, whichever program is there, for k0sctl refuses a machine
// where k0s is installed and does not run.
//
// # What was run
//
// Tests give every file to the loader and the validation of k0sctl v0.32.2 (package
// providertest/k0sctl), which read from it what was ordered. What k0sctl does on machines
// was seen once on a real cluster of two controllers and two workers, and is played by a
// double in tests; no test starts k0sctl or k0s.
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
// A "$" is written as its number, which k0sctl's reader takes back: what it does to a
// "$$" is a promise of another program's library.
//
// Where the specs name no private address, the one that k0sctl has found is read from
// the machine. To insist on the word would make every import differ.
//
// Labels and taints count when a node joins, so that a change of them is refused: the
// step for it would restart the service and change nothing.
//
// Flags of the API server are allowed by a list, of Kubernetes 1.37. A flag that was
// taken out before is refused though an older version has it; a flag that is mistyped
// stops the API on every controller, and k0sctl says that all is well.
//
// An exit code counts for nothing either way: with 0 the API may be down, and with
// another one all may be as ordered. k0sctl's own --force, which would go on where a
// service stands still, installs services anew on every host.
//
// The driver takes the administrator's kubeconfig from k0sctl, into memory, once a run.
// The context that the specs name belongs to whoever runs berth, and may not yet be
// admitted.
//
// The record of a cluster ([Observe]) is written after each step rather than at the end,
// and keeps the hosts that are still to be removed: a plan that is given up leaves none
// that nobody knows of.
//
// Removing a controller is refused. k0sctl says that it has, leaves the member in etcd,
// and the next restart has no quorum.
package k0s
