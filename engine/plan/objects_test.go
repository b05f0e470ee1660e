package plan

import (
	"bytes"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"berth.dev/engine/object"
	"berth.dev/engine/place"
	"berth.dev/engine/seal"
	"berth.dev/engine/step"
)

// configMap is some object.
func configMap(name, value string) object.Object {
	return object.Object{
		"apiVersion": "v1", "kind": "ConfigMap",
		"metadata": map[string]any{"name": name, "namespace": "shop"}, "data": map[string]any{"key": value},
	}
}

// working is a small plan with steps: two objects are made, one is changed, and a
// person is asked.
func working(t testing.TB) (*File, *object.Bag) {
	t.Helper()
	p := &place.Problem{Services: []place.Service{{Name: "web", Options: []place.Option{{Name: "tokyo", Cost: 5}}}}}
	v := &vectors{seen: map[string]int{}}
	f := &File{Format: Format, Problem: encodeProblem(p, v), Placement: make([]int, len(p.Services)), Proof: []Node{{}}}
	f.Problem.Vectors = v.all
	for i, g := range f.Problem.Groups {
		f.Services = append(f.Services, Service{Name: g.Name, Group: i, Options: make([]Parts, len(g.Options)), Once: make([]int64, len(g.Options)), Demand: -1})
	}
	bag := &object.Bag{}
	add := func(o object.Object) string {
		digest, err := bag.Add(o)
		if err != nil {
			t.Fatal(err)
		}
		return digest
	}
	made := func(id, name string) step.Step {
		o := configMap(name, id)
		ref := o.Ref()
		return step.Step{ID: id, Kind: step.Create, Service: "web", Site: "tokyo", Object: &ref, After: add(o), Why: "web is to run on tokyo"}
	}
	change := made("w0.2.1", "c")
	change.Kind, change.UID, change.Before = step.Update, "u-1", add(configMap("c", "old"))
	f.Work = &step.Work{
		Clusters: []step.Cluster{{Context: "admin@tokyo", Site: "tokyo", UID: "u-0"}}, Left: []step.Left{},
		Made: "2026-10-31T09:00:00Z", MaxAge: 604800,
		Services: []step.Service{{Name: "web", Namespace: "shop", From: []string{}, To: []string{"tokyo"}}},
		Stages: []step.Stage{
			{What: "bring configuration up to date", Steps: []step.Step{made("w0.1.1", "a"), made("w0.1.2", "b")}},
			{What: "bring configuration up to date", Steps: []step.Step{change}},
			{What: "ask", Steps: []step.Step{{ID: "w0.3.1", Kind: step.Gate, Service: "web", Why: "look at it"}}},
		},
	}
	return f, bag
}

// files are the bytes of a plan's two files.
func files(t testing.TB, f *File, bag *object.Bag) (raw, objects []byte) {
	t.Helper()
	raw, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return raw, bag.Bytes()
}

func readBoth(raw, objects []byte) error {
	_, _, err := ReadWithObjects(bytes.NewReader(raw), bytes.NewReader(objects))
	return err
}

func TestAPlanIsReadWithItsObjects(t *testing.T) {
	plan, made := working(t)
	raw, objects := files(t, plan, made)
	f, bag, err := ReadWithObjects(bytes.NewReader(raw), bytes.NewReader(objects))
	if err != nil {
		t.Fatal(err)
	}
	again, beside := files(t, f, bag)
	if !bytes.Equal(again, raw) || !bytes.Equal(beside, objects) {
		t.Error("what is read and written again has other bytes")
	}
}

// isRefused tells whether an error is one that Read has for files that are no plans.
func isRefused(err error) bool { return errors.Is(err, ErrAltered) || errors.Is(err, ErrFormat) }

// flips calls do for every bit of some bytes, with the bytes that have it flipped.
func flips(raw []byte, do func(bit int, flipped []byte)) {
	var all sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		all.Go(func() {
			mine := bytes.Clone(raw)
			for bit := w; bit < 8*len(raw); bit += workers {
				mine[bit/8] ^= 1 << (bit % 8)
				do(bit, mine)
				mine[bit/8] ^= 1 << (bit % 8)
			}
		})
	}
	all.Wait()
}

func TestOfAPlanAndItsObjectsNoBitMayChange(t *testing.T) {
	f, bag := working(t)
	raw, objects := files(t, f, bag)
	flips(raw, func(bit int, flipped []byte) {
		if err := readBoth(flipped, objects); !isRefused(err) {
			t.Errorf("bit %d of the plan flipped: %v", bit, err)
		}
	})
	flips(objects, func(bit int, flipped []byte) {
		if err := readBoth(raw, flipped); !isRefused(err) {
			t.Errorf("bit %d of the objects flipped: %v", bit, err)
		}
	})
}

