package draft

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/providers/manifest"
)

// unit is one of a name with texts as "KEY=value".
func unit(name string, texts ...string) Unit {
	u := Unit{Service: manifest.Service{Name: name}, Hosts: []string{name}}
	for _, t := range texts {
		key, value, _ := strings.Cut(t, "=")
		u.Texts = append(u.Texts, Text{Key: key, Value: value, From: "variable " + key})
	}
	return u
}

// called says what a service calls: services and endpoints, then in brackets what has
// no place, then its comments.
func called(s manifest.Service) string {
	var calls, unplaced []string
	for _, c := range s.Calls {
		calls = append(calls, c.To)
	}
	for _, c := range s.Unplaced {
		unplaced = append(unplaced, c.To)
	}
	return fmt.Sprintf("%s [%s] %s", strings.Join(calls, " "), strings.Join(unplaced, " "), strings.Join(s.Comments, " "))
}

func TestAHostIsWhoeverIsMeantByIt(t *testing.T) {
	for text, want := range map[string]string{
		"DB_HOST=db":                             "db [] ",
		"DB=db:5432":                             "db [] ",
		"URL=http://user:secret@db/path":         "db [] ",
		"NAME=db":                                " [] Perhaps it calls db, which stands in variable NAME.",
		"SELF_HOST=web":                          " [] ",
		"URL=https://api.example.com":            "api-example-com [] ",
		"URL=https://db.example.com":             "db-example-com [] ",
		"HOST=10.1.2.3":                          " [10.1.2.3] ",
		"HOST=8.8.8.8":                           "8-8-8-8 [] ",
		"HOST=127.0.0.1":                         " [] ",
		"HOST=localhost":                         " [] ",
		"CACHE_HOST=cache.internal":              " [cache.internal] ",
		"DB_PASSWORD=db":                         " [] ",
		"LIST_OF_HOSTS=db:1,cache.internal:6379": "db [cache.internal] ",
	} {
		services, _ := Join([]Unit{unit("web", text), unit("db")}, nil, "the file")
		if got := called(services[1]); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestAFileCountsOnlyForWholeAddresses(t *testing.T) {
	u := unit("web")
	u.Texts = []Text{{Key: "conf", Value: "db and http://db:80 and http://api.example.com", From: "file conf", File: true}}
	services, endpoints := Join([]Unit{u, unit("db")}, nil, "the file")
	if got := called(services[1]); got != "db [] " || len(endpoints) > 0 {
		t.Errorf("%q, %v", got, endpoints)
	}
}

func TestAnEndpointNeverHasTheNameOfAService(t *testing.T) {
	known := []manifest.Endpoint{{Name: "b-example-com", Site: "tokyo"}}
	_, endpoints := Join([]Unit{unit("a-example-com", "URL=https://a.example.com,https://b.example.com")}, known, "the file")
	var got []string
	for _, e := range endpoints {
		got = append(got, e.Name)
	}
	if diff := cmp.Diff([]string{"a-example-com-external", "b-example-com", "b-example-com-external"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnArgumentHasItsFlagForAKey(t *testing.T) {
	got := Arguments([]string{"/bin/run", "--db=db:5432", "--cache", "cache:6379", "-phunter2", "sh a.b:80"}, " of container x")
	want := []Text{
		{Value: "/bin/run", From: "an argument of container x"},
		{Key: "--db", Value: "db:5432", From: "argument --db of container x"},
		{Key: "--cache", Value: "cache:6379", From: "argument --cache of container x"},
		{Key: "-phunter2", Value: "sh a.b:80", From: "an argument of container x", File: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNeedsAreHintsUnlessTheyAreCalled(t *testing.T) {
	u := unit("web", "DB_HOST=db")
	u.Needs = map[string]string{"db": "depends_on", "cache": "depends_on"}
	services, _ := Join([]Unit{u, unit("db"), unit("cache")}, nil, "the file")
	if got := called(services[2]); got != "db [] Perhaps it calls cache, which stands in depends_on." {
		t.Errorf("%q", got)
	}
}

func TestTheOrderOfUnitsLeavesNoTrace(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		units := []Unit{unit("a", "X_HOST=b", "Y_URL=https://p.example.com"), unit("b", "Z_HOST=c", "W_HOST=10.0.0.1"), unit("c", "V_URL=http://a:1,https://q.example.com")}
		services, endpoints := Join(units, nil, "the file")
		again, same := Join(rapid.Permutation(units).Draw(r, "units"), nil, "the file")
		if diff := cmp.Diff(services, again) + cmp.Diff(endpoints, same); diff != "" {
			r.Fatal(diff)
		}
	})
}

func TestNamesAreOfTheLanguageAndEachItsOwn(t *testing.T) {
	got := Names([]string{"web", "Web", "a.b", "a-b", "internet", "…"})
	want := []string{"web", "web-2", "a-b", "a-b-2", "internet-2"}
	if diff := cmp.Diff(want, got[:5]); diff != "" {
		t.Error(diff)
	}
	rapid.Check(t, func(r *rapid.T) {
		seen := map[string]bool{}
		for _, n := range Names(rapid.SliceOfN(rapid.StringMatching(`[A-Za-z._-]{1,70}`), 1, 30).Draw(r, "texts")) {
			if seen[n] || len(n) > 63 || n != manifest.Name(n) {
				r.Fatalf("%q is no name, or is there twice", n)
			}
			seen[n] = true
		}
	})
}
