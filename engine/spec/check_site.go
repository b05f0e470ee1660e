package spec

import "slices"

// site checks that a site says what its kind needs and nothing that contradicts
// it.
func (c *checker) site(s *Site) {
	for _, e := range s.Environments.V {
		if c.w.Environment(e) == nil {
			c.refName(s.Environments.Origin, e, "environment")
		}
	}
	if s.PUE.Set() && s.PUE.V < 1 {
		c.errorf(CodeCombination, s.PUE.Origin, "PUE below 1", "A building draws at least what its servers draw: PUE is 1 or more.")
	}
	switch s.Kind.V {
	case "onprem":
		c.onprem(s)
	case "cloud":
		c.cloud(s)
	}
	for _, p := range s.Pools {
		c.pool(s, p)
	}
	c.managed(s)
	if s.K0s != nil {
		c.k0s(s)
	}
}

// largestPort is the largest number of a TCP port.
const largestPort = 65535

func (c *checker) port(v Value[float64]) {
	if v.Set() && (v.V < 1 || v.V > largestPort) {
		c.errorf(CodeCombination, v.Origin, "Not a port", "A port is a number from 1 to %d.", largestPort)
	}
}

func (c *checker) onprem(s *Site) {
	if len(s.Pools) == 0 {
		c.missing(s.Origin, "node_pool", "Site without machines", "An on-prem site needs a node_pool: its nodes carry the services and their cost.")
	}
	if !s.LeadTime.Set() {
		c.missing(s.Origin, "lead_time", "Missing attribute", `An on-prem site must set lead_time, from the decision to buy until a server runs, as in lead_time = "240d".`)
	}
	for _, v := range []Value[string]{s.Prices, s.Mode} {
		if v.Set() {
			c.errorf(CodeCombination, v.Origin, "Cloud word on an on-prem site", "Site %q is on-prem; prices and mode belong to cloud sites. Remove this, or set kind = \"cloud\".", s.Name)
		}
	}
}

func (c *checker) cloud(s *Site) {
	c.ref(s.Prices, "price_book", c.w.PriceBook(s.Prices.V) != nil)
	if !s.Prices.Set() {
		c.missing(s.Origin, "prices", "Missing attribute", "A cloud site must set prices, the name of a price_book. `berth prices import` writes one.")
	}
	if s.Mode.V == "autopilot" && len(s.Pools) > 0 {
		c.errorf(CodeCombination, s.Pools[0].Origin, "Node pool under Autopilot", "Autopilot runs its own nodes; leave node_pool out or set mode = \"standard\".")
	}
	if s.Mode.V != "autopilot" && len(s.Pools) == 0 && !c.wrongly[wordAt{s.file, s.start, "mode"}] {
		c.missing(s.Origin, "node_pool", "Site without machines", "A cloud site needs a node_pool with a machine type, or mode = \"autopilot\".")
	}
	for _, o := range []Origin{s.Electricity.Origin, s.PUE.Origin, s.LeadTime.Origin} {
		if o.Set() {
			c.errorf(CodeCombination, o, "On-prem word on a cloud site", "Site %q is a cloud; electricity, pue and lead_time belong to on-prem sites. Remove this, or set kind = \"onprem\".", s.Name)
		}
	}
}

// pool checks one node pool against the kind of its site.
func (c *checker) pool(s *Site, p *NodePool) {
	for _, size := range []Value[float64]{p.CPU, p.Memory} {
		if size.Set() && size.V == 0 {
			c.errorf(CodeCombination, size.Origin, "Node of nothing", "A node must have more than 0 of CPU and of memory.")
		}
	}
	if s.Kind.V == "onprem" {
		c.onpremPool(p)
	} else if s.Kind.V != "cloud" {
		return // what kind it is was reported
	} else if !p.Machine.Set() {
		c.missing(p.Origin, "machine", "Missing attribute", `A cloud node_pool must set machine, as in machine = "e2-standard-8".`)
	} else if b := c.w.PriceBook(s.Prices.V); b != nil && b.Machine(p.Machine.V) == nil {
		c.machine(p, b)
	}
	c.scale(p)
	if p.Packing.Set() && p.Packing.V == 0 {
		c.errorf(CodeCombination, p.Packing.Origin, "Packing of nothing", "packing is the share of a node that pods can use; it must be more than 0.")
	}
	if p.PowerMax.Set() && p.PowerIdle.V > p.PowerMax.V {
		c.errorf(CodeCombination, p.PowerMax.Origin, "Power below idle", "power_max is below power_idle.")
	}
}

// machine reports a machine type that a price book does not have.
func (c *checker) machine(p *NodePool, b *PriceBook) {
	if c.unread.covers(b.Origin) {
		return
	}
	hint := c.meant(p.Machine.V, names(b.Machines, func(m *Machine) string { return m.Name }))
	c.errorf(CodeReference, p.Machine.Origin, "Unknown machine", "The price book %q has no machine %q. %s", b.Name, shorten(p.Machine.V), hint)
}

