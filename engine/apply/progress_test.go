package apply

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/record"
	"berth.dev/engine/step"
)

// underWay is a record in which the plan of the test is open.
func underWay(done int, passed ...string) record.Cluster {
	return record.Cluster{Open: &record.Open{Plan: "sha256:p", Done: done, Passed: passed, Since: "2026-03-02T08:00:00Z"}}
}

func TestHowFarAPlanCameFollowsFromRecordsThatDiffer(t *testing.T) {
	fresh := record.Cluster{}
	closed := record.Cluster{Generation: 1, Last: "sha256:p"}
	other := record.Cluster{Open: &record.Open{Plan: "sha256:q", Services: []string{"web"}}}
	later := record.Cluster{Generation: 3, Last: "sha256:r"}
	for _, c := range []struct {
		name   string
		a, b   record.Cluster
		done   int
		open   bool
		closed bool
		fails  any
	}{
		{name: "nothing has begun", a: fresh, b: fresh},
		{name: "opened on the first alone", a: underWay(0), b: fresh, open: true},
		{name: "the highest count is true", a: underWay(2), b: underWay(1), done: 2, open: true},
		{name: "closed on the first alone", a: closed, b: underWay(3), done: 4, open: true},
		{name: "closed on both", a: closed, b: closed, done: 4, closed: true},
		{name: "all done, and another plan was finished where it was closed", a: later, b: underWay(4), done: 4, open: true},
		{name: "another plan is open", a: fresh, b: other, fails: new(*LockedError)},
		{name: "another plan was finished", a: later, b: fresh, fails: new(*ReplayError)},
		{name: "given up on the first alone", a: record.Cluster{Generation: 1}, b: underWay(1), fails: new(*ReplayError)},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := &step.Work{Stages: make([]step.Stage, 4), Clusters: []step.Cluster{{Site: "a"}, {Site: "b"}}}
			r := &run{job: Job{Plan: "sha256:p", Work: w}, services: map[string]step.Service{"web": {}}}
			r.sites = []*site{{name: "a", run: r, cluster: c.a}, {name: "b", run: r, cluster: c.b}}
			err := r.advance()
			if c.fails != nil {
				if !errors.As(err, c.fails) {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := []any{r.progress.done, r.progress.open, r.progress.closed}
			if diff := cmp.Diff([]any{c.done, c.open, c.closed}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
