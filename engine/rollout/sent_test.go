package rollout_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

// split is a stop on two sites, uneven as a plan has it.
func split(wave int, gke int64) rollout.Stop {
	return rollout.Stop{Wave: wave, Shares: []rollout.Share{{Site: "gke", Thousandths: gke}, {Site: "tokyo", Thousandths: 1000 - gke}}}
}

// called is a service without a switch, with callers, on the way to stops.
func called(name string, stops ...rollout.Stop) rollout.Service {
	return rollout.Service{Name: name, Namespace: "shop", Called: true, Runs: []string{"gke"}, Stops: stops,
		Objects: everywhere([]object.Object{deployment(name, 3)}, "gke", "tokyo")}
}

// spreading is a scene in which services have become hybrids, and a person has sent
// their callers on.
func spreading(t *testing.T, services ...rollout.Service) (*scene, *rollout.Result) {
	t.Helper()
	s := sceneOf(t, "gke", "tokyo")
	for _, one := range services {
		s.made("gke", one.Name, one.Objects["gke"]...)
	}
	r := build(t, s.input(services...))
	s.run(r)
	return s, r
}

func TestAPersonIsNotAskedTwiceToSendCallersOn(t *testing.T) {
	api, web := called("api", on(0, "gke"), split(1, 30)), called("web", on(0, "gke"), split(1, 406))
	s, first := spreading(t, web, api)
	want := []step.Route{
		{Service: "api", Weights: []step.Weight{{Site: "gke", Before: 1000, After: 30}, {Site: "tokyo", After: 970}}},
		{Service: "web", Weights: []step.Weight{{Site: "gke", Before: 1000, After: 406}, {Site: "tokyo", After: 594}}},
	}
	if diff := cmp.Diff(want, only(t, first, step.Gate).Sends); diff != "" {
		t.Errorf("a gate for both (-want +got):\n%s", diff)
	}
	for name, stop := range map[string]rollout.Stop{"runs_on is as it was": on(0, "gke"), "runs_on has both sites": on(0, "gke", "tokyo")} {
		t.Run(name, func(t *testing.T) {
			api.Stops, web.Stops = []rollout.Stop{stop, split(1, 30)}, []rollout.Stop{stop, split(1, 406)}
			if diff := cmp.Diff([]string(nil), told(build(t, s.input(web, api)).Work)); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhereCallersWereSentIsBelievedOnlyWhereItFits(t *testing.T) {
	tests := map[string]struct {
		change func(*scene, []rollout.Cluster)
		stop   rollout.Stop
		asks   string
	}{
		"another split is wanted":                {nil, split(1, 30), "from gke (40.6 %) and tokyo (59.4 %) to gke (3.0 %) and tokyo (97.0 %)"},
		"a little of it, and nothing is to move": {nil, split(0, 410), ""},
		"records do not agree": {func(_ *scene, all []rollout.Cluster) {
			all[1].Record.Callers = map[string]map[string]int64{"web": {"gke": 1000}}
		}, split(1, 406), "from gke to gke (40.6 %) and tokyo (59.4 %)"},
		"only one of them has it": {func(_ *scene, all []rollout.Cluster) { all[0].Record.Callers = nil }, split(1, 406), ""},
		"it runs elsewhere": {func(_ *scene, all []rollout.Cluster) {
			for i := range all {
				all[i].Record.Callers = map[string]map[string]int64{"web": {"osaka": 1000}}
			}
		}, split(1, 406), "from gke to gke (40.6 %) and tokyo (59.4 %)"},
		"a side is to go, which a person must know": {func(_ *scene, all []rollout.Cluster) {
			for i := range all {
				all[i].Record.Callers = map[string]map[string]int64{"web": {"tokyo": 1000}}
			}
		}, on(1, "tokyo"), "nowhere but to tokyo"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			web := called("web", on(0, "gke"), split(1, 406))
			s, _ := spreading(t, web)
			web.Stops = []rollout.Stop{on(0, "gke"), tt.stop}
			if tt.stop.Wave == 0 {
				web.Stops = []rollout.Stop{tt.stop}
			}
			in := s.input(web)
			if tt.change != nil {
				tt.change(s, in.Clusters)
			}
			r := build(t, in)
			if tt.asks == "" {
				if diff := cmp.Diff([]string(nil), told(r.Work)); diff != "" {
					t.Errorf("steps (-want +got):\n%s", diff)
				}
				return
			}
			if why := only(t, r, step.Gate).Why; !strings.HasSuffix(why, tt.asks) {
				t.Errorf("it asks: %s", why)
			}
		})
	}
}

func TestAnUndoSendsCallersBackFromWhereTheyAre(t *testing.T) {
	web := called("web", on(0, "gke"), split(1, 406))
	s, first := spreading(t, web)
	back := undo(t, s, first, web)
	want := []step.Route{{Service: "web", Weights: []step.Weight{{Site: "gke", Before: 406, After: 1000}, {Site: "tokyo", Before: 594}}}}
	if diff := cmp.Diff(want, only(t, back, step.Gate).Sends); diff != "" {
		t.Errorf("callers (-want +got):\n%s", diff)
	}
}

func TestAnUndoOfAGateAloneLeavesNoSite(t *testing.T) {
	web := called("web", on(0, "gke"), split(1, 406))
	s := sceneOf(t, "gke", "tokyo")
	s.made("gke", "web", web.Objects["gke"]...)
	s.made("tokyo", "web", web.Objects["tokyo"]...)
	r := build(t, s.input(web))
	s.run(r)
	if diff := cmp.Diff([]string{"w1.1.1 gate "}, told(undo(t, s, r, web).Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

func TestAnUndoInPlaceSendsNobodyAnywhere(t *testing.T) {
	web := called("web", on(0, "gke"), split(1, 406))
	s, _ := spreading(t, web)
	web.Objects = everywhere([]object.Object{deployment("web", 3), config("web", "1")}, "gke", "tokyo")
	second := build(t, s.input(web))
	s.run(second)
	back := undo(t, s, second, web)
	if n := deletions(back.Work); n != 2 || len(back.Work.Stages) != 1 {
		t.Errorf("%d deletions in:\n%s", n, strings.Join(told(back.Work), "\n"))
	}
}
