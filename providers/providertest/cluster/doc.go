// Package cluster runs real Kubernetes control planes as children of a test: etcd,
// the API server and, where asked for, the controllers, the scheduler and fake nodes
// (kwok) on which pods become Ready by themselves.
//
// Tests of whatever talks to clusters use it. Most want a [Pool]: clusters that all
// tests of a package share, started by the first test that needs one:
//
//	var shared = cluster.NewPool(cluster.DefaultOptions("tokyo"), cluster.DefaultOptions("gke"))
//
//	func TestMain(m *testing.M) { os.Exit(shared.Main(m)) }
//
//	func TestPodsBecomeReady(t *testing.T) {
//		clusters := shared.Get(t)
//		namespace := cluster.Namespace(t, clusters...)
//		…
//	}
//
// Each test has a namespace of its own, and a user of its own ([Cluster.User]) where
// it reads the history of requests ([Cluster.History]) or is to be refused something.
//
// The program that is started is built once for a machine from the module in the
// folder controlplane, kept in the user's cache folder, and built anew when that
// module or Go changes. That takes minutes: "make controlplane" does it ahead of the
// tests. A short test never starts a cluster. Where the program cannot be had a test
// is skipped and says so; with CI=true it fails, because a check that silently did
// not run is none.
//
// What a test on such a cluster does not show: containers never run, names are not
// resolved, volumes hold nothing, and no packet is sent. How a pod fares is told by
// its annotations (stages.yaml). The definitions of Argo CD's and Flux's kinds are
// reduced to their names; that of HTTPRoute is the published one.
//
// For a person who wants such clusters: "make cluster".
//
// Nothing that ships imports this package, and no cluster of a test outlives the
// process that started it. It needs Linux: elsewhere children outlive a test that is
// killed.
//
// # Decisions
//
// The standard library and the control plane's own kubectl are enough; a client
// library would be the very thing that some of the tests are about.
//
// Ports are drawn from below those that systems hand out by themselves, so that no
// connection of another process takes one between the choice and its use.
package cluster