func TestAPlanAndObjectsThatDoNotBelongTogetherAreRefused(t *testing.T) {
	f, bag := working(t)
	raw, objects := files(t, f, bag)
	lines := strings.SplitAfter(strings.TrimSuffix(string(objects), "\n"), "\n")
	lines[len(lines)-1] += "\n"
	stranger := &object.Bag{}
	if _, err := stranger.Add(configMap("z", "1")); err != nil {
		t.Fatal(err)
	}
	other := string(stranger.Bytes())
	for name, beside := range map[string]string{
		"nothing":        "",
		"a line less":    strings.Join(lines[1:], ""),
		"a line more":    string(objects) + other,
		"a line twice":   lines[0] + string(objects),
		"lines swapped":  lines[1] + lines[0] + strings.Join(lines[2:], ""),
		"another object": strings.Join(append(slices.Clone(lines[1:]), other), ""),
		"another value":  strings.Replace(string(objects), "old", "new", 1),
		"a torn end":     string(objects[:len(objects)-1]),
		"a space":        string(objects) + " ",
	} {
		if err := readBoth(raw, []byte(beside)); !errors.Is(err, ErrAltered) {
			t.Errorf("%s: %v", name, err)
		}
	}
	f.Work = nil
	raw, _ = files(t, f, bag)
	if err := readBoth(raw, objects); !errors.Is(err, ErrNoWork) {
		t.Errorf("a plan without steps: %v", err)
	}
}

// TestWhoCannotSignCannotChangeAPlan alters a plan as somebody does who can write both
// files, and makes the digests right again: what still reads has no valid signature.
func TestWhoCannotSignCannotChangeAPlan(t *testing.T) {
	key, err := seal.NewKey(strings.NewReader(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	f, bag := working(t)
	raw, objects := files(t, f, bag)
	signature := seal.Sign(key, raw)
	trusted := seal.Keys{key.Public()}
	if _, err := seal.Verify(trusted, raw, signature); err != nil {
		t.Fatal(err)
	}
	reads := 0
	for name, alter := range map[string]func(*step.Work){
		"steps swapped": func(w *step.Work) { s := w.Stages[0].Steps; s[0], s[1] = s[1], s[0] },
		"their ids, too": func(w *step.Work) {
			s := w.Stages[0].Steps
			s[0], s[1] = s[1], s[0]
			s[0].ID, s[1].ID = s[1].ID, s[0].ID
		},
		"a step dropped": func(w *step.Work) { w.Stages[0].Steps = w.Stages[0].Steps[:1] },
		"a step twice":   func(w *step.Work) { w.Stages[0].Steps = append(w.Stages[0].Steps, w.Stages[0].Steps[1]) },
		"a step appended": func(w *step.Work) {
			s := w.Stages[0].Steps[1]
			s.ID = "w0.1.3"
			w.Stages[0].Steps = append(w.Stages[0].Steps, s)
		},
		"stages swapped":     func(w *step.Work) { w.Stages[0], w.Stages[1] = w.Stages[1], w.Stages[0] },
		"a stage dropped":    func(w *step.Work) { w.Stages = w.Stages[:2] },
		"a gate less":        func(w *step.Work) { w.Stages[2].Steps[0].Kind = step.Wait },
		"another cluster":    func(w *step.Work) { w.Clusters[0].UID = "u-9" },
		"another context":    func(w *step.Work) { w.Clusters[0].Context = "admin@osaka" },
		"another generation": func(w *step.Work) { w.Clusters[0].Generation = 4 },
		"another object":     func(w *step.Work) { w.Stages[1].Steps[0].UID = "u-2" },
		"contents swapped":   func(w *step.Work) { s := w.Stages[0].Steps; s[0].After, s[1].After = s[1].After, s[0].After },
		"before and after":   func(w *step.Work) { s := &w.Stages[1].Steps[0]; s.Before, s.After = s.After, s.Before },
		"made later":         func(w *step.Work) { w.Made = "2036-10-31T09:00:00Z" },
		"good for ever":      func(w *step.Work) { w.MaxAge = 0 },
		"another name":       func(w *step.Work) { w.Stages[0].Steps[0].Object.Namespace = "kube-system" },
	} {
		f, _ := working(t)
		alter(f.Work)
		altered, _ := files(t, f, bag)
		if _, err := seal.Verify(trusted, altered, signature); !errors.Is(err, seal.ErrAltered) {
			t.Errorf("%s: the signature still holds: %v", name, err)
		}
		if err := readBoth(altered, objects); err == nil {
			reads++
		} else if !isRefused(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if reads == 0 {
		t.Error("no change can be hidden from who does not ask for a signature: then this test is not about signatures")
	}
}
