package policies

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// constraintCase is one case of a standard constraint.
type constraintCase struct {
	constraint, what string
	change           func(*Vars)
	forbids          bool
	because          string
}

func constraintCases() []constraintCase {
	option := func(f func(*Option)) func(*Vars) { return func(v *Vars) { f(v.Option) } }
	service := func(f func(*Service)) func(*Vars) { return func(v *Vars) { f(v.Service) } }
	needs := func(needed, there []string) func(*Vars) {
		return func(v *Vars) { v.Service.Needs, v.Option.Capabilities = needed, there }
	}
	residency := func(allowed, there []string) func(*Vars) {
		return func(v *Vars) { v.Service.Security.Residency, v.Option.Countries = allowed, there }
	}
	transit := func(allowed bool, calls ...string) func(*Vars) {
		return func(v *Vars) { v.Service.Security.InternetTransit, v.Option.InternetCalls = allowed, calls }
	}
	independent := func(of ...string) func(*Vars) { return service(func(s *Service) { s.IndependentOf = of }) }
	pinned := func(to ...string) func(*Vars) { return service(func(s *Service) { s.Pin = to }) }
	takes := func(environments ...string) func(*Vars) {
		return option(func(o *Option) { o.Environments = environments })
	}
	return []constraintCase{
		{"needs", "one of two is missing", needs([]string{"gpu", "static-ip"}, []string{"privileged", "static-ip"}), true,
			"tokyo lacks gpu, which the service needs"},
		{"needs", "both are missing in a hybrid", and(split, needs([]string{"gpu", "ssd"}, nil)), true,
			"the service needs gpu, ssd in both halves; tokyo and gke do not both have it"},
		{"needs", "all are there", needs([]string{"static-ip"}, []string{"privileged", "static-ip"}), false, ""},
		{"needs", "nothing is needed", needs(nil, nil), false, ""},

		{"residency", "another country", residency([]string{"JP"}, []string{"US"}), true,
			"it would run in US; it may run only in JP"},
		{"residency", "one half of a hybrid", and(split, residency([]string{"DE", "JP"}, []string{"JP", "US"})), true,
			"it would run in US; it may run only in DE, JP"},
		{"residency", "the country", residency([]string{"JP"}, []string{"JP"}), false, ""},
		{"residency", "none is set", residency(nil, []string{"US"}), false, ""},

		{"no-internet-transit", "forbidden, and calls would", transit(false, "user-db", "queue"), true,
			"calls to user-db, queue would pass over the internet, which the service forbids"},
		{"no-internet-transit", "forbidden, and none would", transit(false), false, ""},
		{"no-internet-transit", "allowed", transit(true, "user-db"), false, ""},

		{"unreachable", "one call", option(func(o *Option) { o.Unreachable = []string{"user-db"} }), true,
			"no link leads from there to user-db"},
		{"unreachable", "two calls", option(func(o *Option) { o.Unreachable = []string{"queue", "user-db"} }), true,
			"no link leads from there to queue, user-db"},
		{"unreachable", "none", unchanged, false, ""},

		{"independent-of", "the site itself", independent("tokyo"), true, "it must not share the fate of tokyo"},
		{"independent-of", "one half of a hybrid", and(split, independent("gke", "osaka")), true, "it must not share the fate of gke"},
		{"independent-of", "another site", independent("osaka"), false, ""},
		{"independent-of", "of none", independent(), false, ""},

		{"stateful-is-never-split", "state", and(split, service(func(s *Service) { s.Stateful = true })), true,
			"it keeps state, which two sites cannot share"},
		{"stateful-is-never-split", "volumes", and(split, service(func(s *Service) { s.Volumes = 1 })), true,
			"it has volumes, which two sites cannot share"},
		{"stateful-is-never-split", "a job", and(split, service(func(s *Service) { s.Job = true })), true,
			"it is a job, which runs in one place"},
		{"stateful-is-never-split", "a singleton", and(split, service(func(s *Service) { s.Singleton = true })), true,
			"two copies of it must never run"},
		{"stateful-is-never-split", "nothing of that", split, false, ""},
		{"stateful-is-never-split", "state in one place", service(func(s *Service) { s.Stateful, s.Volumes = true, 2 }), false, ""},

		{"split-needs-local-calls", "a hybrid that calls an endpoint", and(split, option(func(o *Option) { o.FixedInternet = []string{"bigquery"} })), true,
			"one half would call bigquery over the internet"},
		{"split-needs-local-calls", "a hybrid that calls services only", and(split, option(func(o *Option) { o.InternetCalls = []string{"mail"} })), false, ""},
		{"split-needs-local-calls", "one site", option(func(o *Option) { o.FixedInternet = []string{"bigquery"} }), false, ""},

		{"pin", "elsewhere", pinned("gke"), true, "it is pinned to gke"},
		{"pin", "half of it", and(split, pinned("tokyo")), true, "it is pinned to tokyo"},
		{"pin", "a hybrid, here one site", pinned("gke", "tokyo"), true, "it is pinned to gke and tokyo"},
		{"pin", "a hybrid in another order", and(split, pinned("gke", "tokyo")), false, ""},
		{"pin", "there", pinned("tokyo"), false, ""},
		{"pin", "nowhere", pinned(), false, ""},

		{"environment", "another", takes("dev", "test"), true, "tokyo takes dev, test only; the service belongs to prod"},
		{"environment", "none of its own", and(split, takes("dev"), service(func(s *Service) { s.Environment = "" })), true,
			"tokyo and gke take dev only; the service belongs to no environment"},
		{"environment", "its own", takes("dev", "prod"), false, ""},
		{"environment", "any", takes(), false, ""},

		{"max-latency", "one slow call", option(func(o *Option) { o.SlowCalls = []string{"user-db"} }), true,
			"the link to user-db is slower than the call allows"},
		{"max-latency", "two slow calls", option(func(o *Option) { o.SlowCalls = []string{"queue", "user-db"} }), true,
			"the link to queue, user-db is slower than the call allows"},
		{"max-latency", "none", unchanged, false, ""},
	}
}

func TestStandardConstraintsForbidWhatTheirDocsSay(t *testing.T) {
	suite := standardSuite(t)
	for _, c := range constraintCases() {
		t.Run(c.constraint+"/"+c.what, func(t *testing.T) {
			v := sample()
			c.change(v)
			got := constraintCase{constraint: c.constraint, what: c.what}
			k := mustConstraint(t, suite, c.constraint)
			var err error
			if got.forbids, err = k.Forbids(v); err != nil {
				t.Fatal(err)
			}
			if got.forbids {
				if got.because, err = k.Because(v); err != nil {
					t.Fatal(err)
				}
			}
			c.change = nil
			if diff := cmp.Diff(c, got, cmp.AllowUnexported(constraintCase{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNothingSpeaksAgainstTheSample(t *testing.T) {
	suite := standardSuite(t)
	for _, place := range []func(*Vars){unchanged, inCloud, split} {
		v := sample()
		place(v)
		for _, c := range suite.Constraints {
			if forbids, err := c.Forbids(v); forbids || err != nil {
				t.Errorf("%s forbids %s: %v", c.Name(), v.Option.ID, err)
			}
		}
	}
}
