package fleet_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/fleet"
)

// left are the options of a service and what excluded the others.
func left(f *fleet.Fleet, i int) (out []string) {
	out = names(f, i)
	for _, x := range f.Services[i].Excluded {
		var why []string
		for _, r := range x.Reasons {
			why = append(why, r.Service+" "+r.Constraint)
		}
		out = append(out, "not "+x.ID+": "+strings.Join(why, ", "))
	}
	return out
}

func TestWhatForbidsAPlaceIsKeptWithEveryReason(t *testing.T) {
	abroad := replaced(t, `  provider = "gke"
  country  = "JP"`, `  provider = "gke"
  country  = "US"`)
	resident := "security {\n    residency = [\"JP\"]\n  }"
	for _, c := range []struct {
		what, service string
		want          []string
	}{
		{"residency", svc("a", resident), []string{"tokyo", "not gke: a residency", "not tokyo+gke: a residency"}},
		{"all reasons", svc("a", resident, `needs = ["magic"]`, `pin = "gke"`), []string{
			"not gke: a needs, a residency", "not tokyo+gke: a needs, a pin, a residency", "not tokyo: a needs, a pin",
		}},
		{"a pin", svc("a", `pin = ["gke", "tokyo"]`), []string{"tokyo+gke@2", "not gke: a pin", "not tokyo: a pin"}},
		{"state", svc("a", "stateful = true"), []string{"gke", "tokyo"}},
	} {
		f, _ := loadText(t, nil, abroad, c.service).try(nil)
		if diff := cmp.Diff(c.want, left(f, 0)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

func TestAServiceWithoutAPlaceIsAnErrorThatNamesEveryRule(t *testing.T) {
	f, diags := loadText(t, nil, small, svc("a", `needs = ["magic"]`)).try(nil)
	if f.Problem != nil || len(f.Stuck) != 1 {
		t.Errorf("stuck: %v", f.Stuck)
	}
	if !diags.HasErrors() || !strings.Contains(diags[0].Detail, "tokyo: tokyo lacks magic") {
		t.Errorf("%v", diags)
	}
}

func TestAPinOfThePlanLeavesOneOption(t *testing.T) {
	w := loadText(t, nil, small, svc("a"), svc("b"))
	f := w.build(t, func(o *fleet.Options) { o.Pins = map[string]string{"b": "gke+tokyo"} })
	if diff := cmp.Diff([]string{"tokyo+gke@2", "not gke: b pin", "not tokyo: b pin"}, left(f, 1)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"gke", "tokyo+gke@2", "tokyo"}, left(f, 0)); diff != "" {
		t.Error(diff)
	}
	for _, pins := range []map[string]string{{"c": "gke"}, {"b": "mars"}} {
		if _, diags := w.try(func(o *fleet.Options) { o.Pins = pins }); !diags.HasErrors() || diags[0].Code != fleet.CodePin {
			t.Errorf("%v: %v", pins, diags)
		}
	}
}

func TestServicesOfOneSiteAreOneService(t *testing.T) {
	f := of(t, svc("a", `same_site = ["c"]`, call("c", "5Gi", "0")), svc("b", call("c", "100Gi", "0")), svc("c", "stateful = true"))
	if diff := cmp.Diff([]string{"a+c", "b"}, []string{f.Services[0].Name, f.Services[1].Name}); diff != "" {
		t.Fatal(diff)
	}
	// c may not be split, so neither may a; both cost together what each costs alone.
	if diff := cmp.Diff([]string{"gke", "tokyo"}, left(f, 0)); diff != "" {
		t.Error(diff)
	}
	for l, want := range []string{"6040 2000 0 0", "292 4000 0 0"} {
		if diff := cmp.Diff(want, money(f, 0, l)); diff != "" {
			t.Error(diff)
		}
	}
	if diff := cmp.Diff([]string{"tokyo/general/cpu 4000", "tokyo/general/memory 32768"}, used(f, 0, "tokyo", 0)); diff != "" {
		t.Error(diff)
	}
	// b calls c: 100 GiB leave gke where b is there and c is not.
	if diff := cmp.Diff([][]string{{"0", "0", "0"}, {"1,000", "0", "0"}}, costs(t, f, "a+c", "b")); diff != "" {
		t.Error(diff)
	}
}

func TestServicesOfOneSiteMayBeSplitTogether(t *testing.T) {
	f := of(t, svc("a", `same_site = ["b"]`, call("b", "100Gi", "0")), svc("b"))
	if diff := cmp.Diff([]string{"gke", "tokyo+gke@2,2", "tokyo"}, names(f, 0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("6332 6000 0 0", money(f, 0, 1)); diff != "" {
		t.Error(diff)
	}
}

func TestTrafficWithinAGroupCostsWhereItsHalvesCall(t *testing.T) {
	calls := call("b", "100Gi", "300Gi")
	for routing, want := range map[string]string{"locality": "0", "independent": "1000"} {
		f := loadText(t, nil, small, halved("a", `routing = "`+routing+`"`, `same_site = ["b"]`, calls), halved("b")).
			build(t, func(o *fleet.Options) { o.Splits = 1 })
		alone := loadText(t, nil, small, halved("a"), halved("b")).build(t, func(o *fleet.Options) { o.Splits = 1 })
		sum := alone.Parts(0, 0).Money + alone.Parts(1, 0).Money
		if diff := cmp.Diff(want, f.Unit.Amount(f.Parts(0, 0).Money-sum).Decimal()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", routing, diff)
		}
	}
}

func TestNearAndApartCannotBoth(t *testing.T) {
	f, diags := loadText(t, nil, small, svc("a", `same_site = ["b", "c"]`), svc("b", `different_sites = ["c"]`), svc("c")).try(nil)
	if !diags.HasErrors() || len(f.Stuck) != 1 || f.Services[0].Excluded[0].Reasons[0].Constraint != "different_sites" {
		t.Errorf("%v %+v", diags, f.Services)
	}
}

func TestUnmeasuredTrafficKeepsBothEndsWhereTheyRun(t *testing.T) {
	services := []string{
		svc("a", `runs_on = "gke"`, call("b", `unknown`, "1Gi")), svc("b", `runs_on = "tokyo"`),
		svc("c", `runs_on = "gke"`, call("b", "1Gi", "1Gi")),
		strings.ReplaceAll(svc("d", `runs_on = "tokyo"`), `"complete"`, `"partial"`),
	}
	w := loadText(t, nil, append([]string{small}, services...)...)
	f := w.build(t, nil)
	for i, want := range []struct {
		left []string
		held string
	}{
		{[]string{"gke", "not tokyo+gke: a unknown-traffic", "not tokyo: a unknown-traffic"}, "nobody has measured calls to b (what it sends)"},
		{[]string{"tokyo", "not gke: b unknown-traffic", "not tokyo+gke: b unknown-traffic"}, "nobody has measured calls of a (what it receives)"},
		{[]string{"gke", "tokyo+gke@2", "tokyo"}, ""},
		{[]string{"tokyo", "not gke: d unknown-traffic", "not tokyo+gke: d unknown-traffic"}, "nobody has measured whether it makes calls that its spec does not list"},
	} {
		if diff := cmp.Diff(want.left, left(f, i)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f.Services[i].Name, diff)
		}
		if diff := cmp.Diff(want.held, f.Services[i].Held); diff != "" {
			t.Error(diff)
		}
	}
	gib := 50.0
	for _, c := range []struct {
		what    string
		assumed fleet.Assumed
		want    string // a at tokyo, b at gke: 1 GiB is answered from gke, nothing sent is charged
		back    string // a at gke, b at tokyo: what a sends is charged
	}{
		{"low", fleet.Assumed{Low: true}, "10", "0"},
		{"high", fleet.Assumed{High: true}, "10", "102,400"},
		{"a volume", fleet.Assumed{GiB: &gib}, "10", "500"},
	} {
		f := w.build(t, func(o *fleet.Options) { o.Unknown = &c.assumed })
		got := costs(t, f, "a", "b")
		if diff := cmp.Diff([]string{c.want, c.back}, []string{got[2][0], got[0][2]}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
		if len(f.Assumptions) < 3 {
			t.Errorf("%s: %v", c.what, f.Assumptions)
		}
	}
}

func TestWhoCannotStayMayMoveThoughItsTrafficIsUnknown(t *testing.T) {
	f := loadText(t, nil, small, svc("a", `runs_on = "gke"`, `independent_of = ["gke"]`, call("db", "unknown", "1Gi"))).build(t, nil)
	if diff := cmp.Diff([]string{"tokyo"}, names(f, 0)); diff != "" {
		t.Error(diff)
	}
	today := f.Today()
	if today.Allowed[0] || today.Unsaid[0] {
		t.Errorf("%+v", today)
	}
}

func TestARuleThatAddsUpIsWarnedOfAndJudgedAsAWhole(t *testing.T) {
	rule := `
constraint "quiet" {
  doc     = "No more than 10 GiB a month may cross."
  forbid  = "option.crossing_gib > 10.0"
  because = "'too much crosses'"
}
`
	w := loadText(t, nil, small, rule, svc("a", call("b", "6Gi", "0"), call("c", "6Gi", "0")), svc("b", `pin = "tokyo"`), svc("c", `pin = "tokyo"`), svc("d", call("b", "11Gi", "0")))
	f, diags := w.try(nil)
	if len(diags) != 1 || diags[0].Code != fleet.CodeAdds || diags.HasErrors() {
		t.Errorf("%v", diags)
	}
	if diff := cmp.Diff([][]string{{"60"}, {"0"}, {"0"}}, costs(t, f, "a", "b")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"no", "0", "0"}}, costs(t, f, "b", "d")); diff != "" {
		t.Error(diff)
	}
	refused, err := f.Judge([]uint8{0, 0, 0, 2})
	want := []fleet.Reason{{Service: "a", Constraint: "quiet", Because: "too much crosses"}}
	if diff := cmp.Diff(want, refused); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func TestAVolumeThatNothingDependsOnHoldsNobody(t *testing.T) {
	gke := `runs_on = "gke"`
	for _, c := range []struct {
		what, sites, call, want string
	}{
		{"what visitors send is free everywhere", small, call("internet", "2Ti", "unknown"), ""},
		{"what they are sent has a price", small, call("internet", "unknown", "2Ti"), "nobody has measured calls to internet (what it sends)"},
		{"what they are sent is free", replaced(t, `egress = "20 JPY/GiB"`, `egress = "0 JPY/GiB"`, `egress = "1 JPY/GiB"`, `egress = "0 JPY/GiB"`), call("internet", "unknown", "2Ti"), ""},
		// Only what leaves gke has a price, and db is at tokyo.
		{"what an endpoint sends", small, call("db", "1Gi", "unknown"), ""},
		{"what an endpoint is sent", small, call("db", "unknown", "1Gi"), "nobody has measured calls to db (what it sends)"},
		{"a neighbour may come to stand at either end", small, call("b", "1Gi", "unknown"), "nobody has measured calls to b (what it receives)"},
	} {
		f := loadText(t, nil, c.sites, svc("a", gke, c.call), svc("b", `runs_on = "tokyo"`)).build(t, nil)
		if diff := cmp.Diff(c.want, f.Services[0].Held); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
	// A score that reads sums may depend on it.
	points := replaced(t, `hourly_rate    = "1000 JPY/h"`, "hourly_rate    = \"1000 JPY/h\"\n  point_value    = \"3 JPY/mo\"")
	f := loadText(t, nil, points, svc("a", gke, call("db", "1Gi", "unknown"))).build(t, nil)
	if diff := cmp.Diff("nobody has measured calls to db (what it receives)", f.Services[0].Held); diff != "" {
		t.Error(diff)
	}
}

func TestWhoRunsNowhereMayGoAnywhereThoughItsTrafficIsUnknown(t *testing.T) {
	f := of(t, svc("a", call("db", "unknown", "1Gi")))
	if f.Services[0].Held != "" || len(f.Services[0].Options) != 3 {
		t.Errorf("held %q, %v", f.Services[0].Held, names(f, 0))
	}
	want := fleet.Assumption{Subject: "a", Text: "traffic nobody has measured is taken as typical, since nobody says where it runs: calls to db (what it sends)"}
	if diff := cmp.Diff([]fleet.Assumption{want}, f.Assumptions); diff != "" {
		t.Error(diff)
	}
}

func TestASiteWithoutAPriceIsSaidToBeNone(t *testing.T) {
	// What leaves tokyo to the internet has no price.
	sites := replaced(t, "  internet {\n    egress = \"1 JPY/GiB\"\n  }\n", "")
	visited := svc("a", call("internet", "1Gi", "1Gi"))
	f := loadText(t, nil, sites, visited).build(t, nil)
	var got []string
	for _, a := range f.Assumptions {
		got = append(got, a.Subject+": "+a.Text[:strings.Index(a.Text, ":")])
	}
	if diff := cmp.Diff([]string{"tokyo: nothing is placed there"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"gke", "not tokyo+gke: a priced", "not tokyo: a priced"}, left(f, 0)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if f := loadText(t, nil, sites, visited, svc("b")).build(t, nil); len(f.Assumptions) > 0 {
		t.Errorf("b may be there, and yet: %v", f.Assumptions)
	}
}
