package pricelist

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestABookNamesTheTrapsOfItsRegion(t *testing.T) {
	list, _ := readSmall(t, small)
	b, err := list.Book(BookOptions{Region: "west1"})
	if err != nil {
		t.Fatal(err)
	}
	want := []Trap{
		{CodeSpotOnly, "machine that has a spot price here but none on demand", 1, []string{"n1-standard-16"}},
		{CodeNotSold, "machine type of the list that west1 does not sell", 3, []string{"e2-micro", "n1-standard-2", "x9-none"}},
		{CodeMissing, "price that the list does not have here: left out, never 0", 6, []string{
			"egress to internet from 1 TiB", "n1-standard-16 commit1y", "n1-standard-16 commit3y",
			"n1-standard-16 hour", "n1-standard-16 on_demand", "storage ssd",
		}},
	}
	if diff := cmp.Diff(want, b.Traps); diff != "" {
		t.Error(diff)
	}
}

func TestPatternsChooseMachines(t *testing.T) {
	list, _ := readSmall(t, small)
	for _, c := range []struct {
		name     string
		patterns []string
		want     []string
	}{
		{"none means all that is sold", nil, []string{"e2-micro", "n1-standard-2", "n1-standard-16"}},
		{"a family", []string{"n1-*"}, []string{"n1-standard-2", "n1-standard-16"}},
		{"one machine", []string{"e2-micro"}, []string{"e2-micro"}},
		{"two patterns that overlap", []string{"n1-*", "*-16"}, []string{"n1-standard-2", "n1-standard-16"}},
		{"one character", []string{"n1-standard-?"}, []string{"n1-standard-2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := list.Book(BookOptions{Region: "east1", Machines: c.patterns})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, m := range b.Machines {
				got = append(got, m.Name)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAChoiceThatCannotBeMetSaysWhatCan(t *testing.T) {
	list, _ := readSmall(t, small)
	for _, c := range []struct {
		name string
		o    BookOptions
		want string
	}{
		{"a region misspelt", BookOptions{Region: "eas1"}, `the list has no region "eas1". Did you mean "east1"? It has east1, west1`},
		{"a region from nowhere", BookOptions{Region: "moonbase"}, `the list has no region "moonbase". It has east1, west1`},
		{"no region", BookOptions{}, `It has east1, west1`},
		{"a machine misspelt", BookOptions{Region: "east1", Machines: []string{"e2-mikro"}}, `Did you mean "e2-micro"?`},
		{"a machine sold elsewhere", BookOptions{Region: "west1", Machines: []string{"e2-*"}}, `west1 sells no machine that "e2-*" matches; other regions do`},
		{"one of two patterns", BookOptions{Region: "east1", Machines: []string{"e2-*", "q7-*"}}, `no machine that "q7-*" matches`},
		{"a broken pattern", BookOptions{Region: "east1", Machines: []string{"e2-[*"}}, `"e2-[*" is not a pattern`},
		{"a name that is none", BookOptions{Region: "east1", Name: "My Book"}, `"My Book" cannot be the name of a price book`},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := list.Book(c.o)
			if err == nil || b != nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want %q, got %v", c.want, err)
			}
		})
	}
}

func TestMachinesStandByFamilyThenSize(t *testing.T) {
	names := []struct {
		name        string
		cpu, memory float64
	}{
		{"c2-standard-60", 60, 240}, {"e2-micro", 0.25, 1}, {"e2-highcpu-2", 2, 2}, {"e2-standard-2", 2, 8},
		{"e2-standard-16", 16, 64}, {"n1-a", 1, 1}, {"n1-b", 1, 1},
	}
	for i := range names {
		for j := range names {
			a, b := names[i], names[j]
			got := bySize(a.name, b.name, a.cpu, b.cpu, a.memory, b.memory)
			if (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("%s against %s: %d", a.name, b.name, got)
			}
		}
	}
}
