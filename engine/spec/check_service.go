package spec

import (
	"slices"
)

// service checks one service after inheritance, so that a contradiction between
// a class and a service is seen too.
func (c *checker) service(s *Service) {
	c.ref(s.Product, "product", c.w.Product(s.Product.V) != nil)
	c.ref(s.Class, "class", c.w.Class(s.Class.V) != nil)
	c.references(&s.Settings)
	c.neighbours(s)
	c.calls(s)
	c.work(s)
	c.places(s)
	c.backends(s)
}

// general checks the settings that services inherit, so that what no service
// uses yet is checked too.
func (c *checker) general() {
	for _, b := range c.settings {
		c.references(&b.Settings)
	}
	for _, x := range c.w.Classes {
		c.references(&x.Settings)
	}
	for _, p := range c.w.Products {
		c.references(&p.Settings)
	}
}

// references checks every name that settings hold, and the numbers that nothing
// else could make right.
func (c *checker) references(s *Settings) {
	c.ref(s.Environment, "environment", c.w.Environment(s.Environment.V) != nil)
	c.refSites(s.RunsOn)
	c.refSites(s.Pin)
	c.refSites(s.IndependentOf)
	if s.Effort.Set() {
		c.refSites(Value[[]string]{V: sortedKeys(s.Effort.V), Origin: s.Effort.Origin})
	}
	if s.Manifests.Set() {
		sites := slices.DeleteFunc(sortedKeys(s.Manifests.V), func(site string) bool { return site == "" })
		c.refSites(Value[[]string]{V: sites, Origin: s.Manifests.Origin})
	}
	for _, v := range []Value[[]string]{s.SameSite, s.DifferentSites} {
		for _, name := range v.V {
			if c.w.Service(name) == nil {
				c.refName(v.Origin, name, "service")
			}
		}
	}
	for _, call := range s.CallBlocks {
		if call.Name != InternetCall && c.w.Endpoint(call.Name) == nil && c.w.Service(call.Name) == nil {
			c.refName(call.Origin, call.Name, "endpoint or service")
		}
	}
	if t := s.Traffic; t != nil {
		c.ref(t.Source, "metrics", c.w.index.metrics[t.Source.V] != nil)
		c.ref(t.Like, "service", c.w.Service(t.Like.V) != nil)
	}
	if s.Pool.Set() && !c.hasPool(s.Pool.V) {
		c.refName(s.Pool.Origin, s.Pool.V, "node_pool")
	}
	if s.Container != nil {
		c.port(s.Container.Port)
	}
	c.delivery(s)
	if r := s.Replica; r != nil && r.RequestsPerSecond.Known() && r.RequestsPerSecond.Lo == 0 {
		c.errorf(CodeCombination, r.RequestsPerSecond.Origin, "Copy that carries nothing", `One copy must carry more than 0 requests a second. Write "unknown" where nobody has measured it.`)
	}
}

func (c *checker) hasPool(name string) bool {
	return slices.ContainsFunc(c.w.Sites, func(s *Site) bool { return s.Pool(name) != nil })
}

func (c *checker) neighbours(s *Service) {
	for _, v := range []Value[[]string]{s.SameSite, s.DifferentSites} {
		if slices.Contains(v.V, s.Name) {
			c.errorf(CodeCombination, v.Origin, "Service named itself", "%q cannot be its own neighbour. Remove it from the list.", s.Name)
		}
	}
	for _, name := range s.SameSite.V {
		if slices.Contains(s.DifferentSites.V, name) {
			c.errorf(CodeCombination, s.SameSite.Origin, "Near and apart", "%q stands in same_site and in different_sites. Remove it from one of the two.", name)
		}
	}
}

