package e2e_test

import (
	"os"
	"testing"

	"berth.dev/providers/providertest/cluster"
)

// shared are the clusters of all tests here; each begins by sweeping them.
var shared = cluster.NewPool(cluster.DefaultOptions("tokyo"), cluster.DefaultOptions("gke"))

func TestMain(m *testing.M) { os.Exit(shared.Main(m)) }
