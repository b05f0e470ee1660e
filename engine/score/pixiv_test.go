package score_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// decisions are those of the talk.
var decisions = map[string]string{
	"pixiv-ads": "cloud", "sentry": "cloud", "iap": "cloud", "gitlab-runner": "cloud",
	"airflow": "onprem", "vroid-hub": "onprem", "pixiv-sketch": "onprem", "fanbox-print": "onprem",
	"rendertron": "hybrid",
}

func TestTheNineDecisionsOfTheTalkComeOut(t *testing.T) {
	wantDecisions(t, "as written")
}

// wantDecisions checks all nine on an edited workspace.
func wantDecisions(t *testing.T, what string, edits ...edit) {
	t.Helper()
	f := fleet(t, edits...)
	for name, want := range decisions {
		d := decide(t, f, name)
		if got := place(d); got != want || !d.Firm {
			t.Errorf("%s, %s: got %s, want %s and firm\n%s", what, name, got, want, table(d))
		}
	}
}

func TestNamesOfServicesDecideNothing(t *testing.T) {
	names := map[string]string{}
	for i, name := range slices.Sorted(maps.Keys(decisions)) {
		names[name] = fmt.Sprintf("s%d", (i*5)%9)
	}
	rename := func(s map[string]string) {
		delete(s, "report.hcl") // who pays for whom goes by name, and decides nothing
		for _, file := range slices.Sorted(maps.Keys(s)) {
			text := s[file]
			for name, other := range names {
				text = strings.ReplaceAll(text, `service "`+name+`"`, `service "`+other+`"`)
			}
			// The files change places too.
			delete(s, file)
			s[fmt.Sprintf("x%x.hcl", len(text)*7919)] = text
		}
	}
	f := fleet(t, rename)
	for name, want := range decisions {
		if got := place(decide(t, f, names[name])); got != want {
			t.Errorf("%s, renamed: got %s, want %s", name, got, want)
		}
	}
}

func TestTheNineDecisionsStandWhenAssumptionsMove(t *testing.T) {
	onprem := func(f float64) []edit {
		return []edit{
			replace(t, "sites.hcl", `"1900000 JPY"`, fmt.Sprintf(`"%.0f JPY"`, 1900000*f)),
			replace(t, "sites.hcl", `"21000 JPY/mo"`, fmt.Sprintf(`"%.0f JPY/mo"`, 21000*f)),
			replace(t, "sites.hcl", `"24 JPY/kWh"`, fmt.Sprintf(`"%.3f JPY/kWh"`, 24*f)),
		}
	}
	cloud := func(f float64) []edit {
		return []edit{
			replace(t, "prices.hcl", `"0.34386288 USD/h"`, fmt.Sprintf(`"%.8f USD/h"`, 0.34386288*f)),
			replace(t, "prices.hcl", `"100.41296 USD/mo"`, fmt.Sprintf(`"%.5f USD/mo"`, 100.41296*f)),
		}
	}
	hours := func(f float64) []edit {
		var out []edit
		for _, h := range []struct{ file, old, form string }{
			{"sites.hcl", `per_service  = "4h/mo"`, `per_service  = "%gh/mo"`},
			{"sites.hcl", `per_service  = "2h/mo"`, `per_service  = "%gh/mo"`},
			{"sites.hcl", `split_effort = "2h/mo"`, `split_effort = "%gh/mo"`},
		} {
			var n float64
			fmt.Sscanf(h.old[strings.Index(h.old, `"`)+1:], "%gh", &n)
			out = append(out, replace(t, h.file, h.old, fmt.Sprintf(h.form, n*f)))
		}
		return append(out,
			replace(t, "services/airflow.hcl", `tokyo = "8h/mo", gke = "6h/mo"`, fmt.Sprintf(`tokyo = "%gh/mo", gke = "%gh/mo"`, 8*f, 6*f)),
			replace(t, "services/sentry.hcl", `tokyo = "40h/mo", gke = "8h/mo"`, fmt.Sprintf(`tokyo = "%gh/mo", gke = "%gh/mo"`, 40*f, 8*f)))
	}
	comfortable := func(f float64) []edit {
		return []edit{replace(t, "sites.hcl", `"500Gi"`, fmt.Sprintf(`"%.0fGi"`, 500*f))}
	}
	for _, c := range []struct {
		what    string
		edits   func(float64) []edit
		factors []float64
	}{
		{"on-prem prices", onprem, []float64{0.7, 0.85, 1.3, 1.67}},
		{"cloud prices", cloud, []float64{0.7, 0.85, 1.15, 1.3}},
		{"hours", hours, []float64{0.5, 0.75, 1.25, 1.5}},
		{"comfortable traffic", comfortable, []float64{0.5, 0.75, 1.5, 2}},
	} {
		for _, f := range c.factors {
			wantDecisions(t, fmt.Sprintf("%s × %g", c.what, f), c.edits(f)...)
		}
	}
}