func (c *checker) onpremPool(p *NodePool) {
	for _, need := range []struct {
		o             Origin
		name, example string
	}{
		{p.Nodes.Origin, "nodes", "how many there are, as in nodes = 4"},
		{p.CPU.Origin, "cpu", `of one node, as in cpu = "64"`},
		{p.Memory.Origin, "memory", `of one node, as in memory = "256Gi"`},
	} {
		if !need.o.Set() {
			c.missing(p.Origin, need.name, "Missing attribute", "An on-prem node_pool must set %s, %s.", need.name, need.example)
		}
	}
	c.clouds(p)
	if p.Nodes.Set() && p.Nodes.V <= p.Spare.V {
		c.errorf(CodeCombination, p.Nodes.Origin, "No node left", "The pool keeps %g of its %g nodes free: nothing can run.", p.Spare.V, p.Nodes.V)
	}
	if p.MaxNodes.Set() && p.MaxNodes.V < p.Nodes.V {
		c.errorf(CodeCombination, p.MaxNodes.Origin, "More nodes than room", "max_nodes, the room there is, is below nodes. Raise max_nodes.")
	}
	if p.Reserved.Set() && (p.CPU.V > 0 && p.Reserved.V.CPU >= p.CPU.V || p.Memory.V > 0 && p.Reserved.V.Memory >= p.Memory.V) {
		c.errorf(CodeCombination, p.Reserved.Origin, "Nothing left of a node", "reserved takes all the CPU or memory of a node.")
	}
	if p.Life.Set() && p.Life.V == 0 {
		c.errorf(CodeCombination, p.Life.Origin, "Life of nothing", "life is the time the price of a node is spread over; it must be more than 0.")
	}
	unset := func(o Origin, name string) bool { return !o.Set() && !c.wrongly[wordAt{p.file, p.start, name}] }
	if p.Purchase.Set() && (unset(p.Life.Origin, "life") || unset(p.InService.Origin, "in_service")) {
		c.errorf(CodeMissing, p.Purchase.Origin, "Price without a life", "A purchase is spread over life from in_service on; set both, as in life = \"60mo\" and in_service = \"2024-04-01\".")
	}
}

// scale checks the bounds of a pool that scales itself.
func (c *checker) scale(p *NodePool) {
	a := p.Autoscale
	if a == nil || !a.Min.Set() || !a.Max.Set() {
		return
	}
	switch {
	case a.Min.V > a.Max.V:
		c.errorf(CodeCombination, a.Min.Origin, "Minimum above the maximum", "The pool %q scales from %g to %g nodes: min must not be above max.", p.Name, a.Min.V, a.Max.V)
	case p.Nodes.Set() && (p.Nodes.V < a.Min.V || p.Nodes.V > a.Max.V):
		c.errorf(CodeCombination, p.Nodes.Origin, "Nodes beyond autoscale", "The pool %q scales itself from %g to %g nodes, so that it never has %g. Remove nodes, or correct autoscale.", p.Name, a.Min.V, a.Max.V, p.Nodes.V)
	}
}

// clouds refuses words of a pool that only a cloud has.
func (c *checker) clouds(p *NodePool) {
	for _, o := range []Origin{p.Machine.Origin, p.Buy.Origin, p.Packing.Origin} {
		if o.Set() {
			c.errorf(CodeCombination, o, "Cloud word on an on-prem pool", "machine, buy and packing belong to pools of cloud sites. What a node cost is purchase.")
		}
	}
	scale := Origin{}
	if p.Autoscale != nil {
		scale = p.Autoscale.Origin
	}
	for _, o := range []Origin{scale, p.DiskSize.Origin, p.DiskType.Origin, p.ServiceAccount.Origin} {
		if o.Set() {
			c.errorf(CodeCombination, o, "Cloud word on an on-prem pool", "autoscale, disk_size, disk_type and service_account belong to pools of cloud sites, whose nodes a provider makes. Remove this.")
		}
	}
}

// Machine returns the machine type of that name, or nil.
func (b *PriceBook) Machine(name string) *Machine {
	if i := slices.IndexFunc(b.Machines, func(m *Machine) bool { return m.Name == name }); i >= 0 {
		return b.Machines[i]
	}
	return nil
}

// Pool returns the node pool of that name, or nil.
func (s *Site) Pool(name string) *NodePool {
	if i := slices.IndexFunc(s.Pools, func(p *NodePool) bool { return p.Name == name }); i >= 0 {
		return s.Pools[i]
	}
	return nil
}

func (c *checker) links() {
	for _, l := range c.w.Links {
		for _, name := range []string{l.A, l.B} {
			if c.w.Site(name) == nil {
				c.refName(l.Origin, name, "site")
			}
		}
		if l.A == l.B {
			c.errorf(CodeCombination, l.Origin, "Link to itself", "A link joins two sites; both names are %q.", l.A)
		}
		for _, site := range sortedKeys(l.Egress.V) {
			if site != l.A && site != l.B {
				c.errorf(CodeReference, l.Egress.Origin, "Not an end of the link", "egress names %q, but the link joins %q and %q.", shorten(site), l.A, l.B)
			}
		}
	}
}

func (c *checker) endpoints() {
	for _, e := range c.w.Endpoints {
		c.refSite(e.Site)
		switch {
		case e.Name == InternetCall:
			c.errorf(CodeDuplicate, e.Origin, "Built-in endpoint", `"internet" means visitors and is built in. Choose another name.`)
		case e.Site.Set() && e.External.V:
			c.errorf(CodeCombination, e.Site.Origin, "Here and elsewhere", "An endpoint stands at a site or is external, not both.")
		case !e.Site.Set() && !e.External.V:
			c.missing(e.Origin, "site", "Endpoint nowhere", `Say where it stands: site = "…", or external = true.`)
		}
		if s := c.w.Service(e.Name); s != nil {
			c.errorf(CodeDuplicate, e.Origin, "Endpoint and service", "There is a service %q at %s. A call could mean either: rename one.", e.Name, c.w.Range(s.Origin))
		}
	}
}
