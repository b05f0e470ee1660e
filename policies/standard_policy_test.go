package policies

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// policyCase is one case of a standard policy: the sample changed in one way,
// and what the policy must say. A score is not asked for where the policy does
// not apply.
type policyCase struct {
	policy, what string
	change       func(*Vars)
	applies      bool
	score        float64
	because      string
}

// surge sets the sharpest rise of the load.
func surge(v *Vars, rise float64) { v.Service.Surge10m = &rise }

// and makes several changes, one after the other.
func and(changes ...func(*Vars)) func(*Vars) {
	return func(v *Vars) {
		for _, c := range changes {
			c(v)
		}
	}
}

// unchanged leaves the sample as it is.
func unchanged(*Vars) {}

func policyCases() []policyCase {
	needs := func(names ...string) func(*Vars) { return func(v *Vars) { v.Service.Needs = names } }
	data := func(class string) func(*Vars) { return func(v *Vars) { v.Service.Security.Data = class } }
	onprem := func(calls, crossing float64) func(*Vars) {
		return func(v *Vars) { v.Service.OnpremCallsGiB, v.Option.OnpremCrossingGiB = calls, crossing }
	}
	cloud := func(calls, crossing float64) func(*Vars) {
		return func(v *Vars) { v.Service.CloudCallsGiB, v.Option.CloudCrossingGiB = calls, crossing }
	}
	comfortable := func(k float64) func(*Vars) { return func(v *Vars) { v.Option.ComfortableGiB = k } }
	cores := func(needed, free float64) func(*Vars) {
		return func(v *Vars) { v.Option.NeededCores, v.Option.HeadroomCores = needed, free }
	}
	rise := func(r float64) func(*Vars) { return func(v *Vars) { surge(v, r) } }
	money := func(reference, here float64) func(*Vars) {
		return func(v *Vars) { v.Service.ReferenceMoney, v.Option.Money = reference, here }
	}
	hours := func(reference, h float64) func(*Vars) {
		return func(v *Vars) { v.Service.ReferenceMoney, v.Option.Hours = reference, h }
	}
	return []policyCase{
		// 120 / 248.
		{"elastic-capacity", "less is free than needed", cores(248, 120), true, 0.483871,
			"needs 248.0 cores before a server bought today would run, in 8.0 months; 120.0 are free"},
		{"elastic-capacity", "just enough is free", cores(120, 120), true, 1,
			"needs 120.0 cores before a server bought today would run, in 8.0 months; 120.0 are free"},
		{"elastic-capacity", "nothing is free", cores(10, 0), true, 0,
			"needs 10.0 cores before a server bought today would run, in 8.0 months; 0.0 are free"},
		{"elastic-capacity", "nothing is needed", cores(0, 0), true, 1,
			"needs 0.0 cores before a server bought today would run, in 8.0 months; 0.0 are free"},
		{"elastic-capacity", "the cloud", and(inCloud, cores(5000, 0)), true, 1, "capacity can be rented within minutes"},
		{"elastic-capacity", "a hybrid", and(split, cores(5000, 0)), true, 1, "capacity can be rented within minutes"},

		// 20 cores × (1 + 7) = 160; 120 / 160.
		{"sudden-surges", "a rise that does not fit", rise(7), true, 0.75,
			"the load has risen by 7.0 times its mean within ten minutes, to about 160.0 cores; 120.0 are free"},
		// 20 × (1 + 5) = 120.
		{"sudden-surges", "a rise that just fits", rise(5), true, 1,
			"the load has risen by 5.0 times its mean within ten minutes, to about 120.0 cores; 120.0 are free"},
		{"sudden-surges", "the cloud", and(inCloud, rise(7)), true, 1, "capacity can be rented while the load rises"},
		{"sudden-surges", "a rise by as much as the mean", rise(1), false, 0, ""},
		{"sudden-surges", "no rise known", unchanged, false, 0, ""},

		// 500 / (500 + 8382).
		{"near-onprem-systems", "much would cross", onprem(8382, 8382), true, 0.056294,
			"8382 GiB a month with on-prem systems would cross between sites; 500 are comfortable"},
		{"near-onprem-systems", "as much crosses as is comfortable", onprem(1000, 500), true, 0.5,
			"500 GiB a month with on-prem systems would cross between sites; 500 are comfortable"},
		{"near-onprem-systems", "nothing crosses, and nothing is comfortable", and(onprem(8382, 0), comfortable(0)), true, 1,
			"its traffic with on-prem systems stays on-prem"},
		{"near-onprem-systems", "something crosses, and nothing is comfortable", and(onprem(1, 1), comfortable(0)), true, 0,
			"1 GiB a month with on-prem systems would cross between sites; 0 are comfortable"},
		{"near-onprem-systems", "calls to the cloud only", cloud(1490, 1490), false, 0, ""},

		// 500 / (500 + 1490).
		{"near-cloud-services", "much would cross", cloud(1490, 1490), true, 0.251256,
			"1490 GiB a month with cloud services would cross between sites; 500 are comfortable"},
		{"near-cloud-services", "the cloud", and(inCloud, cloud(1490, 0)), true, 1,
			"its traffic with cloud services stays in the cloud"},
		{"near-cloud-services", "something crosses, and nothing is comfortable", and(cloud(1, 1), comfortable(0)), true, 0,
			"1 GiB a month with cloud services would cross between sites; 0 are comfortable"},
		{"near-cloud-services", "calls to on-prem systems only", onprem(9, 9), false, 0, ""},

		{"cloud-capabilities", "on-prem", needs("identity-aware-proxy"), true, 0,
			"0 % of its load would run where the cloud capabilities it needs are"},
		{"cloud-capabilities", "the cloud", and(inCloud, needs("identity-aware-proxy")), true, 1,
			"runs where the cloud capabilities it needs are"},
		{"cloud-capabilities", "a hybrid", and(split, needs("privileged", "cloud-storage")), true, 0.25,
			"25 % of its load would run where the cloud capabilities it needs are"},
		{"cloud-capabilities", "other needs", needs("privileged"), false, 0, ""},

		{"sensitive-data", "personal data on-prem", data("personal"), true, 1, "personal data stays on machines of our own"},
		{"sensitive-data", "confidential data in the cloud", and(inCloud, data("confidential")), true, 0.6,
			"confidential data would also be on machines of a provider"},
		{"sensitive-data", "personal data in a hybrid", and(split, data("personal")), true, 0.6,
			"personal data would also be on machines of a provider"},
		{"sensitive-data", "internal data", data("internal"), false, 0, ""},
		{"sensitive-data", "data of no class", data(""), false, 0, ""},

		// 105 / (105 + 93).
		{"cost-against-reference", "cheaper than the reference", money(105_000, 93_000), true, 0.530303,
			"costs 93000 JPY a month, against 105000 at gke"},
		{"cost-against-reference", "as much as the reference", money(105_000, 105_000), true, 0.5,
			"costs 105000 JPY a month, against 105000 at gke"},
		{"cost-against-reference", "free on both", money(0, 0), true, 0.5, "costs 0 JPY a month, against 0 at gke"},
		{"cost-against-reference", "free here", money(105_000, 0), true, 1, "costs 0 JPY a month, against 105000 at gke"},
		{"cost-against-reference", "free at the reference", money(0, 1), true, 0, "costs 1 JPY a month, against 0 at gke"},

		// 105 / (105 + 4 × 6).
		{"effort-against-reference", "a few hours", hours(105_000, 4), true, 0.813953,
			"takes 4.0 hours of work a month, worth 24000 JPY"},
		{"effort-against-reference", "no hours", hours(105_000, 0), true, 1, "takes 0.0 hours of work a month, worth 0 JPY"},
		{"effort-against-reference", "nothing on both sides", hours(0, 0), true, 0.5,
			"takes 0.0 hours of work a month, worth 0 JPY"},
		{"effort-against-reference", "free at the reference", hours(0, 1), true, 0,
			"takes 1.0 hours of work a month, worth 6000 JPY"},

		{"host-access", "on-prem", needs("kernel-modules"), true, 1, "it reaches below its container, and the machines are our own"},
		{"host-access", "the cloud", and(inCloud, needs("static-ip")), true, 0.5,
			"it reaches below its container, where a provider sets the rules"},
		{"host-access", "a hybrid", and(split, needs("privileged")), true, 0.5,
			"it reaches below its container, where a provider sets the rules"},
		{"host-access", "other needs", needs("identity-aware-proxy"), false, 0, ""},
	}
}

