package ground_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/ground"
)

// whole is work with a step of every kind.
func whole() *ground.Work {
	w := &ground.Work{
		Sites: []ground.Site{
			{Name: "cloud", Provider: "gke", Cluster: "projects/p/locations/l/clusters/c", UID: "u1", Window: "Sat 02:00-06:00 Asia/Tokyo", Orders: json.RawMessage(`{"a":1}`)},
			{Name: "osaka", Provider: "k0s", Cluster: "osaka", Lock: "cloud"},
			{Name: "tokyo", Provider: "k0s", Cluster: "tokyo", UID: "u2"},
			{Name: "void", Provider: "gke", Cluster: "projects/p/locations/l/clusters/v", UID: "u3"},
		},
		Before: []ground.Step{
			{Site: "osaka", Kind: ground.MakeCluster},
			{Site: "osaka", Kind: ground.Admit},
			{Site: "cloud", Kind: ground.MakePool, Part: "wide", To: "3"},
			{Site: "cloud", Kind: ground.ResizePool, Part: "narrow", From: "3", To: "5"},
			{Site: "cloud", Kind: ground.AutoscalePool, Part: "narrow"},
			{Site: "tokyo", Kind: ground.Configure, Diff: "-\ta\n+\tb\n", Effects: []ground.Effect{ground.RestartsControllers, ground.StopsAPI}},
			{Site: "tokyo", Kind: ground.Upgrade, From: "v1.35.4+k0s.0", To: "v1.36.2+k0s.0", Effects: []ground.Effect{ground.StopsAPI, ground.CannotBeUndone}},
			{Site: "tokyo", Kind: ground.Upgrade, Part: "10.0.0.7", From: "v1.35.4+k0s.0", To: "v1.36.2+k0s.0", Effects: []ground.Effect{ground.MovesPods}},
			{Site: "tokyo", Kind: ground.AddHost, Part: "10.0.0.8"},
		},
		After: []ground.Step{
			{Site: "tokyo", Kind: ground.RemoveHost, Part: "10.0.0.6", Effects: []ground.Effect{ground.MovesPods}},
			{Site: "cloud", Kind: ground.DrainPool, Part: "old", Effects: []ground.Effect{ground.MovesPods}},
			{Site: "cloud", Kind: ground.RemovePool, Part: "old"},
			{Site: "void", Kind: ground.RemoveCluster, Effects: []ground.Effect{ground.CannotBeUndone}},
		},
	}
	ids := strings.Fields("g1 g2 g3 g4 g5 g6 g7 g8 g9 g10 g11 g12 g13")
	for _, half := range [][]ground.Step{w.Before, w.After} {
		for i := range half {
			half[i].ID, half[i].Why, half[i].Seconds = ids[0], "because", 60
			ids = ids[1:]
		}
	}
	return w
}

func TestWorkWithAllKindsOfStepsHasTheRightShape(t *testing.T) {
	w := whole()
	if err := ground.Check(w); err != nil {
		t.Fatal(err)
	}
	seen := map[ground.Kind]bool{}
	for _, half := range [][]ground.Step{w.Before, w.After} {
		for _, s := range half {
			seen[s.Kind] = true
		}
	}
	if len(seen) != len(ground.Kinds()) {
		t.Errorf("the work has %d kinds of %d", len(seen), len(ground.Kinds()))
	}
}

