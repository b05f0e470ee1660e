package score_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"berth.dev/engine/diag"
	"berth.dev/engine/profile"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// edit changes the sources of a workspace before it is read.
type edit func(sources map[string]string)

// replace swaps one text for another in a file; the test fails when it is not
// there, so that an edit never silently does nothing.
func replace(t testing.TB, file, old, with string) edit {
	return func(s map[string]string) {
		t.Helper()
		if !strings.Contains(s[file], old) {
			t.Fatalf("%s does not hold %q", file, old)
		}
		s[file] = strings.ReplaceAll(s[file], old, with)
	}
}

// add appends text to a file.
func add(file, text string) edit {
	return func(s map[string]string) { s[file] += text }
}

const pixiv = "../../testdata/pixiv"

// readSeries caches the profiles of testdata/pixiv: they do not change.
var readSeries = sync.OnceValue(func() map[string]profile.Profile {
	out := map[string]profile.Profile{}
	entries, err := os.ReadDir(pixiv + "/traffic")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		for _, unit := range []string{"requests/10m", "cores"} {
			f, err := os.Open(pixiv + "/traffic/" + e.Name())
			if err != nil {
				panic(err)
			}
			o := profile.DefaultReadOptions(unit)
			o.Zone = time.FixedZone("JST", 9*3600)
			series, _, err := profile.ReadCSV(f, o)
			f.Close()
			if err != nil {
				panic(err)
			}
			out["traffic/"+e.Name()+" "+unit] = profile.Measure(series)
		}
	}
	return out
})

// fleet reads testdata/pixiv with edits.
func fleet(t testing.TB, edits ...edit) *score.Fleet {
	t.Helper()
	sources := map[string]string{}
	read, err := spec.ReadFolder(os.DirFS(pixiv), spec.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range read {
		sources[s.Name] = string(s.Bytes)
	}
	for _, e := range edits {
		e(sources)
	}
	return build(t, sources)
}

// build makes a fleet of sources; any error ends the test.
func build(t testing.TB, sources map[string]string) *score.Fleet {
	t.Helper()
	var list []spec.Source
	for name, text := range sources {
		list = append(list, spec.Source{Name: name, Bytes: []byte(text)})
	}
	w, diags := spec.Parse(list, spec.Options{})
	suite, more := policies.Compile(w)
	diags = append(diags, more...)
	measured := map[string]profile.Profile{}
	for _, s := range w.Services {
		if s.Traffic != nil && s.Traffic.Series.Set() {
			p, ok := readSeries()[s.Traffic.Series.V+" "+s.Traffic.Unit.V]
			if !ok {
				t.Fatalf("no series %s", s.Traffic.Series.V)
			}
			measured[s.Name] = p
		}
	}
	profiles, more := score.Profiles(w, measured)
	diags = append(diags, more...)
	if diags.HasErrors() {
		var b strings.Builder
		_ = diag.WriteText(&b, diags, diag.TextOptions{})
		t.Fatal(b.String())
	}
	return score.New(w, suite, profiles)
}

// decide evaluates one service.
func decide(t testing.TB, f *score.Fleet, name string) *score.Decision {
	t.Helper()
	s := f.Workspace.Service(name)
	if s == nil {
		t.Fatalf("no service %s", name)
	}
	d, err := f.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// place returns the kind a decision came to.
func place(d *score.Decision) string {
	if d.Winner == nil {
		return "none"
	}
	return d.Winner.Kind
}

// table prints a decision's matrix, for failures.
func table(d *score.Decision) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s firm=%v possible=%q missing=%v\n", d.Service, place(d), d.Firm, d.Possible, d.Missing)
	for _, o := range d.Options {
		fmt.Fprintf(&b, "  %-12s %.3f [%.3f %.3f] %10s JPY %4.1f h base %.1f", o.ID, o.Score, o.Low, o.High, o.Bill.Total.Rounded(0), o.Hours, o.Base)
		for _, c := range o.Criteria {
			if c.Applies {
				fmt.Fprintf(&b, "  %.4s %.3f", c.Name, c.Score)
			}
		}
		for _, v := range o.Violations {
			fmt.Fprintf(&b, "  ✗%s (%s)", v.Constraint, v.Because)
		}
		b.WriteString("\n")
	}
	return b.String()
}
