package policies

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// pairs makes (service, option) pairs of a mixed fleet: three options a
// service, one service in three with calls, one in four with needs. The seed
// is fixed, so that runs can be compared.
func pairs(n int) []*Vars {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]*Vars, 0, n)
	for i := 0; len(out) < n; i++ {
		service := sample()
		s := service.Service
		s.Name = fmt.Sprint("service-", i)
		s.MeanCores = 1 + 40*r.Float64()
		s.P99Cores = s.MeanCores * (1 + 4*r.Float64())
		if surge := 3 * r.Float64(); i%2 == 0 {
			s.Surge10m = &surge
		}
		if i%3 == 0 {
			s.OnpremCallsGiB, s.CloudCallsGiB = 9000*r.Float64(), 900*r.Float64()
		}
		if i%4 == 0 {
			s.Needs = []string{"identity-aware-proxy", "static-ip"}
		}
		if i%5 == 0 {
			s.Security.Data, s.Security.Residency = "personal", []string{"JP"}
		}
		for _, place := range []func(*Vars){func(*Vars) {}, inCloud, split} {
			v := &Vars{Service: s, Workspace: service.Workspace, Option: sample().Option}
			place(v)
			v.Option.Capabilities = []string{"privileged", "static-ip"}
			v.Option.NeededCores = s.P99Cores * 1.2
			v.Option.OnpremCrossingGiB = s.OnpremCallsGiB * v.Option.BurstShare
			v.Option.CloudCrossingGiB = s.CloudCallsGiB * (1 - v.Option.BurstShare)
			out = append(out, v)
		}
	}
	return out[:n]
}

// BenchmarkStandardSuite evaluates the standard suite over 10,000 pairs of
// service and option on one core: whether each policy applies, its score, and
// whether each constraint forbids. With "because", all reasons are written too.
func BenchmarkStandardSuite(b *testing.B) {
	suite := standardSuite(b)
	all := pairs(10_000)
	for _, because := range []bool{false, true} {
		name := "scores"
		if because {
			name = "scores and reasons"
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, v := range all {
					evaluate(b, suite, v, because)
				}
			}
		})
	}
}

// evaluate runs all rules on one pair.
func evaluate(b *testing.B, s *Suite, v *Vars, because bool) {
	for _, p := range s.Policies {
		applies, err := p.Applies(v)
		if err != nil {
			b.Fatal(err)
		}
		if !applies {
			continue
		}
		if _, err := p.Score(v); err != nil {
			b.Fatal(err)
		}
		if because {
			if _, err := p.Because(v); err != nil {
				b.Fatal(err)
			}
		}
	}
	for _, c := range s.Constraints {
		forbids, err := c.Forbids(v)
		if err != nil {
			b.Fatal(err)
		}
		if forbids && because {
			if _, err := c.Because(v); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkCompile compiles the standard suite, as every command that decides
// does once.
func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		standardSuite(b)
	}
}
