package capacity_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/capacity"
	"berth.dev/engine/enginetest/small"
)

// growing is a service of eight replicas of a core and 2 GiB that grows.
func growing(t testing.TB, name, trend string, words ...string) string {
	t.Helper()
	load := "traffic {\n    mean_rps = 80\n    p99_rps  = 80\n"
	if trend != "" {
		load += "    trend    = \"" + trend + "\"\n"
	}
	return small.Replaced(t, small.Service(name, append(words, load+"  }")...),
		`memory = "8Gi"`, "memory = \"2Gi\"\n    requests_per_second = 10", "min = 2", "min = 8", "max = 2", "max = 8")
}

func date(t time.Time) string { return t.Format(time.DateOnly) }

func TestWhenAPoolRunsOutAndTheLastDayToOrder(t *testing.T) {
	for _, c := range []struct {
		what, sites, trend string
		out, order         string
		late               bool
	}{
		// 8 cores of 18: 8 × 1.05^m > 18 from m = ln 2.25 ÷ ln 1.05 = 16.62 months of 730 h
		// on: 505.6 days, so the 506th after 2026-10-31. 240 days before is the 266th.
		{"in time", small.Sites, "5%/mo", "2028-03-20", "2027-07-24", false},
		// 8 × 1.2^m > 18 from m = 4.45 on: 135.3 days; 240 days before is over.
		{"too late", small.Sites, "20%/mo", "2027-03-16", "2026-07-19", true},
		// 1.005^m > 2.25 from m = 162.6 on, after the 120 months that are followed.
		{"slowly", small.Sites, "0.5%/mo", "", "", false},
		{"level", small.Sites, "0%/mo", "", "", false},
		{"falling", small.Sites, "-5%/mo", "", "", false},
	} {
		g := examined(t, c.sites, growing(t, "a", c.trend, `pin = "tokyo"`)).Growth
		if c.out == "" {
			if !g.Never {
				t.Errorf("%s: it runs out on %s", c.what, date(g.Out))
			}
			continue
		}
		if diff := cmp.Diff([]string{c.out, c.order, "cpu"}, []string{date(g.Out), date(g.Order), g.Resource}); diff != "" || g.Never {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
		if diff := cmp.Diff(c.late, g.Late); diff != "" {
			t.Errorf("%s: late (-want +got):\n%s", c.what, diff)
		}
		if len(g.Unknown) > 0 {
			t.Errorf("%s: the trend of %v is known", c.what, g.Unknown)
		}
	}
}

func TestServicesWithoutATrendAreNamedWhereTheyRun(t *testing.T) {
	g := examined(t, small.Sites, growing(t, "b", "", `pin = "tokyo"`), growing(t, "a", "5%/mo", `pin = "tokyo"`), growing(t, "c", "", `pin = "gke"`)).Growth
	if diff := cmp.Diff([]string{"b"}, g.Unknown); diff != "" {
		t.Error(diff)
	}
	// b grows by the 1 % a month that is assumed everywhere: 8 × 1.05^m + 8 × 1.01^m is
	// 17.982 after 118 days (m = 3.879) and 18.0001 after 119 (m = 3.912).
	if diff := cmp.Diff("2027-02-27", date(g.Out)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(0.01, g.Assumed); diff != "" {
		t.Error(diff)
	}
}

func TestWhatWaitingCostsIsSaidOrWhyNot(t *testing.T) {
	a := growing(t, "a", "15%/mo")
	stays := growing(t, "a", "2%/mo", `pin = "tokyo"`)
	wide := small.Replaced(t, growing(t, "a", "20%/mo", `pin = "tokyo"`), "max = 8", "max = 40")
	grows := small.Replaced(t, a, "max = 8", "max = 40")
	for _, c := range []struct {
		what  string
		texts []string
		want  string
	}{
		{"no room", []string{small.Replaced(t, small.Sites, "max_nodes  = 6", "max_nodes  = 3"), a}, capacity.NoRoom},
		{"nobody says how much room", []string{small.Replaced(t, small.Sites, "    max_nodes  = 6\n", ""), a}, capacity.NoRoom},
		// 8 × 1.2^7.9 = 33.7 replicas: more than 18 cores, less than 45.
		{"today's nodes do not suffice", []string{small.Sites, wide}, capacity.NotEnough},
		{"no nodes suffice", []string{small.Replaced(t, small.Sites, "max_nodes  = 6", "max_nodes  = 4"), wide}, capacity.NeverEnough},
		{"known", []string{small.Sites, stays}, ""},
		{"known, and something is to be saved", []string{small.Sites, grows}, ""},
	} {
		b := examined(t, c.texts...).Burst
		if diff := cmp.Diff(c.want, b.Unknown); diff != "" || (b.Cost == nil) != (c.want != "") {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
		if date(b.Day) != "2027-06-28" {
			t.Errorf("%s: on %s", c.what, date(b.Day))
		}
		switch c.what {
		case "known":
			if diff := cmp.Diff("0.00", words(b.Cost)); diff != "" {
				t.Errorf("what fits on today.s nodes needs no more: %s", diff)
			}
		case "known, and something is to be saved":
			if b.Cost.Least.Sign() <= 0 {
				t.Errorf("waiting costs %s", words(b.Cost))
			}
		}
	}
}

func TestSharingSavesNodes(t *testing.T) {
	for _, c := range []struct {
		what     string
		services []string
		want     capacity.Shared
	}{
		// Two replicas of 8 GiB each: four of them on a node of 36 GiB.
		{"three that leave room", []string{small.Service("a"), small.Service("b"), small.Service("c")}, capacity.Shared{Services: 3, Alone: 3, Together: 2}},
		{"one", []string{small.Service("a")}, capacity.Shared{Services: 1, Alone: 1, Together: 1}},
		{"none", []string{small.Service("a", `pin = "gke"`)}, capacity.Shared{}},
		// Two that move as one are two services all the same.
		{"two of a group", []string{small.Service("a", `same_site = ["b"]`), small.Service("b")}, capacity.Shared{Services: 2, Alone: 2, Together: 1}},
	} {
		if diff := cmp.Diff(c.want, examined(t, append([]string{small.Sites}, c.services...)...).Shared); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}