func TestAdsReadingFromAnOnpremDatabaseBelongsOnprem(t *testing.T) {
	f := fleet(t, replace(t, "services/pixiv-ads.hcl", `call "bigquery" {
    sent        = "1.5T"
    received    = "100G"
    max_latency = "200ms"
  }`, `call "user-db" {
    sent     = "100G"
    received = "20T"
  }`))
	if d := decide(t, f, "pixiv-ads"); place(d) != "onprem" {
		t.Errorf("got %s, want onprem\n%s", place(d), table(d))
	}
}

func TestAirflowIsAllowedInTheCloudOverAnInterconnect(t *testing.T) {
	f := fleet(t,
		replace(t, "sites.hcl", `path         = "internet"`, `path         = "interconnect"`),
		replace(t, "sites.hcl", `gke = "0.12 USD/GiB" }`, `gke = "7.5 JPY/GiB" }`),
		replace(t, "sites.hcl", `"500Gi"`, `"20Ti"`))
	d := decide(t, f, "airflow")
	if o := d.Option("gke"); !o.Feasible() {
		t.Errorf("the cloud is forbidden: %v", o.Violations)
	}
	if place(d) != "onprem" {
		t.Errorf("got %s, want onprem still\n%s", place(d), table(d))
	}
	if o := decide(t, fleet(t), "airflow").Option("gke"); o.Feasible() || o.Violations[0].Constraint != "no-internet-transit" {
		t.Errorf("over the internet the cloud is not forbidden by no-internet-transit: %v", o.Violations)
	}
}

func TestRendertronAtAHundredthIsNotSplit(t *testing.T) {
	// A hundredth of the load on the same replicas: each carries a hundred times
	// more.
	f := fleet(t, replace(t, "services/rendertron.hcl", "requests_per_second = 2", "requests_per_second = 200"))
	if d := decide(t, f, "rendertron"); place(d) != "onprem" {
		t.Errorf("got %s, want onprem\n%s", place(d), table(d))
	}
}

func TestVroidHubWithoutOnpremCallsIsNoLongerWhollyOnprem(t *testing.T) {
	f := fleet(t, replace(t, "services/vroid-hub.hcl", `call "user-db" {
    sent     = "500G"
    received = "8.5T"
  }
`, ""))
	if d := decide(t, f, "vroid-hub"); place(d) != "hybrid" {
		t.Errorf("got %s, want hybrid\n%s", place(d), table(d))
	}
}

func TestAShorterLeadTimeRaisesTheScalabilityOfOwnServers(t *testing.T) {
	scalability := func(edits ...edit) float64 {
		for _, c := range decide(t, fleet(t, edits...), "pixiv-ads").Option("tokyo").Criteria {
			if c.Name == "scalability" {
				return c.Score
			}
		}
		t.Fatal("no scalability")
		return 0
	}
	long, short := scalability(), scalability(replace(t, "sites.hcl", `lead_time    = "240d"`, `lead_time    = "60d"`))
	if short <= long {
		t.Errorf("scalability is %.3f with 240 days and %.3f with 60", long, short)
	}
}

func TestAStatefulServiceIsNeverSplit(t *testing.T) {
	f := fleet(t, replace(t, "services/rendertron.hcl", `calls = "complete"`, "calls = \"complete\"\n  stateful = true"))
	for _, o := range decide(t, f, "rendertron").Options {
		if o.Kind == "hybrid" {
			t.Errorf("there is an option %s", o.ID)
		}
	}
}

func TestAPoolPastItsLifeHasNoCapital(t *testing.T) {
	money := func(edits ...edit) string {
		return decide(t, fleet(t, edits...), "fanbox-print").Option("tokyo").Bill.Total.Decimal()
	}
	old := replace(t, "sites.hcl", `in_service = "2024-04-01"`, `in_service = "2021-10-01"`)
	free := replace(t, "sites.hcl", `"1900000 JPY"`, `"0 JPY"`)
	if paidOff, gift := money(old), money(free); paidOff != gift || paidOff == money() {
		t.Errorf("past its life %s, given as a present %s, in its life %s", paidOff, gift, money())
	}
}