func (c *checker) calls(s *Service) {
	for _, call := range s.CallBlocks {
		if call.Name == s.Name {
			c.errorf(CodeCombination, call.Origin, "Call to itself", "A call leads to another service or an endpoint; %q is the service itself.", s.Name)
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
			clash(r.Max.Origin, "Service %q: replicas.max is %g and replicas.min %g. Raise the one or lower the other.", s.Name, r.Max.V, r.Min.V)
		} else if r.Max.Set() && r.Max.V == 0 {
			clash(r.Max.Origin, "Service %q: with replicas.max = 0 it never runs. Remove the service, or allow a copy.", s.Name)
		}
		if s.Concurrency.V == "one" && (r.Min.V > 1 || r.Max.V > 1) {
			clash(s.Concurrency.Origin, `Service %q: concurrency = "one" means a single copy; replicas allow %g.`, s.Name, max(r.Min.V, r.Max.V))
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
		c.errorf(CodeCombination, t.Origin, "Load said twice", "Service %q: choose one of series, source, like, or declared numbers (mean_rps, p99_rps, peak_rps).", s.Name)
	}
	if t.Series.Set() && !t.Unit.Set() && !c.wrongly[wordAt{t.file, t.start, "unit"}] {
		c.errorf(CodeMissing, t.Series.Origin, "Series without a unit", `Say what a value of the series counts, as in unit = "requests/5m" or unit = "cores".`)
	}
	if t.Ratio.Set() && !t.Like.Set() && !c.wrongly[wordAt{t.file, t.start, "like"}] {
		c.errorf(CodeCombination, t.Ratio.Origin, "Ratio to nothing", `ratio goes with like, as in like = "frontend".`)
	}
	if t.Query.Set() && !t.Source.Set() && !c.wrongly[wordAt{t.file, t.start, "source"}] {
		c.errorf(CodeCombination, t.Query.Origin, "Query of nothing", "query goes with source, the name of a metrics block.")
	}
	c.climbs("p99_rps", t.P99RPS, "mean_rps", t.MeanRPS)
	c.climbs("peak_rps", t.PeakRPS, "mean_rps", t.MeanRPS)
	c.climbs("peak_rps", t.PeakRPS, "p99_rps", t.P99RPS)
	if declared && (s.Replica == nil || !s.Replica.RequestsPerSecond.Set()) {
		block := t.Origin
		if s.Replica != nil {
			block = s.Replica.Origin
		}
		c.missing(block, "requests_per_second", "Load without a measure",
			"Service %q: requests a second become cores through replica { requests_per_second = … }. Write \"unknown\" if nobody has measured it.", s.Name)
	}
}

// climbs checks that a number is not below one that it cannot be below.
func (c *checker) climbs(name string, high Measure, under string, low Measure) {
	if high.Known() && low.Known() && high.Lo < low.Lo {
		c.errorf(CodeCombination, high.Origin, "Peak below mean", "%s is %g, below %s, which is %g. Were they swapped?", name, high.Lo, under, low.Lo)
	}
}

// places checks pins and where the service runs today.
func (c *checker) places(s *Service) {
	if s.Pin.Set() && len(s.Pin.V) == 0 {
		c.errorf(CodeCombination, s.Pin.Origin, "Pinned to nothing", "pin names the only place allowed. Leave it out where any is.")
	}
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
			c.errorf(CodeCombination, v.Origin, "Cannot be split", "%s of service %q names %s and %s, which asks for a hybrid, but %s.", v.name, s.Name, v.V[0], v.V[1], why)
		}
	}
	for _, site := range s.Pin.V {
		if slices.Contains(s.IndependentOf.V, site) {
			c.errorf(CodeCombination, s.Pin.Origin, "Pinned to what it watches", "Service %q must be independent of %q and is pinned to it. Remove one of the two.", s.Name, site)
		}
	}
}

// notSplittable says why a service cannot run on two sites, or "".
func (c *checker) notSplittable(s *Service, sites []string) string {
	a, b := c.w.Site(sites[0]), c.w.Site(sites[1])
	if a != nil && b != nil && c.w.Link(a.Name, b.Name) == nil && c.unread.may(a.Name) && c.unread.may(b.Name) && c.w.WhyNotSplit(s, sites) == noLink(a.Name, b.Name) {
		return "" // the link may stand in a file that was not read
	}
	return c.w.WhyNotSplit(s, sites)
}
