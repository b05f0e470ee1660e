package gkefake_test

import (
	"testing"

	container "cloud.google.com/go/container/apiv1"
	"cloud.google.com/go/container/apiv1/containerpb"

	"berth.dev/providers/providertest/gkefake"
)

// opened is a server with a cluster, and a client of it.
func opened(b *testing.B, o gkefake.Options) (*gkefake.Server, *container.ClusterManagerClient) {
	b.Helper()
	s := gkefake.Start(b, o)
	if _, err := s.Add(tokyo, standard("web")); err != nil {
		b.Fatal(err)
	}
	client, err := container.NewClusterManagerClient(b.Context(), s.ClientOptions()...)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = client.Close() })
	return s, client
}

// BenchmarkServerWithACluster is what a test pays before its first call.
func BenchmarkServerWithACluster(b *testing.B) {
	for b.Loop() {
		s, err := gkefake.Open(gkefake.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Add(tokyo, standard("web")); err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}

// BenchmarkCall is one call of a client over the loopback.
func BenchmarkCall(b *testing.B) {
	_, client := opened(b, gkefake.Options{})
	for b.Loop() {
		if _, err := client.GetCluster(b.Context(), &containerpb.GetClusterRequest{Name: web}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPlane is from a cluster to its API server, in memory and real.
func BenchmarkPlane(b *testing.B) {
	for name, planes := range map[string]*gkefake.Planes{"light": gkefake.LightPlanes(), "real": planes} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s, client := opened(b, gkefake.Options{Planes: planes})
				_, light := s.Light(web)
				if _, real := s.Ground(web); light != nil && real != nil {
					b.Fatal(light, real)
				}
				if _, err := client.DeleteCluster(b.Context(), &containerpb.DeleteClusterRequest{Name: web}); err != nil {
					b.Fatal(err)
				}
				if err := s.Settle(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
