package apply_test

import (
	"context"
	"strings"
	"testing"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
)

// late lets a record that an earlier holder of the lease wrote arrive right before the
// first one of this run does.
func (s *scene) late(job apply.Job, change func(*record.Cluster)) apply.Job {
	came := false
	return s.spoiled(job, func(verb, what string) (error, error) {
		if came || verb != "replace" || what != record.ClusterRef().String() {
			return nil, nil
		}
		came = true
		for site := range s.servers {
			c := s.recordOf(site)
			change(c)
			o, err := c.Object()
			if err == nil {
				err = s.servers[site].Edit("berth", record.ClusterRef(), func(live object.Object) { live["data"] = o["data"] })
			}
			if err != nil {
				s.t.Error(err)
			}
		}
		return nil, nil
	})
}

func TestARecordThatAnEarlierRunOfThePlanSentLateIsGoneOnFrom(t *testing.T) {
	s, job, gate := atGate(t, shop(t, 2, at(0, "tokyo"), at(1, "gke")))
	job.Pass = gate
	job = s.late(job, func(c *record.Cluster) { c.Open.Since = "2026-10-31T00:00:00Z" })
	if _, err := apply.Resume(context.Background(), job); err != nil {
		t.Fatal(err)
	}
	for site := range s.servers {
		if c := s.recordOf(site); c.Open != nil || c.Last != job.Plan {
			t.Errorf("%s: open %v, last %s, want %s", site, c.Open, c.Last, job.Plan)
		}
	}
}

func TestARecordOfAnotherPlanOrALaterWriterIsNotWrittenOver(t *testing.T) {
	for name, change := range map[string]func(*record.Cluster){
		"another plan":   func(c *record.Cluster) { c.Open.Plan = "sha256:" + strings.Repeat("f", 64) },
		"a later writer": func(c *record.Cluster) { c.Epoch += 10 },
	} {
		t.Run(name, func(t *testing.T) {
			s, job, gate := atGate(t, shop(t, 2, at(0, "tokyo"), at(1, "gke")))
			job.Pass = gate
			job = s.late(job, change)
			if _, err := apply.Resume(context.Background(), job); err == nil || !strings.Contains(err.Error(), "somebody else has written berth's record") {
				t.Errorf("got %v", err)
			}
		})
	}
}
