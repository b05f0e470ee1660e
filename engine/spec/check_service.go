package spec

import "fmt"

// service checks one service after inheritance, so that a contradiction between
// a class and a service is seen too.
func (c *checker) service(s *Service) {
	c.ref(s.Product, "product", c.w.Product(s.Product.V) != nil, names(c.w.Products, func(p *Product) string { return p.Name }))
	c.ref(s.Class, "class", c.w.Class(s.Class.V) != nil, names(c.w.Classes, func(x *Class) string { return x.Name }))
	c.ref(s.Environment, "environment", c.w.Environment(s.Environment.V) != nil, names(c.w.Environments, func(e *Environment) string { return e.Name }))
	c.refSites(s.RunsOn)
	c.refSites(s.Pin)
	c.refSites(s.IndependentOf)
	for _, site := range sortedKeys(s.Effort.V) {
		if c.w.Site(site) == nil {
			c.refName(s.Effort.Origin, site, "site", c.siteNames())
		}
	}
	for _, site := range sortedKeys(s.Manifests.V) {
		if site != "" && c.w.Site(site) == nil {
			c.refName(s.Manifests.Origin, site, "site", c.siteNames())
		}
	}
	c.neighbours(s, s.SameSite)
	c.neighbours(s, s.DifferentSites)
	c.pools(s)
	c.calls(s)
	c.work(s)
	c.places(s)
}

func (c *checker) neighbours(s *Service, v Value[[]string]) {
	for _, name := range v.V {
		if name == s.Name {
			c.errorf(CodeCombination, v.Origin, "Service named itself", "%q cannot be its own neighbour.", name)
		} else if c.w.Service(name) == nil {
			c.refName(v.Origin, name, "service", c.serviceNames())
		}
	}
}

func (c *checker) serviceNames() []string {
	return names(c.w.Services, func(s *Service) string { return s.Name })
}

func (c *checker) pools(s *Service) {
	if !s.Pool.Set() {
		return
	}
	var known []string
	for _, site := range c.w.Sites {
		if site.Pool(s.Pool.V) != nil {
			return
		}
		known = append(known, names(site.Pools, func(p *NodePool) string { return p.Name })...)
	}
	c.refName(s.Pool.Origin, s.Pool.V, "node_pool", known)
}

func (c *checker) calls(s *Service) {
	for _, call := range s.CallBlocks {
		switch {
		case call.Name == s.Name:
			c.errorf(CodeCombination, call.Origin, "Call to itself", "A call leads to another service or an endpoint.")
		case call.Name == InternetCall, c.w.Endpoint(call.Name) != nil, c.w.Service(call.Name) != nil:
		default:
			known := append(names(c.w.Endpoints, func(e *Endpoint) string { return e.Name }), c.serviceNames()...)
			c.refName(call.Origin, call.Name, "endpoint or service", append(known, InternetCall))
		}
	}
}

// work checks how much runs: jobs, replicas, traffic.
func (c *checker) work(s *Service) {
	clash := func(at Origin, format string, args ...any) {
		c.errorf(CodeCombination, at, "Words that exclude each other", format, args...)
	}
	if j := s.Job; j != nil {
		if s.Replicas != nil {
			clash(s.Replicas.Origin, "Service %q is a job: it has parallelism instead of replicas. Remove one of the two blocks.", s.Name)
		}
		if s.Traffic != nil {
			clash(s.Traffic.Origin, "Service %q is a job: its load is its schedule and duration. Remove the traffic block or the job block.", s.Name)
		}
	}
	if r := s.Replicas; r != nil {
		if r.Max.Set() && r.Min.V > r.Max.V {
			clash(r.Max.Origin, "replicas.max is below replicas.min.")
		}
		if s.Concurrency.V == "one" && (r.Min.V > 1 || r.Max.V > 1) {
			clash(s.Concurrency.Origin, `concurrency = "one" means a single copy; replicas allow %g.`, max(r.Min.V, r.Max.V))
		}
	}
	if s.Container != nil && s.Manifests.Set() {
		clash(s.Container.Origin, "Service %q has manifests; a container block would be ignored. Remove one of the two.", s.Name)
	}
	if t := s.Traffic; t != nil {
		c.traffic(s, t)
	}
}

