package crash

import (
	"flag"
	"os"
	"runtime/debug"
	"testing"

	"berth.dev/providers/providertest/cluster"
)

// childVariable names the file with a run's orders; it makes the test's binary a run.
const childVariable = "BERTH_CRASH_RUN"

// shared are the real API servers of this package's tests, without controllers.
var shared = cluster.NewPool(cluster.Options{Name: "gke"}, cluster.Options{Name: "tokyo"})

func TestMain(m *testing.M) {
	if orders := os.Getenv(childVariable); orders != "" {
		os.Exit(child(orders))
	}
	// Thousands of small clusters come and go; memory is there, time is not.
	debug.SetGCPercent(400)
	// A case waits for leases and disks more than it computes.
	_ = flag.Set("test.parallel", "8")
	os.Exit(shared.Main(m))
}
