package rollout_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

// drawn is a drawn service with what must hold for it.
type drawn struct {
	rollout.Service
	single bool // never two copies on two sites
	served bool // always one site with copies where its callers go
}

func drawService(t *rapid.T, i int) drawn {
	name := fmt.Sprintf("s%d", i)
	d := drawn{Service: rollout.Service{Name: name, Namespace: "shop"}}
	objects := []object.Object{config(name, "1"), service(name)}
	copies := rapid.Int64Range(1, 4).Draw(t, "copies")
	switch rapid.SampledFrom([]string{"plain", "plain", "scaled", "single", "schedule", "data"}).Draw(t, "kind") {
	case "plain":
		objects, d.served = append(objects, deployment(name, copies)), true
	case "scaled":
		objects, d.served = append(objects, deployment(name, copies), scaler(name, 9)), true
	case "single":
		objects, d.single, d.Single = append(objects, deployment(name, 1)), true, true
	case "schedule":
		objects, d.single = append(objects, schedule(name)), true
	case "data":
		objects, d.single = append(objects, deployment(name, 1), volume(name)), true
	}
	d.Called = rapid.Bool().Draw(t, "called")
	if rapid.Bool().Draw(t, "routed") {
		d.Route = &step.Route{Command: []string{"send"}}
	}
	d.Objects = everywhere(objects, "a", "b", "c")
	return d
}

// drawStops draws where a service goes, and puts it where it is today.
func drawStops(t *rapid.T, s *scene, d *drawn) {
	sites := rapid.Permutation([]string{"a", "b", "c"}).Draw(t, "sites")
	today := []string{sites[0]}
	hybrid := d.served && rapid.Bool().Draw(t, "hybrid")
	if hybrid && rapid.Bool().Draw(t, "split today") {
		today = sites[:2]
	}
	goal := sites[1:2]
	switch rapid.IntRange(0, 3).Draw(t, "way") {
	case 0:
		goal = today
	case 1:
		if hybrid {
			goal = sites[1:]
		}
	case 2:
		if hybrid {
			goal = sites[:2]
		}
	}
	isNew := rapid.IntRange(0, 5).Draw(t, "new") == 0
	d.Stops = []rollout.Stop{on(0, today...), on(rapid.IntRange(1, 2).Draw(t, "wave"), goal...)}
	if !isNew && !hybrid && !slices.Equal(goal, today) && rapid.IntRange(0, 3).Draw(t, "parked") == 0 {
		d.Stops = []rollout.Stop{on(0, today...), on(1, sites[2]), on(2, goal...)}
	}
	if isNew {
		d.Stops = d.Stops[1:]
		return
	}
	s.goes[d.Name] = map[string]bool{}
	mine := rapid.Bool().Draw(t, "berth's")
	for _, site := range today {
		objects := d.Objects[site]
		if rapid.Bool().Draw(t, "drifted") {
			objects = slices.Clone(objects)
			objects[0] = config(d.Name, "0")
		}
		if mine {
			s.made(site, d.Name, objects...)
		} else {
			s.put(site, objects...)
		}
		s.goes[d.Name][site] = true
	}
}

func TestEveryOrderOfStepsKeepsThePromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newScene(t.Fatalf, "a", "b", "c")
		all := make([]drawn, rapid.IntRange(1, 4).Draw(t, "services"))
		var services []rollout.Service
		for i := range all {
			all[i] = drawService(t, i)
			drawStops(t, s, &all[i])
			services = append(services, all[i].Service)
		}
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
		for cut := true; cut; {
			r, err := rollout.Build(s.input(services...))
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range r.Work.Left {
				t.Fatalf("%s is left: %s", l.Service, l.Why)
			}
			if changes := rollout.Changes(r.Work, r.Bag, s.clusters(), func(step.Step) bool { return false }); len(changes) > 0 {
				t.Fatalf("fresh work is stale: %v", changes)
			}
			stop := len(r.Work.Stages)
			cut = stop > 0 && rapid.Bool().Draw(t, "cut off")
			if cut {
				stop = rapid.IntRange(0, stop-1).Draw(t, "after")
			}
			for _, stage := range r.Work.Stages[:stop] {
				for _, i := range random.Perm(len(stage.Steps)) {
					s.play(stage.Steps[i], r.Bag)
					holds(t, s, all, stage.Steps[i])
				}
			}
		}
		ended(t, s, services)
	})
}

func TestWhatIsTakenBackIsWhereItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newScene(t.Fatalf, "a", "b", "c")
		d := drawService(t, 0)
		drawStops(t, s, &d)
		before := maps.Clone(s.goes[d.Name])
		first, err := rollout.Build(s.input(d.Service))
		if err != nil {
			t.Fatal(err)
		}
		if len(first.Work.Stages) == 0 {
			return
		}
		was := runsOn(s, d)
		stop := rapid.IntRange(1, len(first.Work.Stages)).Draw(t, "stages")
		for _, stage := range first.Work.Stages[:stop] {
			for _, st := range stage.Steps {
				s.play(st, first.Bag)
			}
		}
		back, err := rollout.Undo(s.input(d.Service), rollout.Undoing{Plan: "p", Work: first.Work, Bag: first.Bag})
		if err != nil {
			t.Fatal(err)
		}
		for _, stage := range back.Work.Stages {
			for _, st := range stage.Steps {
				s.play(st, back.Bag)
				if len(was) > 0 {
					holds(t, s, []drawn{d}, st)
				}
			}
		}
		if is := runsOn(s, d); !slices.Equal(was, is) {
			t.Fatalf("it ran on %v and runs on %v", was, is)
		}
		if d.Called && d.served && len(before) > 0 && !maps.EqualFunc(trues(before), trues(s.goes[d.Name]), func(a, b bool) bool { return a == b }) {
			t.Fatalf("callers went to %v and go to %v", before, s.goes[d.Name])
		}
	})
}