func TestEveryBentShapeIsRefused(t *testing.T) {
	for want, bend := range map[string]func(*ground.Work){
		"sites must be named, in order":        func(w *ground.Work) { w.Sites[0].Name = "z" },
		`site "": sites must be named`:         func(w *ground.Work) { w.Sites[0].Name = "" },
		"there is no provider":                 func(w *ground.Work) { w.Sites[1].Provider = "k3s" },
		"its cluster has no name":              func(w *ground.Work) { w.Sites[1].Cluster = "" },
		"cannot hold the lease for itself":     func(w *ground.Work) { w.Sites[1].Lock = "osaka" },
		"site osaka, which has no cluster yet": func(w *ground.Work) { w.Sites[2].Lock = "osaka" },
		`is no name`:                           func(w *ground.Work) { w.Sites[0].Cluster = "c\x1b[2J" },
		`is no name of a site`:                 func(w *ground.Work) { w.Sites[1].Lock = "../../etc/cron.d/x" },
		`window "always"`:                      func(w *ground.Work) { w.Sites[0].Window = "always" },
		"its orders are no object":             func(w *ground.Work) { w.Sites[0].Orders = json.RawMessage(`[1]`) },
		"its args are no object":               func(w *ground.Work) { w.Before[0].Args = json.RawMessage(`{"a":`) },
		"1001 sites, the most is 1000":         func(w *ground.Work) { w.Sites = make([]ground.Site, 1001) },
		"20001 steps, the most is 20000":       func(w *ground.Work) { w.After = make([]ground.Step, 20_001-len(w.Before)) },
		"its name must be g10":                 func(w *ground.Work) { w.After[0].ID = "g1" },
		`there is no site "moon"`:              func(w *ground.Work) { w.Before[0].Site = "moon" },
		"there is no kind of steps":            func(w *ground.Work) { w.Before[0].Kind = "force" },
		"provider k0s has no step make pool":   func(w *ground.Work) { w.Before[2].Site = "tokyo" },
		"provider gke has no step add host":    func(w *ground.Work) { w.Before[8].Site = "cloud" },
		"must say of what part it is":          func(w *ground.Work) { w.Before[3].Part = "" },
		"is about the whole cluster":           func(w *ground.Work) { w.Before[1].Part = "x" },
		`step "g7": it upgrades to no other`:   func(w *ground.Work) { w.Before[6].To = "" },
		`step "g8": it upgrades to no other`:   func(w *ground.Work) { w.Before[7].From = w.Before[7].To },
		"there is no cluster yet":              func(w *ground.Work) { w.Sites[2].UID = "" },
		"the cluster exists already":           func(w *ground.Work) { w.Sites[1].UID = "u" },
		"the cluster is removed before it": func(w *ground.Work) {
			w.After[0].Site, w.After[0].Kind, w.After[0].Part = "cloud", ground.RemoveCluster, ""
		},
		"it does not say why":        func(w *ground.Work) { w.Before[0].Why = "" },
		"say why, in one line":       func(w *ground.Work) { w.Before[0].Why = "a\nb" },
		"its diff is longer":         func(w *ground.Work) { w.Before[5].Diff = "a\rb" },
		"0 seconds are no time":      func(w *ground.Work) { w.Before[0].Seconds = 0 },
		"604801 seconds are no time": func(w *ground.Work) { w.Before[0].Seconds = 604801 },
		"its effects must be known":  func(w *ground.Work) { w.Before[0].Effects = []ground.Effect{"noise"} },
		"its effects must be known, in order, eac": func(w *ground.Work) {
			w.Before[5].Effects = []ground.Effect{ground.StopsAPI, ground.RestartsControllers}
		},
	} {
		w := whole()
		bend(w)
		if err := ground.Check(w); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("wanted %q, got %v", want, err)
		}
	}
}

func TestTheLeasesOfWorkAreThoseOfItsClustersAndOfTheirLocks(t *testing.T) {
	w := whole()
	if diff := cmp.Diff([]string{"cloud", "tokyo", "void"}, w.Leased()); diff != "" {
		t.Error(diff)
	}
	w.Before = w.Before[:2]
	w.After = nil
	if diff := cmp.Diff([]string{"cloud"}, w.Leased()); diff != "" {
		t.Errorf("work on osaka, which has no cluster: %s", diff)
	}
	w.Sites[1].UID = "u4" // it exists by now, and whoever made it may still be at work
	if diff := cmp.Diff([]string{"cloud", "osaka"}, w.Leased()); diff != "" {
		t.Error(diff)
	}
	if w.Site("osaka") != &w.Sites[1] || w.Site("moon") != nil {
		t.Error("sites are not found by their names")
	}
}

func TestOnlyWhatIsFeltDisturbs(t *testing.T) {
	w := whole()
	var got []string
	for i := range w.Before {
		if w.Before[i].Disturbs() {
			got = append(got, w.Before[i].ID)
		}
	}
	if diff := cmp.Diff([]string{"g6", "g7", "g8"}, got); diff != "" {
		t.Error(diff)
	}
}

// FuzzCheckNeverPanics feeds shapes that no plan has. What passes can be walked through
// without another look: each step has its site, and each site a window that opens.
func FuzzCheckNeverPanics(f *testing.F) {
	seed, err := json.Marshal(whole())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add([]byte(`{"sites":[{"name":"a"}],"before":[{"kind":"upgrade"}]}`))
	f.Add([]byte(`{"sites":[{"name":"a","provider":"gke","cluster":"c","uid":"u","lock":"a"}],"after":[{"id":"g1","site":"a","kind":"admit","why":"x","seconds":1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var w ground.Work
		if json.Unmarshal(data, &w) != nil || ground.Check(&w) != nil {
			return
		}
		for _, half := range [][]ground.Step{w.Before, w.After} {
			for i := range half {
				if w.Site(half[i].Site) == nil {
					t.Errorf("step %s has no site", half[i].ID)
				}
			}
		}
	})
}
