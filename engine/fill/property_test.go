package fill_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/fill"
	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
)

// drawn is a workspace of three services that leave some things open, with rows of some
// of what is to be known of them.
func drawn(r *rapid.T) (*spec.Workspace, []snapshot.Row) {
	names := []string{"a", "b", "c"}
	quantity := func(label string, written ...string) string {
		v := rapid.SampledFrom(append(written, "", `"unknown"`)).Draw(r, label)
		if v == "" {
			return ""
		}
		return label + " = " + v + "\n"
	}
	var text strings.Builder
	for _, name := range names {
		fmt.Fprintf(&text, "service %q {\nreplica {\n%s%srequests_per_second = 3\n}\n", name, quantity("cpu", `"1"`, `"1..2"`), quantity("memory", `"1Gi"`, `"1Gi..2Gi"`))
		fmt.Fprintf(&text, "traffic {\n%s}\n", quantity("mean_rps", "5", `"5..9"`))
		if rapid.Bool().Draw(r, "calls") {
			fmt.Fprintf(&text, "call \"db\" {\n%s%s}\n", quantity("sent", `"1G"`, `"1G..2G"`), quantity("received", `"2G"`))
		}
		text.WriteString("}\n")
	}
	var rows []snapshot.Row
	for _, name := range names {
		for _, kind := range measure.Kinds() {
			for _, source := range []string{"other", "prom"} {
				if !rapid.Bool().Draw(r, "there") {
					continue
				}
				key := measure.Key{Service: name, Kind: kind}
				if kind.Pair() {
					key.Peer = rapid.SampledFrom([]string{"a", "b", "db", "elsewhere"}).Draw(r, "peer")
				}
				row := series(source, key, end, 1, float64(rapid.IntRange(1, 9).Draw(r, "level")))
				rows = append(rows, old(row, rapid.SampledFrom([]int{0, 1, 5, 30}).Draw(r, "age")))
			}
		}
	}
	return parse(r, text.String()), rows
}

// numbers are all quantities of a workspace's services by their path.
func numbers(w *spec.Workspace) map[string]spec.Measure {
	out := map[string]spec.Measure{}
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		if m, ok := v.Interface().(spec.Measure); ok {
			out[path] = m
			return
		}
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(path, v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					walk(path+"."+v.Type().Field(i).Name, v.Field(i))
				}
			}
		case reflect.Slice:
			for i := range v.Len() {
				name := fmt.Sprint(i)
				if c, ok := v.Index(i).Interface().(*spec.Call); ok {
					name = c.Name
				}
				walk(path+"["+name+"]", v.Index(i))
			}
		}
	}
	for _, s := range w.Services {
		walk(s.Name, reflect.ValueOf(s))
	}
	return out
}

func TestANumberThatAPersonWroteIsNeverChanged(t *testing.T) {
	filledAny := false
	rapid.Check(t, func(r *rapid.T) {
		w, rows := drawn(r)
		before := numbers(w)
		got := filled(w, index(), rows, fill.Options{})
		after := numbers(got.Workspace)
		for path, was := range before {
			now := after[path]
			if was.Known() && now != was {
				r.Errorf("%s was %v and is %v", path, was, now)
			}
			filledAny = filledAny || now.Measured()
		}
		for path, now := range after {
			if now.Measured() && (!now.Known() || got.Workspace.By(now).Source == "") {
				r.Errorf("%s is measured without a number or a source: %v", path, now)
			}
		}
		for _, s := range w.Services {
			if _, measured := got.Profiles[s.Name]; measured && s.Traffic.MeanRPS.Known() {
				r.Errorf("the load of %s was written and is measured", s.Name)
			}
		}
		if diff := cmp.Diff(before, numbers(w), cmp.AllowUnexported(spec.Origin{})); diff != "" {
			r.Errorf("the workspace itself changed: %s", diff)
		}
	})
	if !filledAny {
		t.Error("nothing was ever filled: the property says nothing")
	}
}

func TestFillingTwiceIsFillingOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, rows := drawn(r)
		once := filled(w, index(), rows, fill.Options{})
		twice := filled(once.Workspace, index(), rows, fill.Options{})
		same(r, once, twice)
	})
}

func TestTheOrderOfRowsLeavesNoTrace(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w, rows := drawn(r)
		if len(rows) == 0 {
			return
		}
		other := rapid.Permutation(rows).Draw(r, "order")
		a, b := filled(w, index(), rows, fill.Options{}), filled(w, index(), other, fill.Options{})
		same(r, a, b)
		if diff := cmp.Diff(a.Told, b.Told); diff != "" {
			r.Error(diff)
		}
	})
}

// same holds two results against each other, but for what was told on the way.
func same(r *rapid.T, a, b fill.Result) {
	r.Helper()
	if diff := cmp.Diff(numbers(a.Workspace), numbers(b.Workspace), cmp.AllowUnexported(spec.Origin{})); diff != "" {
		r.Error(diff)
	}
	if diff := cmp.Diff(a.Workspace.Evidence, b.Workspace.Evidence); diff != "" {
		r.Error(diff)
	}
	if diff := cmp.Diff(a.Profiles, b.Profiles); diff != "" {
		r.Error(diff)
	}
	if diff := cmp.Diff(a.Strangers, b.Strangers); diff != "" {
		r.Error(diff)
	}
}
