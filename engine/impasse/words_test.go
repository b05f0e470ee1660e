package impasse_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/impasse"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// onlyWays are the lines about ways.
func onlyWays(r *impasse.Report) (out []string) {
	for _, line := range told(r) {
		if strings.HasPrefix(line, "way ") || strings.HasPrefix(line, "no way ") {
			out = append(out, line)
		}
	}
	return out
}

func TestEveryWordThatCanBeInAConflictHasItsEdit(t *testing.T) {
	S, C := small.Service, small.Call
	for _, c := range []struct {
		what  string
		sites []string
		text  []string
		want  []string
	}{
		{
			"independent_of", []string{"", ""},
			[]string{S("a", `pin = "tokyo"`, `independent_of = ["gke"]`, `needs = ["here"]`)},
			[]string{`way service "a": remove needs = ["here"] = 2146 + 0`},
		},
		{
			// gke is at the end of a link of 5 ms.
			"max_latency", []string{"", ""},
			[]string{S("a", `pin = "gke"`, "call \"db\" {\n    sent = \"0\"\n    received = \"0\"\n    max_latency = \"2ms\"\n  }")},
			[]string{`way service "a": remove pin = "gke" = 2146 + 0`, `way service "a", call "db": remove max_latency = "2ms" = 4020 + 0`},
		},
		{
			// The environment stands in the site's list.
			"environments of a site", []string{"site \"tokyo\" {", "environment \"prod\" {\n}\nenvironment \"dev\" {\n}\nsite \"tokyo\" {\n  environments = [\"prod\"]"},
			[]string{S("a", `pin = "tokyo"`, `environment = "dev"`)},
			[]string{`way site "tokyo": environments = ["prod"] → ["prod", "dev"] = 2146 + 0`, `way service "a": remove pin = "tokyo" = 4020 + 0`},
		},
		{
			// 100 GiB on a pool of 40: 60 more. They cost 200 there and 300 at gke.
			"a storage pool", []string{`  node_pool "general"`, "  storage_pool \"ssd\" {\n    size    = \"40Gi\"\n    per_gib = \"2 JPY/GiB\"\n  }\n  node_pool \"general\"", "  machine \"m\" {", "  disk \"ssd\" {\n    price = \"3 JPY/GiB\"\n  }\n  machine \"m\" {"},
			[]string{S("a", `pin = "tokyo"`, "volume \"data\" {\n    size  = \"100Gi\"\n    class = \"ssd\"\n  }")},
			[]string{`way storage_pool "ssd" of tokyo: size = "40Gi" → "100Gi" = 2346 + 0`, `way service "a": remove pin = "tokyo" = 4320 + 0`},
		},
		{
			// A rule of one's own is not written in the service; what it costs to switch
			// it off is told all the same.
			"a constraint of one's own", []string{`endpoint "db" {`, "constraint \"own\" {\n  doc = \"Nothing runs at tokyo.\"\n  forbid = \"'tokyo' in option.sites\"\n  because = \"'it is tokyo'\"\n}\nendpoint \"db\" {"},
			[]string{S("a", `pin = "tokyo"`)},
			[]string{`way write constraint "own" so that it allows what service "a" needs, or switch it off with disable = 2146 + 0`, `way service "a": remove pin = "tokyo" = 4020 + 0`},
		},
		{
			// The words of a class are those of both services: without them one of the two
			// goes to gke.
			"words that several services inherit", []string{`endpoint "db" {`, "class \"bound\" {\n  pin = \"tokyo\"\n}\nendpoint \"db\" {"},
			[]string{S("a", `class = "bound"`, `needs = ["gone"]`), S("b", `class = "bound"`, `different_sites = ["a"]`)},
			[]string{
				`way service "a": remove needs = ["gone"] and service "b": remove different_sites = ["a"] = 4292 + 0`,
				`way service "a": remove needs = ["gone"] and services a and b: remove pin = "tokyo" = 6166 + 0`,
			},
		},
		{
			// 1 GiB from gke to tokyo costs 10: 4,020 + 2,146 + 10. At osaka nothing costs
			// but work, 4 h where a site does not say: 2 × 4,000. What a link would cost is
			// not known.
			"calls to where no link leads", []string{"endpoint \"db\" {", "site \"osaka\" {\n  kind = \"onprem\"\n  provider = \"k0s\"\n  country = \"JP\"\n  lead_time = \"1d\"\n  electricity = \"0 JPY/kWh\"\n  node_pool \"small\" {\n    nodes = 2\n    cpu = \"10\"\n    memory = \"40Gi\"\n    purchase = \"0 JPY\"\n    life = \"60mo\"\n    in_service = \"2024-04-01\"\n    power_idle = \"0W\"\n    power_max = \"0W\"\n    upkeep = \"0 JPY/mo\"\n  }\n}\nendpoint \"db\" {"},
			[]string{S("a", `pin = "gke"`, C("b", "1Gi", "1Gi")), S("b", `pin = "osaka"`)},
			[]string{
				`way service "b": remove pin = "osaka" = 6176 + 0`, `way service "a": remove pin = "gke" = 8000 + 0`,
				"way join gke and osaka by a link, at a price that is not in the workspace",
			},
		},
	} {
		t.Run(c.what, func(t *testing.T) {
			sites := small.Sites
			if c.sites[0] != "" {
				sites = small.Replaced(t, sites, c.sites...)
			}
			w := small.Load(t, append([]string{sites}, c.text...)...)
			r := explained(t, w, fleet.DefaultOptions())
			if diff := cmp.Diff(c.want, onlyWays(r)); diff != "" {
				t.Error(diff, strings.Join(told(r), "\n"))
			}
			checkWays(t, w, r, fleet.DefaultOptions())
		})
	}
}

