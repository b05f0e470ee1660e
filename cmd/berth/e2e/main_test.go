package e2e_test

import (
	"os"
	"testing"

	"berth.dev/cmd/berth/cli"
	"berth.dev/providers/providertest/cluster"
)

// shared are the clusters of all tests here; each begins by sweeping them.
var shared = cluster.NewPool(cluster.DefaultOptions("tokyo"), cluster.DefaultOptions("gke"))

// asBerth makes the test's program be berth: what is measured is a process of its own.
const asBerth = "BERTH_E2E_BE_BERTH"

func TestMain(m *testing.M) {
	if os.Getenv(asBerth) != "" {
		os.Exit(cli.Main(cli.System()))
	}
	os.Exit(shared.Main(m))
}
