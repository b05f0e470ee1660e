package fleet_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/fleet"
	"berth.dev/engine/profile"
)

func TestTrafficBetweenServicesCostsWhatLeavesTheDearSite(t *testing.T) {
	// From gke 100 GiB are sent at 10 JPY; what tokyo answers is free. The other way
	// round 300 GiB are answered from gke. Both keep two replicas in each half of a
	// hybrid, which is all of their load: kept is all, so a hybrid is where tokyo is.
	f := of(t, svc("a", call("b", "100Gi", "300Gi")), svc("b"))
	want := [][]string{
		{"0", "1,000", "1,000"},
		{"3,000", "0", "0"},
		{"3,000", "0", "0"},
	}
	if diff := cmp.Diff(want, costs(t, f, "a", "b")); diff != "" {
		t.Error(diff)
	}
	traffic := f.Traffic([]uint8{2, 0})
	if len(traffic) != 1 || traffic[0].Money.Decimal() != "3000" || traffic[0].Received != 300 || traffic[0].From != "tokyo" {
		t.Errorf("%+v", traffic)
	}
}

func TestCallsBothWaysAreOneTable(t *testing.T) {
	f := of(t, svc("a", call("b", "100Gi", "0")), svc("b", call("a", "1Gi", "7Gi")))
	// a at gke, b at tokyo: a sends 100 from gke, and answers 7 of b's call from
	// there: 107 × 10. a at tokyo, b at gke: b sends 1 from gke; a's call gets no answer.
	want := [][]string{{"0", "1,070", "1,070"}, {"10", "0", "0"}, {"10", "0", "0"}}
	if diff := cmp.Diff(want, costs(t, f, "a", "b")); diff != "" {
		t.Error(diff)
	}
}

func TestTrafficIsFreeToAnObjectiveOfScores(t *testing.T) {
	f := loadText(t, nil, small, svc("a", call("b", "100Gi", "300Gi")), svc("b")).build(t, func(o *fleet.Options) { o.Objective = fleet.ByScore })
	if f.Problem.Pairs[0].Cost != nil {
		t.Error("it costs", f.Problem.Pairs[0].Cost)
	}
}

// halved is a service of which one replica is kept on tokyo and half the load goes
// to gke: it needs 2 cores on average and never less than 1.8.
func halved(name string, words ...string) string {
	return replacedIn(svc(name, append(words, `pin = ["tokyo", "gke"]`, "traffic {\n    mean_rps = 20\n    p99_rps  = 50\n  }")...),
		`memory = "8Gi"`, "memory = \"8Gi\"\n    requests_per_second = 10", "max = 2", "max = 20", "min = 2", "min = 1")
}

