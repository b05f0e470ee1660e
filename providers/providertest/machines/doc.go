// Package machines is a world of machines for tests: SSH servers, a double of k0sctl,
// and behind them a real control plane, so that what drives k0s can be run end to end
// and killed anywhere.
//
// Tests of providers/k0s and of the program use it:
//
//	w := machines.New(t, cluster, machines.Host{Name: "c1"}, machines.Host{Name: "w1"})
//	reach := w.Reach("c1")             // for the spec's host block
//	path := w.Program() + ":" + PATH   // where k0sctl is the double
//
// The cluster is one of package cluster that runs with Controllers and Kubelets and
// without nodes; one world at a time may have it. Machines answer SSH on addresses of
// their own below 127.0.0.0/8, which Linux alone has without being asked. Each
// controller's API server is a front of the cluster, at the machine's address and the
// port that its k0s.yaml says: it listens while that controller runs, and answers
// /readyz and /version for it. A worker is a Node while its service runs, and pods live
// on it as package cluster says.
//
// What may be asked of a machine are the commands in the docs of providers/k0s/hosts,
// exactly those. Any other is refused and in the history as such. The double takes the
// command lines of k0sctl v0.32.2.
//
// What a test reads: [World.State] of each machine, [World.History] of all that was
// asked and done, [World.Runs] of k0sctl with arguments, environment, files and
// descriptors, and [World.Wrongs], which are sentences about what must never happen and
// did. What a test does: [World.Plant] faults, and make machines unreachable, silent,
// slow or somebody else.
//
// The rules of versions are k0s's: a controller that skips a minor does not come up, and
// a node whose kubelet is newer than a controller, or more than one minor older, is not
// Ready.
//
// Nothing that ships imports this package.
//
// # What a test here does not show
//
// No k0s runs and none is installed; machines are values in the test's process. Etcd is
// counted, not run. Objects outlive the cluster: when all controllers are reset, nodes
// go and all else stays, the namespace kube-system with its UID too. A controller whose
// API server cannot start is not restarted again and again, it stays down until its
// service is started. The double waits for nothing that cannot come: where the real
// k0sctl gives up after two minutes it fails at once. It knows no hooks, uploads,
// bastions, no protocol but SSH.
//
// # Decisions
//
// The double is a program of its own and does its work by SSH, with the keys and the
// known hosts that it was given: a wrong user, port or key in a file fails as with the
// real one. How far it is, it says on a socket whose path lies beside the program,
// because berth hands k0sctl no variable that could carry it.
//
// What machines are is kept in the test's process rather than in the double: it must
// outlive the program under test and the double alike.
package machines
