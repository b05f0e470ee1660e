package fleet_test

import (
	"strings"
	"testing"

	hand "berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
)

// small is a workspace whose numbers can be computed by hand, without more room in the
// rack.
var small = strings.Replace(hand.Sites, "    max_nodes  = 6\n", "", 1)

// svc and call write services and calls of it.
func svc(name string, words ...string) string { return hand.Service(name, words...) }

func call(to, sent, received string) string { return hand.Call(to, sent, received) }

// replaced swaps texts of the small workspace, given as old, new, old, new.
func replaced(t testing.TB, pairs ...string) string {
	t.Helper()
	text := small
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the workspace does not hold %q", pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}

// loadText reads a workspace of texts.
func loadText(t testing.TB, measured map[string]profile.Profile, texts ...string) *world {
	t.Helper()
	return load(t, []spec.Source{{Name: "a.hcl", Bytes: []byte(strings.Join(texts, "\n"))}}, measured)
}

// of builds the small workspace with services.
func of(t testing.TB, services ...string) *fleet.Fleet {
	t.Helper()
	return loadText(t, nil, append([]string{small}, services...)...).build(t, nil)
}

// service finds a service of the problem by name.
func service(t testing.TB, f *fleet.Fleet, name string) int {
	t.Helper()
	for i := range f.Services {
		if f.Services[i].Name == name {
			return i
		}
	}
	t.Fatalf("no service %s", name)
	return -1
}

// names are the options of a service.
func names(f *fleet.Fleet, i int) (out []string) {
	for _, o := range f.Services[i].Options {
		out = append(out, o.Name)
	}
	return out
}

// money are an option's parts as text, without trailing zeros.
func money(f *fleet.Fleet, i, option int) string {
	p := f.Parts(i, uint8(option))
	return strings.Join([]string{
		f.Unit.Amount(p.Money).Decimal(), f.Unit.Amount(p.Hours).Decimal(),
		f.Unit.Amount(p.Score).Decimal(), f.Unit.Amount(p.Moving).Decimal(),
	}, " ")
}

// costs is the table of the pair of two services as text.
func costs(t testing.TB, f *fleet.Fleet, a, b string) (out [][]string) {
	t.Helper()
	i, j := service(t, f, a), service(t, f, b)
	for _, q := range f.Problem.Pairs {
		if int(q.A) != i || int(q.B) != j {
			continue
		}
		for l := range f.Services[i].Options {
			var row []string
			for m := range f.Services[j].Options {
				at := f.Problem.At(&q, uint8(l), uint8(m))
				cell := "-"
				if q.Cost != nil {
					cell = f.Unit.Amount(q.Cost[at]).Rounded(0)
				}
				if q.Forbidden(f.Problem, uint8(l), uint8(m)) {
					cell = "no"
				}
				row = append(row, cell)
			}
			out = append(out, row)
		}
	}
	return out
}

// replacedIn swaps texts that are there, given as old, new, old, new.
func replacedIn(text string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			panic("the text does not hold " + pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}
