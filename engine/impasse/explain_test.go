package impasse_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
)

// wide is a service whose replicas take so many cores each.
func wide(t *testing.T, name, cores string, words ...string) string {
	return small.Replaced(t, small.Service(name, words...), `cpu    = "1"`, `cpu    = "`+cores+`"`)
}

func TestAWorkspaceWithoutAPlanIsExplainedWithTheEditsThatGiveOne(t *testing.T) {
	S, C := small.Service, small.Call
	for _, c := range []struct {
		what  string
		sites string
		text  []string
		want  []string
	}{
		{
			// gke: 24 × 730 + 16 × 91.25 + 100 + 1,000 = 20,080. More nodes do not help.
			"a pinned service whose pods are too large for the nodes", small.Sites,
			[]string{wide(t, "a", "12", `pin = "tokyo"`)},
			[]string{
				"infeasible", `rule service "a": pin = "tokyo"`,
				`Service "a" runs pods of 12 cores or more, and no node of tokyo/general has room for one.`,
				`way service "a": remove pin = "tokyo" = 20080 + 0`,
			},
		},
		{
			// 20 of 18 cores. One at gke: 10 × 730 + 1,460 + 100 + 1,000 = 9,860, the
			// other at tokyo: 10 × 73 + 2,000 = 2,730. Both at tokyo: 5,460. A node holds
			// one pod, so four nodes beside the spare one are needed; each costs 10,000 of
			// capital, 1,000 upkeep, 730 idle and 73 for what is reserved.
			"two pins that fit one by one", small.Sites,
			[]string{wide(t, "a", "5", `pin = "tokyo"`), wide(t, "b", "5", `pin = "tokyo"`)},
			[]string{
				"infeasible", `rule service "a": pin = "tokyo"`, `rule service "b": pin = "tokyo"`, `rule node_pool "general" of tokyo: nodes = 3`,
				"The 2 services a and b need at least 20 cores on tokyo/general, and the nodes there have 18 cores to give.",
				`way service "a": remove pin = "tokyo" = 12590 + 0`, `way service "b": remove pin = "tokyo" = 12590 + 0`,
				`way node_pool "general" of tokyo: nodes = 3 → 5 = 5460 + 23606`,
			},
		},
		{
			// The rack takes no fourth node.
			"a full rack", small.Replaced(t, small.Sites, "max_nodes  = 6", "max_nodes  = 3"),
			[]string{wide(t, "a", "5", `pin = "tokyo"`), wide(t, "b", "5", `pin = "tokyo"`)},
			[]string{
				"infeasible", `rule service "a": pin = "tokyo"`, `rule service "b": pin = "tokyo"`, `rule node_pool "general" of tokyo: nodes = 3`,
				"The 2 services a and b need at least 20 cores on tokyo/general, and the nodes there have 18 cores to give.",
				`way service "a": remove pin = "tokyo" = 12590 + 0`, `way service "b": remove pin = "tokyo" = 12590 + 0`,
			},
		},
		{
			// Over the internet 30 GiB from gke cost 300: 2,146 + 4,020 + 300. Without the
			// pin of b both are at tokyo, without that of a both at gke.
			"calls that must not pass the internet, to a service pinned to the cloud", small.Replaced(t, small.Sites, `path    = "vpn"`, `path    = "internet"`),
			[]string{S("a", `pin = "tokyo"`, "security {\n    internet_transit = false\n  }", C("b", "10Gi", "30Gi")), S("b", `pin = "gke"`)},
			[]string{
				"infeasible", `rule service "a": pin = "tokyo"`, `rule service "b": pin = "gke"`, `rule service "a": internet_transit = false`,
				`Service "a" may run only on tokyo.`, `Service "b" may run only on gke.`, "No choice of these places keeps internet_transit = false.",
				`way service "b": remove pin = "gke" = 4292 + 0`, `way service "a": internet_transit = false → true = 6466 + 0`,
				`way service "a": remove pin = "tokyo" = 8040 + 0`,
			},
		},
		{
			"a country and a pin", small.Replaced(t, small.Sites, "provider = \"gke\"\n  country  = \"JP\"", "provider = \"gke\"\n  country  = \"US\""),
			[]string{S("a", `pin = "gke"`, "security {\n    residency = [\"JP\"]\n  }")},
			[]string{
				"infeasible", `rule service "a": residency = ["JP"]`, `rule service "a": pin = "gke"`,
				`Service "a" has no place left.`, `residency = ["JP"] (it would run in US; it may run only in JP) excludes gke.`,
				`residency = ["JP"] (it would run in US; it may run only in JP) and pin = "gke" exclude tokyo+gke.`, `pin = "gke" excludes tokyo.`,
				`way service "a": remove pin = "gke" = 2146 + 0`, `way service "a": residency = ["JP"] → ["JP", "US"] = 4020 + 0`,
			},
		},
		{
			"one site for two that are pinned to two", small.Sites,
			[]string{S("a", `pin = "tokyo"`, `same_site = ["b"]`), S("b", `pin = "gke"`)},
			[]string{
				"infeasible", `rule service "a": pin = "tokyo"`, `rule service "b": pin = "gke"`, `rule services a and b: same_site = ["b"]`,
				`Service "a" may run only on tokyo.`, `Service "b" may run only on gke.`, `No choice of these places keeps same_site = ["b"].`,
				`way service "b": remove pin = "gke" = 4292 + 0`, `way service "a": remove same_site = ["b"] = 6166 + 0`, `way service "a": remove pin = "tokyo" = 8040 + 0`,
			},
		},
		{
			"two sites for two that are pinned to one", small.Sites,
			[]string{S("a", `pin = "tokyo"`, `different_sites = ["b", "c"]`), S("b", `pin = "tokyo"`, `different_sites = ["a"]`), S("c", `pin = "gke"`)},
			[]string{
				"infeasible", `rule service "a": pin = "tokyo"`, `rule service "b": pin = "tokyo"`, `rule services a and b: different_sites = ["b", "c"]`,
				`Service "a" may run only on tokyo.`, `Service "b" may run only on tokyo.`, `No choice of these places keeps different_sites = ["b", "c"].`,
				`way service "a": different_sites = ["b", "c"] → ["c"] and service "b": remove different_sites = ["a"] = 8312 + 0`,
				`way service "b": remove pin = "tokyo" = 10186 + 0`,
			},
		},
		{
			// There and back is 10 ms. 500 GiB from gke cost 5,000: 2,146 + 4,020 + 5,000.
			"a budget of time that the link takes alone", small.Sites,
			[]string{S("a", `pin = "tokyo"`, C("b", "500Gi", "500Gi"), "latency_budget {\n    calls = 1\n    mean  = \"9ms\"\n  }"), S("b", `pin = "gke"`)},
			[]string{
				"infeasible", `rule service "a": pin = "tokyo"`, `rule service "b": pin = "gke"`, `rule service "a": mean = "9ms"`,
				`A request of service "a" waits at least 10 ms for links, and its budget is 9 ms.`,
				`way service "b": remove pin = "gke" = 4292 + 0`, `way service "a": remove pin = "tokyo" = 8040 + 0`, `way service "a": mean = "9ms" → "10ms" = 11166 + 0`,
			},
		},
		{
			// A node with a pod of a (5 of 9 cores, 8 of 36 GiB) has 28 GiB left, b asks
			// for 30; two pods of a do not fit one node. In sum 14 of 18 cores and 46 of
			// 72 GiB are used. At gke a costs 9,860; b 4 × 730 + 30 × 91.25 + 100 + 1,000
			// = 6,757.50; at tokyo 2,730 and 4 × 73 + 10,000 = 10,292.
			"pods that fit in sum alone", small.Sites,
			[]string{
				wide(t, "a", "5", `pin = "tokyo"`),
				small.Replaced(t, wide(t, "b", "4", `pin = "tokyo"`, `effort = { tokyo = "10h/mo" }`), `memory = "8Gi"`, `memory = "30Gi"`, "min = 2", "min = 1", "max = 2", "max = 1"),
			},
			[]string{
				"no packing found",
				`1 pod of "a" (5 cores and 8 GiB of memory) found no node of tokyo/general, though the sums have room.`,
				`way service "b": remove pin = "tokyo" = 9487.5 + 0`, `way service "a": remove pin = "tokyo" = 20152 + 0`,
				`way node_pool "general" of tokyo: nodes = 3 → 4 = 13022 + 11803`,
			},
		},
		{
			// Each of the two must be let off; neither alone gives a plan.
			"two conflicts at once", small.Sites,
			[]string{S("a", `needs = ["magic"]`), S("b", `needs = ["magic"]`)},
			[]string{
				"infeasible", `rule service "a": needs = ["magic"]`, `Service "a" has no place left.`,
				`needs = ["magic"] (gke lacks magic, which the service needs) excludes gke.`,
				`needs = ["magic"] (the service needs magic in both halves; tokyo and gke do not both have it) excludes tokyo+gke.`,
				`needs = ["magic"] (tokyo lacks magic, which the service needs) excludes tokyo.`,
				`rule service "b": needs = ["magic"]`, `Service "b" has no place left.`,
				`needs = ["magic"] (gke lacks magic, which the service needs) excludes gke.`,
				`needs = ["magic"] (the service needs magic in both halves; tokyo and gke do not both have it) excludes tokyo+gke.`,
				`needs = ["magic"] (tokyo lacks magic, which the service needs) excludes tokyo.`,
				`way service "a": remove needs = ["magic"] and service "b": remove needs = ["magic"] = 4292 + 0`,
			},
		},
	} {
		t.Run(c.what, func(t *testing.T) {
			w := small.Load(t, append([]string{c.sites}, c.text...)...)
			r := explained(t, w, fleet.DefaultOptions())
			if diff := cmp.Diff(c.want, told(r)); diff != "" {
				t.Error(diff)
			}
			checkWays(t, w, r, fleet.DefaultOptions())
		})
	}
}
