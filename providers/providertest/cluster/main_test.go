package cluster_test

import (
	"os"
	"testing"

	"berth.dev/providers/providertest/cluster"
)

// shared are two clusters for the tests of this package.
var shared = cluster.NewPool(cluster.DefaultOptions("tokyo"), cluster.DefaultOptions("gke"))

func TestMain(m *testing.M) { os.Exit(shared.Main(m)) }
