package verify

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWordsThatSayMoreThanTheyMayAreRefused(t *testing.T) {
	for _, one := range []struct {
		name string
		tell func(f *file)
		want []string
	}{
		{"as it is", func(*file) {}, nil},
		{"a score where only money counts", func(f *file) { f.Objective = "cost" }, []string{`the objective is "cost", and "api" has costs that it leaves out`}},
		{"money where only the score counts", func(f *file) { f.Objective = "score" }, []string{
			`the objective is "score", and "api" has costs that it leaves out`, `the objective is "score", and "db" has costs that it leaves out`,
			`the objective is "score", and traffic of pair 0 costs`,
		}},
		{"purchases where only the score counts", func(f *file) {
			f.Objective, f.Services[0].Options, f.Services[1].Options = "score", make([]parts, 2), make([]parts, 2)
			f.Problem.Pairs[0].Cost, f.Problem.Blocks[0].Over = []int64{0, 0, 0, 0}, f.vectorOf(0, 7)
		}, []string{`the objective is "score", and more of block "tokyo/cpu" costs`}},
		{"names that are swapped", func(f *file) {
			options := f.Problem.Groups[0].Options
			options[0].Name, options[1].Name = options[1].Name, options[0].Name
		}, []string{`option "tokyo" of "api" is not called what its sites are`, `option "gke" of "api" is not called what its sites are`}},
		{"today that is not", func(f *file) { f.Baselines[1].Name = "as it is today" }, []string{
			`the baseline "as it is today" has "api" elsewhere than it runs today`, `the baseline "as it is today" has "db" elsewhere than it runs today`,
		}},
		{"today that is", func(f *file) { f.Baselines[0].Name = "as it is today" }, nil},
	} {
		f := hand()
		one.tell(f)
		r, _ := Check(seal(t, f), Options{})
		if diff := cmp.Diff(one.want, r.Checks[4].Faults); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", one.name, diff)
		}
	}
}

func TestAnOptionIsCalledWhatItsSitesAre(t *testing.T) {
	for _, one := range []struct {
		name  string
		sites []string
		want  bool
	}{
		{"gke", []string{"gke"}, true},
		{"tokyo+gke", []string{"tokyo", "gke"}, true},
		{"tokyo+gke@4", []string{"tokyo", "gke"}, true},
		{"tokyo+gke@4,12", []string{"tokyo", "gke"}, true},
		{"gke+tokyo@4", []string{"tokyo", "gke"}, false},
		{"tokyo+gke@", []string{"tokyo", "gke"}, false},
		{"tokyo+gke@4,", []string{"tokyo", "gke"}, false},
		{"tokyo+gke@all", []string{"tokyo", "gke"}, false},
		{"tokyo+gke4", []string{"tokyo", "gke"}, false},
		{"gke@4", []string{"gke"}, false},
		{"gke", []string{"gke", "tokyo"}, false},
		{"", nil, false},
	} {
		if got := (&option{Name: one.name, Sites: one.sites}).named(); got != one.want {
			t.Errorf("%q on %v: %t", one.name, one.sites, got)
		}
	}
}
