package cluster_test

import (
	"context"
	"testing"
	"time"

	"berth.dev/providers/providertest/cluster"
)

// BenchmarkStart is how long a test waits for a cluster of its own, on ten nodes or
// with an API server alone.
func BenchmarkStart(b *testing.B) {
	for name, o := range map[string]cluster.Options{"server": {}, "whole": cluster.DefaultOptions("tokyo")} {
		b.Run(name, func(b *testing.B) {
			program := cluster.Need(b)
			for b.Loop() {
				o.Folder = b.TempDir()
				c, err := cluster.Start(b.Context(), program, o)
				if err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				c.Stop()
				b.StartTimer()
			}
		})
	}
}

// BenchmarkPods is how long 200 pods of a Deployment take to become Ready.
func BenchmarkPods(b *testing.B) {
	c := shared.Get(b)[0]
	for b.Loop() {
		ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
		namespace := cluster.Namespace(b, c)
		if _, err := c.Kubectl(ctx, "", deployment("web", 200, "{}"), "create", "-n", namespace, "-f", "-"); err != nil {
			b.Fatal(err)
		}
		path := "/apis/apps/v1/namespaces/" + namespace + "/deployments/web"
		if err := cluster.Until(ctx, func() (bool, error) { return status(b, c, path)["readyReplicas"] == 200.0, nil }); err != nil {
			b.Fatal(err)
		}
		cancel()
	}
}
