package lease

import (
	"context"
	"errors"
	"testing"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
	"berth.dev/providers/providertest/cluster"
)

// control is a cluster without controllers: leases are about the API server alone.
var control = cluster.NewPool(cluster.Options{Name: "tokyo", Audit: cluster.Writes})

// TestARealServerKeepsOneHolder goes once through the life of a lease against an API
// server, in real time: made, held, contended for, lost by its holder, taken over, given
// back.
func TestARealServerKeepsOneHolder(t *testing.T) {
	on := control.Get(t)[0]
	c, err := kube.Open(kube.Options{Files: []string{on.Admin()}})
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Clock: BootClock{}, Duration: 3 * time.Second, Margin: time.Second, Poll: 100 * time.Millisecond}
	take := func(n int) (*Held, error) {
		return Acquire(context.Background(), []Site{{Name: "tokyo", Cluster: c}}, someone(n), o)
	}
	first, err := take(1)
	if err != nil {
		t.Fatal(err)
	}
	var busy *Busy
	if _, err := take(2); !errors.As(err, &busy) || busy.Holder != someone(1).String() || busy.Since != "2000-01-01T00:00:00.000000Z" {
		t.Errorf("got %v", err)
	}
	kill(first)
	second, err := take(2)
	if err != nil {
		t.Fatal(err)
	}
	if isHeld(first) || !isHeld(second) || second.Epoch("tokyo") != 2 {
		t.Errorf("the dead one has a permit: %v, the next one: %v, epoch %d", isHeld(first), isHeld(second), second.Epoch("tokyo"))
	}
	if err := second.Release(context.Background()); err != nil {
		t.Fatal(err)
	}
	left, err := c.Get(context.Background(), leaseRef())
	if err != nil || left.At("spec", "holderIdentity") != "" {
		t.Errorf("left behind: %v, %v", map[string]any(left), err)
	}
	third, err := take(3)
	if err != nil || third.Epoch("tokyo") != 3 {
		t.Fatal(err)
	}
	if err := third.Release(context.Background()); err != nil {
		t.Error(err)
	}
	staysDeleted(t, c, take)
	space, err := c.Get(context.Background(), object.Ref{Kind: "Namespace", Name: object.SystemNamespace})
	if err != nil || space.Label("app.kubernetes.io/managed-by") != "berth" {
		t.Errorf("the namespace: %v", err)
	}
}

// staysDeleted deletes a Lease that is held: its holder must not make it again by a
// renewal, as a server lets it that is not told the UID.
func staysDeleted(t *testing.T, c *kube.Cluster, take func(int) (*Held, error)) {
	t.Helper()
	held, err := take(4)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Delete(context.Background(), leaseRef(), target.Only{}); err != nil {
		t.Fatal(err)
	}
	<-held.running.Done() // the next renewal finds it out
	left, err := c.Get(context.Background(), leaseRef())
	if left != nil || err != nil || isHeld(held) {
		t.Errorf("left %v, %v", map[string]any(left), err)
	}
}
