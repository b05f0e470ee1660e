package step_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

var (
	digest = "sha256:" + strings.Repeat("0a", 32)
	web    = object.Ref{Kind: "Deployment", Namespace: "shop", Name: "web"}
	route  = object.Ref{Kind: "HTTPRoute", Namespace: "shop", Name: "web"}
)

// whole is work with a step of every kind.
func whole() *step.Work {
	space := object.Ref{Kind: "Namespace", Name: "shop"}
	stages := [][]step.Step{
		{{Kind: step.Create, Object: &space, After: digest}},
		{{Kind: step.Create, Service: "web", Object: &web, After: digest, CopiesOf: "gke"}},
		{{Kind: step.Update, Service: "web", Object: &web, UID: "u", Before: digest, After: digest}},
		{{Kind: step.Adopt, Service: "web", Object: &web, UID: "u", Before: digest, After: digest, Managers: []string{"kubectl"}}},
		{{Kind: step.Scale, Service: "web", Object: &web}},
		{{Kind: step.Wait, Service: "web", Objects: []object.Ref{web}, Seconds: 60, Gone: true}},
		{{Kind: step.Switch, Service: "web", Seconds: 60, Route: &step.Route{HTTPRoute: &route, Ramp: []int64{50, 100}, Weights: []step.Weight{
			{Site: "gke", Backend: "a", Before: 1000}, {Site: "tokyo", Backend: "b", After: 1000}}}}},
		{{Kind: step.Drain, Service: "web", Objects: []object.Ref{web}, Seconds: 30}},
		{{Kind: step.Callers, Service: "web", Objects: []object.Ref{web}}},
		{{Kind: step.Gate, Service: "web", Sends: []step.Route{{Service: "web", Weights: []step.Weight{{Site: "gke", Before: 1000}, {Site: "tokyo", After: 1000}}}}}},
		{{Kind: step.Deliver, Service: "web", Folder: "deploy", Contents: []string{digest}, Seconds: 60}},
		{{Kind: step.Delete, Service: "web", Object: &web, Before: digest}},
	}
	w := &step.Work{Clusters: []step.Cluster{{Site: "gke", UID: "u"}}, Services: []step.Service{{Name: "web"}}}
	for i, steps := range stages {
		for j := range steps {
			steps[j].Site, steps[j].Why = "gke", "because"
			steps[j].ID = "w0." + string(rune('1'+i)) + ".1"
			if i >= 9 {
				steps[j].ID = "w0.1" + string(rune('0'+i-9)) + ".1"
			}
		}
		w.Stages = append(w.Stages, step.Stage{Steps: steps})
	}
	return w
}

func TestWorkWithAllKindsOfStepsHasTheRightShape(t *testing.T) {
	if err := step.Check(whole()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{digest}, whole().Digests()); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
}

func TestEveryBentShapeIsRefused(t *testing.T) {
	at := func(w *step.Work, kind step.Kind) *step.Step {
		for i := range w.Stages {
			if s := &w.Stages[i].Steps[0]; s.Kind == kind && s.Service != "" {
				return s
			}
		}
		return nil
	}
	for want, bend := range map[string]func(*step.Work){
		"it has no steps":         func(w *step.Work) { w.Stages[2].Steps = nil },
		"wave 0 comes after":      func(w *step.Work) { w.Stages[0].Wave, w.Stages[0].Steps[0].ID = 1, "w1.1.1" },
		"its name must be w0.3.1": func(w *step.Work) { w.Stages[2].Steps[0].ID = "w0.2.1" },
		"another step of its stage is about": func(w *step.Work) {
			s := w.Stages[1].Steps[0]
			s.ID = "w0.2.2"
			w.Stages[1].Steps = append(w.Stages[1].Steps, s)
		},
		"there is no service":                func(w *step.Work) { at(w, step.Wait).Service = "other" },
		"it has no service":                  func(w *step.Work) { at(w, step.Wait).Service = "" },
		"there is no cluster":                func(w *step.Work) { at(w, step.Wait).Site = "moon" },
		"must have after":                    func(w *step.Work) { at(w, step.Create).After = "" },
		"must have before":                   func(w *step.Work) { at(w, step.Delete).Before = "" },
		"must have uid":                      func(w *step.Work) { at(w, step.Adopt).UID = "" },
		"kind delete has no after":           func(w *step.Work) { at(w, step.Delete).After = digest },
		"kind wait has no object":            func(w *step.Work) { at(w, step.Wait).Object = &web },
		"kind update has no copies_of":       func(w *step.Work) { at(w, step.Update).CopiesOf = "gke" },
		"is no digest":                       func(w *step.Work) { at(w, step.Create).After = digest[:70] },
		"no kind of steps":                   func(w *step.Work) { at(w, step.Create).Kind = "force" },
		"it does not say why":                func(w *step.Work) { at(w, step.Create).Why = "" },
		"a number is negative":               func(w *step.Work) { at(w, step.Scale).Copies = -1 },
		`nothing to do with objects of kind`: func(w *step.Work) { at(w, step.Delete).Object = &object.Ref{Kind: "ClusterRole", Name: "x"} },
		"is no name of an object":            func(w *step.Work) { at(w, step.Delete).Object = &object.Ref{Kind: "Secret", Name: "x"} },
		"either by a command or by a route":  func(w *step.Work) { at(w, step.Switch).Route.Command = []string{"x"} },
		"has no backend":                     func(w *step.Work) { at(w, step.Switch).Route.Weights[0].Backend = "" },
		"and not 1000":                       func(w *step.Work) { at(w, step.Switch).Route.Weights[1].After = 999 },
		"a ramp must rise":                   func(w *step.Work) { at(w, step.Switch).Route.Ramp = []int64{50, 50, 100} },
		"a ramp must end with 100":           func(w *step.Work) { at(w, step.Switch).Route.Ramp = []int64{50} },
		"weights must name each site once":   func(w *step.Work) { at(w, step.Switch).Route.Weights[1].Site = "gke" },
		"needs no person":                    func(w *step.Work) { at(w, step.Gate).Sends[0].Command = []string{"x"} },
		"are 1000 and 998 thousandths":       func(w *step.Work) { at(w, step.Gate).Sends[0].Weights[1].After = 998 },
		"whose callers a person sends on":    func(w *step.Work) { at(w, step.Gate).Sends[0].Service = "other" },
		"has no sends":                       func(w *step.Work) { at(w, step.Wait).Sends = at(w, step.Gate).Sends },
		"clusters must be named":             func(w *step.Work) { w.Clusters = append(w.Clusters, w.Clusters[0]) },
		"it has no identity":                 func(w *step.Work) { w.Clusters[0].UID = "" },
		"services must be named":             func(w *step.Work) { w.Services = slices.Repeat(w.Services, 2) },
		"its greatest age is negative":       func(w *step.Work) { w.MaxAge = -1 },
	} {
		w := whole()
		bend(w)
		if err := step.Check(w); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("wanted %q, got %v", want, err)
		}
	}
}

// FuzzCheckNeverPanics feeds shapes that no plan has.
func FuzzCheckNeverPanics(f *testing.F) {
	seed, err := json.Marshal(whole())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add([]byte(`{"stages":[{"steps":[{"kind":"switch","route":{}}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var w step.Work
		if json.Unmarshal(data, &w) != nil {
			return
		}
		if err := step.Check(&w); err == nil {
			for _, stage := range w.Stages {
				if len(stage.Steps) == 0 {
					t.Error("an empty stage passes")
				}
			}
		}
	})
}