func TestRoutingSaysWhatAHybridCrosses(t *testing.T) {
	for _, c := range []struct {
		what, routing, other, want string
		// across is what crosses of 400 GiB, in MiB.
		across int64
	}{
		// gke's half sends half of 100 GiB to tokyo at 10 JPY.
		{"one to the owned site", "locality", svc("b", `pin = "tokyo"`), "500", 204800},
		// tokyo's half is answered half of 300 GiB from gke.
		{"one to the rented site", "independent", svc("b", `pin = "gke"`), "1,500", 204800},
		{"halves that find each other", "locality", halved("b"), "-", 0},
		// A quarter of all goes from gke to tokyo, another the other way: 250 + 750.
		{"halves that call any copy", "independent", halved("b"), "1,000", 204800},
	} {
		f := loadText(t, nil, small, halved("a", `routing = "`+c.routing+`"`, call("b", "100Gi", "300Gi")), c.other).
			build(t, func(o *fleet.Options) { o.Splits = 1 })
		if diff := cmp.Diff([]string{"tokyo+gke@1"}, names(f, 0)); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff([][]string{{c.want}}, costs(t, f, "a", "b")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
		if diff := cmp.Diff([]int64{409600, c.across}, []int64{f.Volume(0), f.Crossing(0, []uint8{0, 0})}); diff != "" {
			t.Errorf("%s: all MiB and those that cross (-want +got):\n%s", c.what, diff)
		}
	}
}

func TestACalleeThatMovesMayNotBringCallsOntoTheInternet(t *testing.T) {
	internet := replaced(t, `path    = "vpn"`, `path    = "internet"`)
	closed := "security {\n    internet_transit = false\n  }"
	for _, c := range []struct {
		what string
		a, b string
	}{
		{"the caller forbids it", svc("a", call("b", "1Gi", "1Gi"), closed), svc("b")},
		{"the callee forbids it", svc("a", call("b", "1Gi", "1Gi")), svc("b", closed)},
		{"nothing is known to be sent", svc("a", call("b", "0", "0"), closed), svc("b")},
	} {
		f := loadText(t, nil, internet, c.a, c.b).build(t, nil)
		// Together, or with a hybrid that keeps all of its load at tokyo, as these do.
		got := costs(t, f, "a", "b")
		for _, at := range [][2]int{{0, 2}, {2, 0}, {0, 1}, {1, 0}} {
			if got[at[0]][at[1]] != "no" {
				t.Errorf("%s: %s with %s is allowed: %v", c.what, names(f, 0)[at[0]], names(f, 1)[at[1]], got)
			}
		}
		for i := range 3 {
			if got[i][i] == "no" {
				t.Errorf("%s: together is forbidden: %v", c.what, got)
			}
		}
	}
}

func TestHalvesThatDoNotMatchCrossTheLink(t *testing.T) {
	// Half of a calls from gke, but b answers but for a sliver on tokyo alone: an
	// evaluation would take b's half at gke as enough.
	internet := replaced(t, `path    = "vpn"`, `path    = "internet"`)
	other := replacedIn(halved("b"), `pin = ["tokyo", "gke"]`, "", "mean_rps = 20", "mean_rps = 12", "p99_rps  = 50", "p99_rps  = 90")
	f := loadText(t, nil, internet, halved("a", "security {\n    internet_transit = false\n  }", call("b", "1Gi", "1Gi")), other).
		build(t, func(o *fleet.Options) { o.Splits = 7 })
	got := costs(t, f, "a", "b")
	for l := range got {
		for m, cell := range got[l] {
			if names(f, 0)[l] != "tokyo+gke@1" && cell != "no" {
				t.Errorf("%s with %s is allowed: %v", names(f, 0)[l], names(f, 1)[m], got)
			}
			refused, err := f.Judge([]uint8{uint8(l), uint8(m)})
			if err != nil || (len(refused) > 0) != (cell == "no") {
				t.Errorf("%s with %s: %s, and the rules say %v, %v", names(f, 0)[l], names(f, 1)[m], cell, refused, err)
			}
		}
	}
}

func TestServicesThatMustStandApartShareNoSite(t *testing.T) {
	f := of(t, svc("a", `different_sites = ["b"]`), svc("b"))
	want := [][]string{{"no", "no", "-"}, {"no", "no", "no"}, {"-", "no", "no"}}
	if diff := cmp.Diff(want, costs(t, f, "a", "b")); diff != "" {
		t.Error(diff)
	}
}

func TestSitesWithoutALinkAreOutOfReachOfEachOther(t *testing.T) {
	i := strings.Index(small, `link "tokyo" "gke"`)
	j := strings.Index(small, `price_book "book"`)
	f := loadText(t, nil, small[:i]+small[j:], svc("a", call("b", "1Gi", "1Gi")), svc("b")).build(t, nil)
	want := [][]string{{"-", "no"}, {"no", "-"}}
	if diff := cmp.Diff(want, costs(t, f, "a", "b")); diff != "" {
		t.Error(diff)
	}
}

func TestACallTooSlowForItsLinkKeepsServicesTogether(t *testing.T) {
	f := of(t, svc("a", replacedIn(call("b", "1Gi", "1Gi"), "}", `  max_latency = "4ms"`+"\n  }")), svc("b", `pin = "tokyo"`))
	want := [][]string{{"no"}, {"no"}, {"0"}}
	if diff := cmp.Diff(want, costs(t, f, "a", "b")); diff != "" {
		t.Error(diff)
	}
}

func TestAHybridThatIsSplitByTheHourCrossesInItsBusyHours(t *testing.T) {
	// 75 requests a second for an hour a week, 5 else, are 7.5 cores and half a one: a
	// week's load is 7.5 + 167 × 0.5 = 91. Two replicas carry all but 5.5 of the busy
	// hour: 5.5 ÷ 91 of 910 GiB leave gke at 10 JPY.
	noon := func(at time.Time) float64 {
		if at.Hour() == 12 && at.Weekday() == time.Tuesday {
			return 75
		}
		return 5
	}
	a := busy("a", `pin = ["tokyo", "gke"]`, call("b", "910Gi", "0"))
	f := loadBusy(t, map[string]profile.Profile{"a": week(t, time.UTC, noon)}, a, svc("b", `pin = "tokyo"`)).
		build(t, func(o *fleet.Options) { o.Splits = 7 })
	for l, o := range f.Services[0].Options {
		want := fmt.Sprintf("%.0f", (7.5-float64(o.Base[0]))*100)
		if got := costs(t, f, "a", "b")[l][0]; got != want {
			t.Errorf("%s costs %s, not %s", o.Name, got, want)
		}
	}
}
