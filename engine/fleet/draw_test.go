package fleet_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"berth.dev/engine/fleet"
	"berth.dev/engine/profile"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// standardSuite is compiled once: drawn workspaces have no rules of their own.
var standardSuite = sync.OnceValue(func() *policies.Suite {
	suite, diags := policies.Compile(nil)
	if diags.HasErrors() {
		panic(diags)
	}
	return suite
})

// drawn is a random workspace: the text of its sites and of each service, to which
// runs_on is still to be added.
type drawn struct {
	sites    string
	names    []string
	services map[string]string
	runsOn   map[string][]string
	measured map[string]profile.Profile
}

// words draws the words of a service.
func words(t *rapid.T, names []string, name string, measured map[string]profile.Profile) string {
	var b strings.Builder
	pick := func(label string, from ...string) string { return rapid.SampledFrom(from).Draw(t, label) }
	fmt.Fprintf(&b, "  calls = \"complete\"\n  routing = %q\n", pick("routing", "locality", "independent"))
	b.WriteString(pick("class", "", "", "", "  stateful = true\n", "  needs = [\"static-ip\"]\n", "  concurrency = \"many\"\n"))
	b.WriteString(pick("security", "", "", "  security {\n    internet_transit = false\n  }\n", "  security {\n    residency = [\"JP\"]\n  }\n"))
	fmt.Fprintf(&b, "  replica {\n    cpu = %q\n    memory = \"1Gi\"\n    requests_per_second = 10\n  }\n", pick("cpu", "500m", "1", "2"))
	least := rapid.IntRange(1, 2).Draw(t, "least")
	fmt.Fprintf(&b, "  replicas {\n    min = %d\n    max = 50\n  }\n", least)
	if rapid.Bool().Draw(t, "measured") {
		measured[name] = weeks()[rapid.IntRange(0, 2).Draw(t, "week")]
	}
	fmt.Fprintf(&b, "  traffic {\n    mean_rps = %d\n    p99_rps = %d\n  }\n", rapid.IntRange(1, 20).Draw(t, "mean"), rapid.IntRange(20, 60).Draw(t, "p99"))
	for _, other := range append([]string{"db", "internet"}, names...) {
		if other == name || rapid.IntRange(0, 2).Draw(t, "calls") > 0 {
			continue
		}
		fmt.Fprintf(&b, "  call %q {\n    sent = %q\n    received = %q\n    %s\n  }\n", other,
			pick("sent", "0", "10Gi", "300Gi", "unknown"), pick("received", "0", "50Gi", "2Ti"), pick("latency", "", "", "", `max_latency = "2ms"`))
	}
	return b.String()
}

// weeks are three measured loads: flat, with a noon, with a night.
var weeks = sync.OnceValue(func() (out []profile.Profile) {
	for _, busyHour := range []int{-1, 12, 2} {
		out = append(out, hourly(busyHour))
	}
	return out
})

// hourly is a measured load of 8 requests a second, and 60 in one hour of the day.
func hourly(busyHour int) profile.Profile {
	var b strings.Builder
	b.WriteString("time,value\n")
	for h := range 4 * 168 {
		rate := 8
		if h%24 == busyHour {
			rate = 60
		}
		fmt.Fprintf(&b, "%d,%d\n", 1788739200+3600*h, rate+h%3)
	}
	series, _, err := profile.ReadCSV(strings.NewReader(b.String()), profile.DefaultReadOptions("requests/s"))
	if err != nil {
		panic(err)
	}
	return profile.Measure(series)
}

