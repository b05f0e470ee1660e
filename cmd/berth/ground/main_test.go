package ground

import (
	"os"
	"testing"

	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/gkefake"
)

// childVariable names the file with a run's orders; it makes the test's binary a run.
const childVariable = "BERTH_GROUND_RUN"

// shared is the control plane that the worlds of machines make up, one after another.
var shared = cluster.NewPool(cluster.Options{Name: "tokyo", Controllers: true, Kubelets: true, Audit: cluster.Writes})

// planes are those of clusters at Google, one at a time.
var planes = gkefake.NewPlanes(1)

func TestMain(m *testing.M) {
	if file := os.Getenv(childVariable); file != "" {
		os.Exit(child(file))
	}
	os.Exit(shared.Main(m))
}
