package score_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/score"
)

// neighboursToday are a case's neighbours where they run.
func neighboursToday(f *score.Fleet, c *score.Case) (out []score.Neighbour) {
	for _, k := range c.Traffic {
		if other := f.Workspace.Service(k.Name); other != nil {
			out = append(out, score.Neighbour{Name: k.Name, Sites: other.RunsOn.V})
		}
	}
	return out
}

// unpricedMean is the mean of an option over the criteria that no money stands for.
func unpricedMean(f *score.Fleet, o *score.Option) (mean float64, speaks bool) {
	sum, weight := 0.0, 0.0
	for i, k := range o.Criteria {
		if k.Applies && !f.Suite.Criteria[i].Priced {
			sum, weight = sum+k.Score*k.Weight, weight+k.Weight
		}
	}
	if weight == 0 {
		return 0, false
	}
	return sum / weight, true
}

func TestACaseWithNeighboursWhereTheyRunIsTheEvaluation(t *testing.T) {
	forbidden, scored := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		f := fleet(t, open(r), add("services/caller.hcl", `
service "caller" {
  runs_on = "tokyo"
  calls   = "complete"
  call "open" {
    sent     = "10G"
    received = "1T"
  }
}
`))
		for _, name := range []string{"open", "caller", "rendertron", "sentry", "vroid-hub"} {
			s := f.Workspace.Service(name)
			d := decide(t, f, name)
			c, err := f.Case(s, score.Assumed{})
			if err != nil {
				r.Fatal(err)
			}
			for i, at := range c.Options {
				o := d.Option(at.ID)
				set := c.At(i, o.Base)
				got, err := set.Violations(neighboursToday(f, c)...)
				if err != nil {
					r.Fatal(err)
				}
				if diff := cmp.Diff(o.Violations, got); diff != "" {
					r.Fatalf("%s on %s (-evaluation +case):\n%s", name, at.ID, diff)
				}
				forbidden += len(got)
				want, speaks := unpricedMean(f, o)
				mark, said, err := set.Score()
				if err != nil || said != speaks || mark-want > 1e-9 || want-mark > 1e-9 {
					r.Fatalf("%s on %s: %v, %v and %v, not %v and %v", name, at.ID, err, mark, said, want, speaks)
				}
				if said {
					scored++
				}
				if set.Hours() != o.Hours {
					r.Fatalf("%s on %s: %v hours, not %v", name, at.ID, set.Hours(), o.Hours)
				}
			}
		}
	})
	if forbidden == 0 || scored == 0 {
		t.Errorf("%d violations and %d scores: the property says nothing", forbidden, scored)
	}
}

func TestANeighbourThatMovesIsAskedForAlone(t *testing.T) {
	f := fleet(t, add("services/pair.hcl", `
service "one" {
  runs_on = "tokyo"
  calls   = "complete"
  security {
    internet_transit = false
  }
  call "two" {
    sent     = "10G"
    received = "10G"
  }
}
service "two" {
  runs_on = "tokyo"
  calls   = "complete"
}
`))
	c, err := f.Case(f.Workspace.Service("one"), score.Assumed{})
	if err != nil {
		t.Fatal(err)
	}
	for i, at := range c.Options {
		for _, k := range []struct {
			sites []string
			apart bool
			want  bool
		}{
			{[]string{"tokyo"}, false, at.ID != "tokyo"},
			{[]string{"gke"}, false, at.ID != "gke"},
			{[]string{"tokyo", "gke"}, false, false},
			{[]string{"tokyo", "gke"}, true, true},
		} {
			got, err := c.At(i, 1).Forbids(score.Neighbour{Name: "two", Sites: k.sites, Apart: k.apart})
			if err != nil || got != k.want {
				t.Errorf("on %s with two on %v (apart %v): %v, %v", at.ID, k.sites, k.apart, got, err)
			}
		}
	}
}

func TestWhatIsAssumedOfUnknownTrafficIsSaid(t *testing.T) {
	f := fleet(t, add("services/open.hcl", `
service "open" {
  runs_on = "tokyo"
  calls   = "partial"
  call "user-db" {
    sent     = "unknown"
    received = "1Gi..100Gi"
  }
}
`))
	gib := 7.0
	for _, c := range []struct {
		what                   string
		assumed                score.Assumed
		sent, received, unseen float64
	}{
		// Typical is 100 GiB for a call; between 1 and 100 the geometric mean.
		{"typical", score.Assumed{}, 100, 10, 0},
		{"low", score.Assumed{Low: true}, 0, 1, 0},
		{"high", score.Assumed{High: true}, 10240, 100, 10240},
		{"a volume, for what is unknown alone", score.Assumed{GiB: &gib}, 7, 10, 0},
	} {
		k, err := f.Case(f.Workspace.Service("open"), c.assumed)
		if err != nil {
			t.Fatal(err)
		}
		var got []float64
		for _, traffic := range k.Traffic {
			switch {
			case traffic.Name == "user-db":
				got = append(got, traffic.Sent, traffic.Received)
			case traffic.Unseen && traffic.Name == "unseen calls to tokyo":
				got = append(got, traffic.Sent)
			case traffic.Unseen && traffic.Sent != 0:
				t.Errorf("%s: calls that nobody has seen go to %s", c.what, traffic.Name)
			}
		}
		if diff := cmp.Diff([]float64{c.sent, c.received, c.unseen}, got, cmp.Comparer(func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

func TestTheHoursOfAJobAreThoseItsRunsTouch(t *testing.T) {
	f := fleet(t, add("services/job.hcl", `
service "job" {
  runs_on = "tokyo"
  calls   = "complete"
  replica {
    cpu    = "2"
    memory = "1Gi"
  }
  job {
    schedule    = "30 2 * * 1-5"
    duration    = "45m"
    parallelism = 3
  }
}
`))
	c, err := f.Case(f.Workspace.Service("job"), score.Assumed{})
	if err != nil {
		t.Fatal(err)
	}
	winter, summer, measured := c.Hours()
	if !measured || &winter[0] != &summer[0] {
		t.Error("two weeks of a schedule differ")
	}
	mean := 0.0
	for slot, h := range winter {
		// From half past two to a quarter past three on five days: 6 cores.
		touched := slot < 120 && (slot%24 == 2 || slot%24 == 3)
		if touched != (h.Peak == 6) || !touched && h.Mean != 0 {
			t.Errorf("slot %d: %+v", slot, h)
		}
		mean += h.Mean / score.HoursPerWeek
	}
	// The share of its runs in a month, as an evaluation charges it.
	if diff := mean - c.Load.Demand(); diff > 1e-9 || diff < -1e-9 {
		t.Errorf("the hours add up to %v cores, the load to %v", mean, c.Load.Demand())
	}
	if two, three := winter[2].Mean, winter[3].Mean; two/three < 1.99 || two/three > 2.01 {
		t.Errorf("half an hour in one slot and a quarter in the next: %v and %v", two, three)
	}
}