// draw draws a workspace of two sites, or of three with a second cloud.
func draw(t *rapid.T, third bool) *drawn {
	d := &drawn{services: map[string]string{}, runsOn: map[string][]string{}, measured: map[string]profile.Profile{}}
	d.sites = small
	d.sites = replacedIn(d.sites, `path    = "vpn"`, `path = "`+rapid.SampledFrom([]string{"vpn", "internet"}).Draw(t, "path")+`"`)
	d.sites = replacedIn(d.sites, "nodes      = 3", fmt.Sprintf("nodes = %d", rapid.IntRange(2, 5).Draw(t, "nodes")))
	d.sites = replacedIn(d.sites, `  lead_time = "240d"`, "  lead_time = \"240d\"\n  capabilities = [\"static-ip\"]")
	sites := []string{"tokyo", "gke"}
	if third {
		sites = append(sites, "aws")
		d.sites += thirdSite(rapid.SampledFrom([]string{"vpn", "internet"}).Draw(t, "path of aws"), rapid.Bool().Draw(t, "a link between clouds"))
	}
	for i := range rapid.IntRange(2, 4).Draw(t, "services") {
		d.names = append(d.names, fmt.Sprintf("s%d", i))
	}
	for _, name := range d.names {
		d.services[name] = words(t, d.names, name, d.measured)
		if rapid.Bool().Draw(t, "placed") {
			d.runsOn[name] = []string{rapid.SampledFrom(sites).Draw(t, "runs on")}
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "apart") == 0 {
		d.services["s0"] += "  different_sites = [\"s1\"]\n"
	} else if rapid.IntRange(0, 3).Draw(t, "together") == 0 {
		d.services["s0"] += "  same_site = [\"s1\"]\n"
	}
	return d
}

// thirdSite is another cloud, linked to tokyo and perhaps to gke.
func thirdSite(path string, linked bool) string {
	text := `
site "aws" {
  kind     = "cloud"
  provider = "gke"
  country  = "US"
  prices   = "book"
  node_pool "web" {
    machine = "m"
  }
  per_service = "10 JPY/mo"
  effort {
    per_service = "1h/mo"
  }
  internet {
    egress = "15 JPY/GiB"
  }
}
link "aws" "tokyo" {
  path    = "` + path + `"
  latency = "3ms"
  egress  = { tokyo = "1 JPY/GiB", aws = "6 JPY/GiB" }
}
`
	if linked {
		text += `
link "aws" "gke" {
  path    = "vpn"
  latency = "1ms"
  egress  = { gke = "7 JPY/GiB", aws = "4 JPY/GiB" }
}
`
	}
	return text
}

// sources writes the workspace, the services in the order asked for.
func (d *drawn) sources(order []string) []spec.Source {
	out := []spec.Source{{Name: "sites.hcl", Bytes: []byte(d.sites)}}
	for n, name := range order {
		text := fmt.Sprintf("service %q {\n%s", name, d.services[name])
		if on := d.runsOn[name]; len(on) > 0 {
			text += fmt.Sprintf("  runs_on = [\"%s\"]\n", strings.Join(on, `", "`))
		}
		out = append(out, spec.Source{Name: fmt.Sprintf("s%d.hcl", n), Bytes: []byte(text + "}\n")})
	}
	return out
}

// world reads the workspace.
func (d *drawn) world(t *rapid.T, order []string) *world {
	w, diags := spec.Parse(d.sources(order), spec.Options{})
	profiles, more := score.Profiles(w, d.measured)
	if diags = append(diags, more...); diags.HasErrors() {
		t.Fatal(diags)
	}
	return &world{w, standardSuite(), profiles}
}

// problem builds the workspace; it skips those in which a service has no place.
func (d *drawn) problem(t *rapid.T) *fleet.Fleet {
	f, diags := d.world(t, d.names).try(func(o *fleet.Options) { o.Splits = 2 })
	if len(f.Stuck) > 0 {
		t.Skip("a service has no place")
	}
	if diags.HasErrors() || f.Problem == nil {
		t.Fatal(diags)
	}
	return f
}

func TestDrawnWorkspacesArePlaceableMoreOftenThanNot(t *testing.T) {
	placeable, all, pairs, forbidden := 0, 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		all++
		f := draw(t, rapid.Bool().Draw(t, "third")).problem(t)
		placeable++
		pairs += len(f.Problem.Pairs)
		for _, q := range f.Problem.Pairs {
			if q.Rule != nil {
				forbidden++
			}
		}
	})
	if placeable < all/2 || pairs < placeable || forbidden < 10 {
		t.Errorf("of %d workspaces %d can be placed, with %d pairs, %d of them with rules", all, placeable, pairs, forbidden)
	}
}
