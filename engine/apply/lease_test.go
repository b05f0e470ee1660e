package apply_test

import (
	"context"
	"errors"
	"testing"

	"berth.dev/engine/apply"
	"berth.dev/engine/lease"
	"berth.dev/engine/object"
)

// truly gives a job the leases of package lease, on the clock of this machine.
func truly(job apply.Job, holder string) apply.Job {
	job.Locks = apply.Leases{
		Holder:  lease.Holder{Host: "test", PID: 1, Nonce: holder, Since: epochStart},
		Options: lease.DefaultOptions(lease.BootClock{}),
	}
	return job
}

func TestLeasesAreGivenBackAndTheirEpochsWrittenDown(t *testing.T) {
	s, w, bag := moving(t)
	s.run(truly(s.job(w, bag), "a"))
	for site := range s.servers {
		o := s.servers[site].Object(object.Ref{Kind: "Lease", Namespace: object.SystemNamespace, Name: lease.Name})
		if o == nil || o.At("spec", "holderIdentity") != nil && o.At("spec", "holderIdentity") != "" {
			t.Errorf("%s: the lease is not given back: %v", site, o.At("spec"))
		}
		if c := s.recordOf(site); c.Epoch != 1 {
			t.Errorf("%s: the record has epoch %d", site, c.Epoch)
		}
	}
	if _, err := apply.Destroy(context.Background(), truly(s.job(nil, nil), "b")); err != nil {
		t.Fatal(err)
	}
	for site := range s.servers {
		if left := s.berths(site); len(left) > 0 {
			t.Errorf("%s: %v is left", site, left)
		}
	}
}

func TestARunThatWasCutOffIsFinishedUnderAHigherEpoch(t *testing.T) {
	s, w, bag := moving(t)
	job := truly(s.job(w, bag), "a")
	ctx, cancel := context.WithCancel(context.Background())
	job.Point = func(name string) {
		if name == "before create "+web.String()+" on gke" {
			cancel()
		}
	}
	if _, err := apply.Run(ctx, job); !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	s.run(truly(s.job(w, bag), "b"))
	s.moved(t)
	if c := s.recordOf("gke"); c.Epoch != 2 {
		t.Errorf("the record has epoch %d", c.Epoch)
	}
}
