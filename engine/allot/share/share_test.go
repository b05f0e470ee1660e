package share

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

// world has two products with two services each, and services that are shared.
const world = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "gcp"
  mode     = "autopilot"
}
price_book "gcp" {
  source   = "list"
  date     = "2026-10-01"
  currency = "JPY"
}
team "core" {
}
product "ads" {
  team = "core"
}
product "art" {
}
service "web" {
  product = "ads"
  call "auth" {
    requests_per_second = 30
  }
}
service "api" {
  product = "ads"
  call "auth" {
    requests_per_second = "5..10"
  }
}
service "sketch" {
  product = "art"
}
service "print" {
  product = "art"
}
service "auth" {
}
service "log" {
  product = "art"
}
`

func workspace(t testing.TB, shares string) *spec.Workspace {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "w.hcl", Bytes: []byte(world + shares)}}, spec.Options{})
	for _, d := range diags {
		t.Fatalf("%s: %s: %s", d.Subject, d.Summary, d.Detail)
	}
	return w
}

// line is a line of a service on a site.
func line(w *spec.Workspace, service, site string, yen int64) ledger.Line {
	o := w.OwnerOfService(service)
	return ledger.Line{Kind: ledger.Compute, Site: site, Service: o.Service, Product: o.Product, Team: o.Team, Amount: money.New(yen, "JPY")}
}

// costs are what each service costs on one site.
func costs(w *spec.Workspace) []ledger.Line {
	return []ledger.Line{
		line(w, "web", "gke", 600), line(w, "api", "gke", 200), line(w, "sketch", "tokyo", 100), line(w, "print", "tokyo", 100),
		line(w, "auth", "gke", 900), line(w, "auth", "tokyo", 90), line(w, "log", "tokyo", 300),
	}
}

func text(lines []ledger.Line) (out []string) {
	for _, l := range lines {
		name := l.Service
		if name == "" {
			name = "product " + l.Product
		}
		out = append(out, fmt.Sprintf("%s %s from %s on %s: %s", l.Kind, name, l.Part, l.Site, l.Amount.Decimal()))
	}
	return out
}

func TestCostIsPassedOnByTheDeclaredKey(t *testing.T) {
	use := &usage.Month{
		Uses:     []usage.Use{{Site: "tokyo", Service: "sketch", CoreHours: 30}, {Site: "tokyo", Service: "print", CoreHours: 10}, {Site: "tokyo", Service: "auth", CoreHours: 1000}},
		Cloud:    map[[2]string]float64{{"gke", "web"}: 50, {"gke", "api"}: 10},
		Requests: map[string]float64{"web": 3e6, "api": 1e6, "sketch": 0},
		Calls:    map[[2]string]float64{{"auth", "web"}: 8, {"auth", "sketch"}: 1, {"log", "api"}: 5},
	}
	for _, c := range []struct {
		name, share string
		use         *usage.Month
		want        []string
	}{
		{"cost", `by = "cost"`, nil, []string{
			"shared auth from auth on gke: -900", "shared api from auth on gke: 138.461539", "shared log from auth on gke: 207.692308",
			"shared print from auth on gke: 69.230769", "shared sketch from auth on gke: 69.230769", "shared web from auth on gke: 415.384615",
		}},
		{"cpu", `by = "cpu"`, use, []string{
			"shared auth from auth on gke: -900", "shared api from auth on gke: 90",
			"shared print from auth on gke: 90", "shared sketch from auth on gke: 270", "shared web from auth on gke: 450",
		}},
		{"requests", `by = "requests"`, use, []string{"shared auth from auth on gke: -900", "shared api from auth on gke: 225", "shared web from auth on gke: 675"}},
		{"counted calls", `by = "calls"`, use, []string{"shared auth from auth on gke: -900", "shared sketch from auth on gke: 100", "shared web from auth on gke: 800"}},
		{"declared calls", `by = "calls"`, nil, []string{"shared auth from auth on gke: -900", "shared api from auth on gke: 225", "shared web from auth on gke: 675"}},
		{"even", "by = \"even\"\n services = [\"web\", \"print\"]", nil, []string{"shared auth from auth on gke: -900", "shared print from auth on gke: 450", "shared web from auth on gke: 450"}},
		{"weights", "by = \"weights\"\n services = [\"web\"]\n products = [\"art\", \"ads\"]\n weights = { web = 1, art = 2, ads = 0 }", nil, []string{
			"shared auth from auth on gke: -900", "shared web from auth on gke: 300", "shared product art from auth on gke: 600",
		}},
		{"products by cost", "by = \"cost\"\n products = [\"ads\", \"art\"]", nil, []string{
			"shared auth from auth on gke: -900", "shared product ads from auth on gke: 553.846154", "shared product art from auth on gke: 346.153846",
		}},
		{"products by cpu", "by = \"cpu\"\n products = [\"ads\", \"art\"]", use, []string{
			"shared auth from auth on gke: -900", "shared product ads from auth on gke: 540", "shared product art from auth on gke: 360",
		}},
		{"kept", "by = \"even\"\n keep = 0.3\n services = [\"web\"]", nil, []string{"shared auth from auth on gke: -630", "shared web from auth on gke: 630"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := workspace(t, "share \"auth\" {\n "+c.share+"\n}\n")
			got, err := Pass(w, costs(w), c.use)
			if err != nil {
				t.Fatal(err)
			}
			on := got.Lines[:0:0]
			for _, l := range got.Lines {
				if l.Site == "gke" {
					on = append(on, l)
				}
			}
			if diff := cmp.Diff(c.want, text(on)); diff != "" {
				t.Error(diff)
			}
			if len(got.Rules) != 1 || !strings.HasPrefix(got.Rules[0], "share auth: its cost is passed on") {
				t.Errorf("%q", got.Rules)
			}
		})
	}
}

func TestASharedServicePassesOnWhatItWasGiven(t *testing.T) {
	w := workspace(t, `