func trues(m map[string]bool) map[string]bool {
	out := maps.Clone(m)
	maps.DeleteFunc(out, func(_ string, v bool) bool { return !v })
	return out
}

// runsOn are the sites where a service has copies.
func runsOn(s *scene, d drawn) (out []string) {
	for _, site := range []string{"a", "b", "c"} {
		for _, o := range d.Objects[site] {
			if s.copies(site, o.Ref()) > 0 {
				out = append(out, site)
			}
		}
	}
	return out
}

// holds checks what is true at every instant.
func holds(t *rapid.T, s *scene, all []drawn, after step.Step) {
	for _, d := range all {
		up := runsOn(s, d)
		if d.single && len(up) > 1 {
			t.Fatalf("after %s (%s): %s runs on %v", after.ID, after.Kind, d.Name, up)
		}
		began := len(s.goes[d.Name]) > 0
		if d.served && began && len(up) == 0 {
			t.Fatalf("after %s (%s): %s runs nowhere", after.ID, after.Kind, d.Name)
		}
		for site, goes := range s.goes[d.Name] {
			if d.served && d.Called && goes && !slices.Contains(up, site) {
				t.Fatalf("after %s (%s): callers of %s go to %s, and it runs on %v", after.ID, after.Kind, d.Name, site, up)
			}
		}
	}
}

// ended checks that the world is as wished, that the sets name what is berth's and
// nothing else, and that nothing is left to do.
func ended(t *rapid.T, s *scene, services []rollout.Service) {
	for _, site := range []string{"a", "b", "c"} {
		wanted := map[object.Ref]bool{}
		for _, d := range services {
			for _, share := range d.Stops[len(d.Stops)-1].Shares {
				for _, o := range d.Objects[site] {
					wanted[o.Ref()] = wanted[o.Ref()] || share.Site == site
				}
			}
		}
		for ref, live := range s.live[site] {
			set := s.sets[site][record.SetID("", "shop")]
			switch {
			case ref.Kind == "PersistentVolumeClaim":
			case !wanted[ref]:
				t.Fatalf("%s: %s is still there", site, ref)
			case set == nil || !set.Owns(live):
				t.Fatalf("%s: %s is in no set", site, ref)
			}
			delete(wanted, ref)
		}
		for ref, is := range wanted {
			if is {
				t.Fatalf("%s: %s is missing", site, ref)
			}
		}
		for _, set := range s.sets[site] {
			for _, m := range set.Members {
				if s.live[site][m.Ref] == nil {
					t.Fatalf("%s: the set names %s, which is gone", site, m.Ref)
				}
			}
		}
	}
	same, err := rollout.Build(s.input(services...))
	if err != nil {
		t.Fatal(err)
	}
	if len(same.Work.Stages) > 0 {
		t.Fatalf("a plan made of the same specs does something again:\n%s", strings.Join(told(same.Work), "\n"))
	}
	for i := range services {
		goal := services[i].Stops[len(services[i].Stops)-1]
		goal.Wave = 0
		services[i].Stops = []rollout.Stop{goal} // the specs are brought up to date
	}
	again, err := rollout.Build(s.input(services...))
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Work.Stages) > 0 {
		t.Fatalf("something is left to do:\n%s", strings.Join(told(again.Work), "\n"))
	}
}

func TestTheSameInputsInAnyOrderGiveTheSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newScene(t.Fatalf, "a", "b", "c")
		var services []rollout.Service
		for i := range rapid.IntRange(1, 4).Draw(t, "services") {
			d := drawService(t, i)
			drawStops(t, s, &d)
			services = append(services, d.Service)
		}
		in := s.input(services...)
		one, err := rollout.Build(in)
		if err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
		shuffle(random, in.Services)
		shuffle(random, in.Clusters)
		for i := range in.Clusters {
			shuffle(random, in.Clusters[i].Live)
			shuffle(random, in.Clusters[i].Sets)
		}
		for i := range in.Services {
			in.Services[i].Objects = maps.Clone(in.Services[i].Objects)
			for site, objects := range in.Services[i].Objects {
				in.Services[i].Objects[site] = slices.Clone(objects)
				shuffle(random, in.Services[i].Objects[site])
			}
		}
		two, err := rollout.Build(in)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := bytesOf(t, one), bytesOf(t, two); a != b {
			t.Fatalf("the order shows:\n%s\n%s", a, b)
		}
	})
}

func shuffle[T any](random *rand.Rand, list []T) {
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

func bytesOf(t *rapid.T, r *rollout.Result) string {
	work, err := json.Marshal(r.Work)
	if err != nil {
		t.Fatal(err)
	}
	return string(work) + string(r.Bag.Bytes()) + fmt.Sprint(r.Diags)
}