func TestStandardPoliciesSayWhatTheirDocsSay(t *testing.T) {
	suite := standardSuite(t)
	for _, c := range policyCases() {
		t.Run(c.policy+"/"+c.what, func(t *testing.T) {
			v := sample()
			c.change(v)
			got := policyCase{policy: c.policy, what: c.what}
			p := mustPolicy(t, suite, c.policy)
			var err error
			if got.applies, err = p.Applies(v); err != nil {
				t.Fatal(err)
			}
			if got.applies {
				if got.score, err = p.Score(v); err != nil {
					t.Fatal(err)
				}
				got.score = math.Round(got.score*1e6) / 1e6
				if got.because, err = p.Because(v); err != nil {
					t.Fatal(err)
				}
			}
			c.change = nil
			if diff := cmp.Diff(c, got, cmp.AllowUnexported(policyCase{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestEveryStandardRuleHasADocAndCases holds the suite to its own rule. A
// policy without `when` applies always, so it needs no case that does not.
func TestEveryStandardRuleHasADocAndCases(t *testing.T) {
	suite := standardSuite(t)
	type count struct{ all, yes, no int }
	counts := map[string]*count{}
	add := func(name string, yes bool) {
		if counts[name] == nil {
			counts[name] = &count{}
		}
		counts[name].all++
		if yes {
			counts[name].yes++
		} else {
			counts[name].no++
		}
	}
	for _, c := range policyCases() {
		add(c.policy, c.applies)
	}
	for _, c := range constraintCases() {
		add(c.constraint, c.forbids)
	}
	var always []string
	for _, p := range suite.Policies {
		if p.when == nil {
			always = append(always, p.Name())
		}
	}
	for _, r := range suite.Rules() {
		n := counts[r.Name]
		switch {
		case len(r.Doc) < 40:
			t.Errorf("%s has no doc worth the name: %q", r.Name, r.Doc)
		case r.Kind == "check":
			// Its cases are those of standard/*_test.hcl.
		case n == nil || n.all < 3:
			t.Errorf("%s has fewer than three cases", r.Name)
		case n.yes == 0:
			t.Errorf("%s has no case in which it speaks", r.Name)
		case n.no == 0 && !slices.Contains(always, r.Name):
			t.Errorf("%s has no case in which it is silent", r.Name)
		}
		if _, ok := StandardSource(r.Name); !ok {
			t.Errorf("%s has no file of its name", r.Name)
		}
	}
	for _, c := range suite.Criteria {
		if _, ok := StandardSource(c.Name); !ok || len(c.Doc) < 40 {
			t.Errorf("criterion %s has no file or no doc", c.Name)
		}
	}
}

func TestTheStandardSuiteHasItsCriteriaAndPrices(t *testing.T) {
	got := map[string]bool{}
	for _, c := range standardSuite(t).Criteria {
		got[c.Name] = c.Priced
		if c.Combine != "min" {
			t.Errorf("%s combines by %q", c.Name, c.Combine)
		}
	}
	want := map[string]bool{
		"scalability": false, "onprem_communication": true, "security": false, "cost": true,
		"management_effort": true, "customization": false, "cloud_integration": false,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNoStandardRuleReadsTheServicesName(t *testing.T) {
	suite := standardSuite(t)
	for _, p := range suite.Policies {
		for _, f := range p.Reads() {
			if f.Name == "service.name" {
				t.Errorf("%s decides by the name", p.Name())
			}
		}
	}
	for _, c := range suite.Constraints {
		for _, f := range c.Reads() {
			if f.Name == "service.name" {
				t.Errorf("%s decides by the name", c.Name())
			}
		}
	}
}

func TestSourcesAreFoundByNameAlone(t *testing.T) {
	for _, name := range []string{"", "no-such-rule", "../standard/needs", "criterion_", "standard"} {
		if b, ok := StandardSource(name); ok {
			t.Errorf("%q gave %q", name, b)
		}
	}
}
