package plan_test

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/plan"
	"berth.dev/engine/spec"
)

// parts are the files of a workspace with something of everything.
func parts(t testing.TB) []spec.Source {
	t.Helper()
	texts := map[string]string{
		"sites": small.Sites, "third": third,
		"a": small.Service("a", `runs_on = "gke"`, small.Call("b", "30Gi", "5Gi"), small.Call("db", "1Gi", "2Gi")),
		"b": small.Service("b", `runs_on = "tokyo"`, `same_site = ["c"]`, moving),
		"c": small.Service("c", `runs_on = "tokyo"`, small.Call("d", "3Gi", "90Gi")),
		"d": small.Service("d", `runs_on = "gke"`, `different_sites = ["e"]`),
		"e": small.Service("e", `runs_on = "tokyo"`),
		"f": small.Service("f", `runs_on = "osaka"`, small.Call("a", "0", "20Gi")),
	}
	var out []spec.Source
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "sites", "third"} {
		out = append(out, spec.Source{Name: name + ".hcl", Bytes: []byte(texts[name])})
	}
	return out
}

func bytesOf(t testing.TB, f *plan.File) []byte {
	t.Helper()
	raw, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// small.Files measures nothing; the talk's workspace has series and is shuffled too.
func TestAPlanHasTheSameBytesOnAnyMachineAndInAnyOrderOfFiles(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for what, load := range map[string]func(shuffle func([]spec.Source) []spec.Source) *small.World{
		"small": func(shuffle func([]spec.Source) []spec.Source) *small.World {
			return small.Files(t, nil, shuffle(parts(t))...)
		},
		"the talk": func(shuffle func([]spec.Source) []spec.Source) *small.World {
			return loadPixiv(t, shuffle)
		},
	} {
		var want []byte
		for k, cores := range []int{1, 2, 8, 1, 2, 8} {
			runtime.GOMAXPROCS(cores)
			r := rand.New(rand.NewPCG(uint64(k), 1))
			w := load(func(sources []spec.Source) []spec.Source {
				if k > 0 {
					r.Shuffle(len(sources), func(i, j int) { sources[i], sources[j] = sources[j], sources[i] })
				}
				return sources
			})
			got := bytesOf(t, planned(t, w, nil))
			if want == nil {
				want = got
			}
			if !bytes.Equal(want, got) {
				t.Errorf("%s: round %d on %d cores has other bytes", what, k, cores)
			}
		}
	}
}

// renamed is the workspace with another name for a site, wherever it is named.
func renamed(t testing.TB, from, to string) []spec.Source {
	t.Helper()
	sources := parts(t)
	for i := range sources {
		sources[i].Bytes = []byte(strings.NewReplacer(
			`provider = "gke"`, `provider = "gke"`, // no site
			`"`+from+`"`, `"`+to+`"`, from+" =", to+" =",
		).Replace(string(sources[i].Bytes)))
	}
	return sources
}

// A renamed site stands elsewhere among the sites, options and blocks.
func TestARenamedSiteChangesNeitherCostNorFloor(t *testing.T) {
	want := planned(t, small.Files(t, nil, parts(t)...), nil).Claim
	for _, names := range [][2]string{{"tokyo", "zurich"}, {"gke", "aws"}, {"osaka", "abroad"}, {"gke", "zgke"}} {
		got := planned(t, small.Files(t, nil, renamed(t, names[0], names[1])...), nil).Claim
		if diff := cmp.Diff([2]int64{want.Cost, want.Floor}, [2]int64{got.Cost, got.Floor}); diff != "" {
			t.Errorf("%s is now %s (-want +got):\n%s", names[0], names[1], diff)
		}
	}
}

// With a gap left the search ends where it likes: cost and floor must be the same all
// the same, since no name decides what is looked at next.
func TestARenamedSiteChangesNothingOfTheTalkEither(t *testing.T) {
	for _, gap := range []float64{0, 0.02} {
		rename := func(from, to string) plan.Claim {
			return planned(t, loadPixiv(t, func(sources []spec.Source) []spec.Source {
				for i := range sources {
					sources[i].Bytes = []byte(strings.NewReplacer(
						`provider = "gke"`, `provider = "gke"`, `"`+from+`"`, `"`+to+`"`, from+" =", to+" =",
					).Replace(string(sources[i].Bytes)))
				}
				return sources
			}), func(r *request) { r.search.Gap = gap }).Claim
		}
		want, got := rename("tokyo", "tokyo"), rename("tokyo", "amagasaki")
		if diff := cmp.Diff([2]int64{want.Cost, want.Floor}, [2]int64{got.Cost, got.Floor}); diff != "" {
			t.Errorf("at a gap of %v (-want +got):\n%s", gap, diff)
		}
	}
}
