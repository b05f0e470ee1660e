package gkefake_test

import (
	"sync"
	"testing"
	"time"

	container "cloud.google.com/go/container/apiv1"
	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"berth.dev/providers/providertest/gkefake"
)

// planes are for the tests that need real control planes.
var planes = gkefake.NewPlanes(2)

const (
	tokyo    = "projects/demo/locations/asia-northeast1"
	web      = tokyo + "/clusters/web"
	mainPool = web + "/nodePools/main"
)

// clock is one that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// dial makes a client that repeats nothing by itself.
func dial(t *testing.T, r gkefake.Reach) *container.ClusterManagerClient {
	t.Helper()
	client, err := container.NewClusterManagerClient(t.Context(), r.ClientOptions()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	client.CallOptions = &container.ClusterManagerCallOptions{}
	return client
}

// standard is a cluster of one pool, with a node in each zone.
func standard(name string) *containerpb.Cluster {
	return &containerpb.Cluster{
		Name: name, InitialClusterVersion: "1.35", ReleaseChannel: &containerpb.ReleaseChannel{Channel: containerpb.ReleaseChannel_REGULAR},
		NodePools: []*containerpb.NodePool{{Name: "main", InitialNodeCount: 1, Config: &containerpb.NodeConfig{MachineType: "e2-standard-4"}}},
	}
}

// added is a server with such a cluster, that somebody made long ago.
func added(t *testing.T, o gkefake.Options) (*gkefake.Server, *container.ClusterManagerClient) {
	t.Helper()
	s := gkefake.Start(t, o)
	if _, err := s.Add(tokyo, standard("web")); err != nil {
		t.Fatal(err)
	}
	return s, dial(t, s.Reach())
}

// get reads an operation.
func get(t *testing.T, client *container.ClusterManagerClient, o *containerpb.Operation) *containerpb.Operation {
	t.Helper()
	out, err := client.GetOperation(t.Context(), &containerpb.GetOperationRequest{Name: tokyo + "/operations/" + o.GetName()})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// must returns what was asked for; the test fails where there is an error instead.
func must[T any](out T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

// wantCode checks the code of an error.
func wantCode(t *testing.T, want codes.Code, err error) {
	t.Helper()
	if got := status.Code(err); got != want {
		t.Errorf("want %s, got %s: %v", want, got, err)
	}
}