// traffic checks that the load is said in one way.
func (c *checker) traffic(s *Service, t *Traffic) {
	declared := t.MeanRPS.Set() || t.P99RPS.Set() || t.PeakRPS.Set()
	ways := 0
	for _, way := range []bool{t.Series.Set(), t.Source.Set(), t.Like.Set(), declared} {
		if way {
			ways++
		}
	}
	if ways > 1 {
		c.errorf(CodeCombination, t.Origin, "Load said twice", "Choose one of series, source, like, or declared numbers (mean_rps, p99_rps, peak_rps).")
	}
	c.ref(t.Source, "metrics", c.w.index.metrics[t.Source.V] != nil, names(c.w.Metrics, func(m *Metrics) string { return m.Name }))
	c.ref(t.Like, "service", c.w.Service(t.Like.V) != nil, c.serviceNames())
	if t.Series.Set() && !t.Unit.Set() {
		c.errorf(CodeMissing, t.Series.Origin, "Series without a unit", `Say what a value of the series counts, as in unit = "requests/5m" or unit = "cores".`)
	}
	if t.Ratio.Set() && !t.Like.Set() {
		c.errorf(CodeCombination, t.Ratio.Origin, "Ratio to nothing", "ratio goes with like.")
	}
	if t.MeanRPS.Known() && t.P99RPS.Known() && t.P99RPS.Lo < t.MeanRPS.Lo {
		c.errorf(CodeCombination, t.P99RPS.Origin, "Peak below mean", "p99_rps is below mean_rps.")
	}
	if declared && (s.Replica == nil || !s.Replica.RequestsPerSecond.Set()) {
		c.errorf(CodeMissing, t.Origin, "Load without a measure", "Requests a second become cores through replica { requests_per_second = … }. Write \"unknown\" if nobody has measured it.")
	}
}

// places checks pins and where the service runs today.
func (c *checker) places(s *Service) {
	for _, v := range []struct {
		name string
		Value[[]string]
	}{{"pin", s.Pin}, {"runs_on", s.RunsOn}} {
		if len(v.V) < 2 {
			continue
		}
		if len(v.V) > 2 {
			c.errorf(CodeCombination, v.Origin, "Too many sites", "%s takes one site, or an on-prem site and a cloud site for a hybrid.", v.name)
			continue
		}
		if why := c.notSplittable(s, v.V); why != "" {
			c.errorf(CodeCombination, v.Origin, "Cannot be split", "%s = %q asks for a hybrid, but %s.", v.name, v.V, why)
		}
	}
	for _, site := range s.Pin.V {
		for _, other := range s.IndependentOf.V {
			if site == other {
				c.errorf(CodeCombination, s.Pin.Origin, "Pinned to what it watches", "The service must be independent of %q and is pinned to it.", site)
			}
		}
	}
}

// notSplittable says why a service cannot run on two sites, or "".
func (c *checker) notSplittable(s *Service, sites []string) string {
	a, b := c.w.Site(sites[0]), c.w.Site(sites[1])
	switch {
	case a == nil || b == nil:
		return ""
	case s.Stateful.V:
		return "a stateful service is never split"
	case s.Job != nil:
		return "a job is never split"
	case len(s.Volumes) > 0:
		return "a service with volumes is never split"
	case s.Concurrency.V == "one":
		return `concurrency = "one" allows one copy`
	case a.Kind.V == b.Kind.V:
		return fmt.Sprintf("both sites are %s; a hybrid is an on-prem base with a cloud", a.Kind.V)
	case c.w.Link(a.Name, b.Name) == nil:
		return fmt.Sprintf("no link joins %s and %s", a.Name, b.Name)
	}
	return ""
}