func TestWhatTheCommandLineAsksForIsInConflictsToo(t *testing.T) {
	w := small.Load(t, small.Sites, small.Service("a", `pin = "tokyo"`))
	build := fleet.DefaultOptions()
	build.Pins = map[string]string{"a": "gke"}
	r := explained(t, w, build)
	want := []string{"way leave out --pin a=gke = 2146 + 0", `way service "a": remove pin = "tokyo" = 4020 + 0`}
	if diff := cmp.Diff(want, onlyWays(r)); diff != "" {
		t.Error(diff)
	}
	checkWays(t, w, r, build)
}

func TestAServiceThatIsHeldMayBeMeasured(t *testing.T) {
	// a stays at tokyo, since its calls are not known; b must not be there and may be
	// nowhere else.
	held := small.Replaced(t, small.Service("a", `runs_on = "tokyo"`), `calls = "complete"`, `calls = "partial"`)
	w := small.Load(t, small.Sites, held, small.Service("b", `pin = "tokyo"`, `different_sites = ["a"]`))
	r := explained(t, w, fleet.DefaultOptions())
	// The largest volume that is assumed of unseen calls is 10,240 GiB each way: those
	// of a from gke, where it goes then, to tokyo cost 10 JPY a GiB.
	want := []string{
		"infeasible",
		`rule service "b": pin = "tokyo"`,
		`rule service "a": it stays where it runs: nobody has measured whether it makes calls that its spec does not list`, `rule services a and b: different_sites = ["a"]`,
		`Service "a" may run only on tokyo.`, `Service "b" may run only on tokyo.`, `No choice of these places keeps different_sites = ["a"].`,
		`way service "b": remove different_sites = ["a"] = 4292 + 0`,
		`way service "b": remove pin = "tokyo" = 6166 + 0`,
		`way service "a": measure its calls and write them down = 108566 + 0`,
	}
	if diff := cmp.Diff(want, told(r)); diff != "" {
		t.Error(diff)
	}
	build := fleet.DefaultOptions()
	build.Unknown = &score.Assumed{High: true}
	for _, x := range r.Ways {
		if x.Note != "" && planned(t, w, build) != x.Cost.Decimal() {
			t.Errorf("with what is assumed the plan costs %s", planned(t, w, build))
		}
	}
}

func TestAnEditIsMadeInJSONAsInHCL(t *testing.T) {
	raw := `{"service": {"a": {"calls": "complete", "replica": {"cpu": "1", "memory": "8Gi"}, "replicas": {"min": 2, "max": 2},
  "needs": ["magic"], "pin": "tokyo"}}}`
	w := small.Files(t, nil, spec.Source{Name: "a.hcl", Bytes: []byte(small.Sites)}, spec.Source{Name: "b.hcl.json", Bytes: []byte(raw)})
	r := explained(t, w, fleet.DefaultOptions())
	if diff := cmp.Diff([]string{`way service "a": remove needs = ["magic"] = 2146 + 0`}, onlyWays(r)); diff != "" {
		t.Error(diff, told(r))
	}
	checkWays(t, w, r, fleet.DefaultOptions())
}