share "auth" {
  by       = "even"
  services = ["log", "web"]
}
share "log" {
  by       = "even"
  services = ["sketch"]
}
`)
	got, err := Pass(w, costs(w), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"shared auth from auth on gke: -900", "shared log from auth on gke: 450", "shared web from auth on gke: 450",
		"shared auth from auth on tokyo: -90", "shared log from auth on tokyo: 45", "shared web from auth on tokyo: 45",
		"shared log from log on gke: -450", "shared sketch from log on gke: 450",
		"shared log from log on tokyo: -345", "shared sketch from log on tokyo: 345",
	}
	if diff := cmp.Diff(want, text(got.Lines)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatCannotBePassedOnStaysAndIsTold(t *testing.T) {
	for _, c := range []struct {
		name, share string
		use         *usage.Month
		want        string
	}{
		{"no key", "share \"auth\" {\n by = \"requests\"\n services = [\"web\"]\n}", nil, `who pays for auth: none of its receivers has a key for by = "requests", so its cost stays with it`},
		{"a key that is missing", "share \"auth\" {\n by = \"requests\"\n services = [\"web\", \"api\"]\n}", &usage.Month{Requests: map[string]float64{"api": 1}}, "what part of auth goes to web: nobody knows their requests, so they count for nothing"},
		{"a product's key that is missing", "share \"auth\" {\n by = \"requests\"\n products = [\"ads\", \"art\"]\n}", &usage.Month{Requests: map[string]float64{"api": 1, "sketch": 1, "log": 0}}, "what part of auth goes to web, print: nobody knows their requests, so they count for nothing"},
		{"no calls", "share \"log\" {\n by = \"calls\"\n}", nil, `who pays for log: none of its receivers has a key for by = "calls", so its cost stays with it`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := workspace(t, c.share)
			got, err := Pass(w, costs(w), c.use)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got.Unknown[len(got.Unknown)-1]); diff != "" {
				t.Error(diff)
			}
			if c.use == nil && (len(got.Lines) > 0 || len(got.Rules) > 0) {
				t.Errorf("passed on all the same: %v", text(got.Lines))
			}
		})
	}
	w := workspace(t, "share \"auth\" {\n by = \"even\"\n}")
	got, err := Pass(w, []ledger.Line{line(w, "web", "gke", 1)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"what auth passes on: it has no cost"}, got.Unknown); diff != "" {
		t.Error(diff)
	}
}

func TestACircleIsNamed(t *testing.T) {
	// Specs refuse it; who builds a workspace by hand is refused here.
	w := &spec.Workspace{Shares: []*spec.Share{
		{Name: "a", Services: spec.Value[[]string]{V: []string{"b"}}},
		{Name: "b", Services: spec.Value[[]string]{V: []string{"a"}}},
	}}
	_, err := Pass(w, nil, nil)
	if err == nil || !strings.Contains(err.Error(), "in a circle: a to b to a") {
		t.Errorf("%v", err)
	}
}

func TestPassingOnChangesNoTotalOnAnySite(t *testing.T) {
	names := []string{"web", "api", "sketch", "print", "auth", "log"}
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		// Each may pass on to those after it: never a circle.
		for i, name := range names[:4] {
			if !rapid.Bool().Draw(rt, "shares") {
				continue
			}
			to := rapid.SliceOfNDistinct(rapid.SampledFrom(names[i+1:]), 1, -1, rapid.ID).Draw(rt, "to")
			by := rapid.SampledFrom([]string{"cost", "cpu", "requests", "calls", "even"}).Draw(rt, "by")
			fmt.Fprintf(&b, "share %q {\n by = %q\n services = [\"%s\"]\n keep = %g\n}\n", name, by, strings.Join(to, `", "`), rapid.SampledFrom([]float64{0, 0.1, 0.7, 1}).Draw(rt, "keep"))
		}
		w := workspace(t, b.String())
		use := &usage.Month{Requests: map[string]float64{}, Calls: map[[2]string]float64{}}
		var lines []ledger.Line
		for _, name := range names {
			for _, site := range []string{"", "gke", "tokyo"} {
				l := line(w, name, site, 0)
				l.Amount = money.FromWhole(rapid.Int64Range(-1000, 1e9).Draw(rt, "cost"), rapid.IntRange(0, 12).Draw(rt, "digits"), "JPY")
				lines = append(lines, l)
			}
			use.Uses = append(use.Uses, usage.Use{Service: name, CoreHours: rapid.Float64Range(0, 1e5).Draw(rt, "cores")})
			use.Requests[name] = rapid.Float64Range(0, 1e9).Draw(rt, "requests")
			use.Calls[[2]string{rapid.SampledFrom(names).Draw(rt, "callee"), name}] = 1
		}
		got, err := Pass(w, lines, use)
		if err != nil {
			rt.Fatal(err)
		}
		before, after := ledger.New("JPY", lines), ledger.New("JPY", append(lines, got.Lines...))
		same := cmp.Comparer(func(a, b money.Amount) bool { return a.Cmp(b) == 0 })
		if diff := cmp.Diff(before.By(ledger.Site), after.By(ledger.Site), same); diff != "" {
			rt.Fatal(diff)
		}
		for _, s := range w.Shares {
			keeps := before.Sum(func(l ledger.Line) bool { return l.Service == s.Name })
			for _, l := range got.Lines {
				if l.Service == s.Name && l.Part != s.Name {
					keeps = keeps.Add(l.Amount)
				}
			}
			left := after.Sum(func(l ledger.Line) bool { return l.Service == s.Name })
			passed := false
			for _, l := range got.Lines {
				passed = passed || l.Part == s.Name
			}
			if want := keeps.Times(s.Keep.V); passed && left.Cmp(want) != 0 {
				rt.Fatalf("%s keeps %s, not %s", s.Name, left, want)
			}
		}
	})
}
