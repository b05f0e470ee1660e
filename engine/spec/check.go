package spec

import (
	"fmt"
	"time"

	"berth.dev/engine/diag"
)

// Internet is the built-in endpoint: visitors.
const InternetCall = "internet"

// checker looks for what no single attribute can show: missing blocks, names
// that stand twice or lead nowhere, words that contradict each other.
type checker struct {
	w        *Workspace
	diags    diag.List
	fragment bool
	asOf     time.Time
}

func (c *checker) run(blocks []*workspaceBlock, currencies []usedCurrency) {
	c.duplicates()
	if c.fragment {
		return
	}
	c.workspace(blocks)
	c.currencies(currencies)
	for _, s := range c.w.Sites {
		c.site(s)
	}
	c.links()
	c.endpoints()
	c.fleet()
	for _, s := range c.w.Services {
		c.service(s)
	}
	c.likeCycles()
}

func (c *checker) errorf(code string, at Origin, summary, format string, args ...any) {
	c.diags.Errorf(code, c.w.Range(at), summary, format, args...)
}

func (c *checker) warnf(code string, at Origin, summary, format string, args ...any) {
	c.diags.Warnf(code, c.w.Range(at), summary, format, args...)
}

// workspace checks the one block that every workspace has.
func (c *checker) workspace(blocks []*workspaceBlock) {
	if len(blocks) == 0 {
		c.diags.Errorf(CodeEmpty, diag.Range{}, "No workspace block",
			"None of the %d files has a workspace { … } block. It sets the currency, the day and the weights; `berth init` writes one.", len(c.w.Files))
		return
	}
	for _, b := range blocks[1:] {
		c.errorf(CodeDuplicate, b.Origin, "Second workspace block",
			"The workspace block stands at %s already. Put both into one.", c.w.Range(blocks[0].Origin))
	}
	s := &c.w.Settings
	need := func(o Origin, name, example string) {
		if !o.Set() {
			c.errorf(CodeMissing, s.Origin, "Missing attribute", "The workspace must set %s, as in %s = %s.", name, name, example)
		}
	}
	need(s.Currency.Origin, "currency", `"JPY"`)
	need(s.ReferenceSite.Origin, "reference_site", `"gke"`)
	need(s.HourlyRate.Origin, "hourly_rate", `"6000 JPY/h"`)
	if c.asOf.IsZero() {
		need(s.AsOf.Origin, "as_of", `"2026-10-31"`)
	}
	c.refSite(s.ReferenceSite)
	if s.Lock != nil {
		c.refSite(s.Lock.Site)
	}
	if len(c.w.Sites) == 0 {
		c.errorf(CodeEmpty, s.Origin, "No sites", "The workspace has no site block, so no service can run anywhere. `berth init` writes examples.")
	}
}

// duplicates reports names that stand twice within one kind of block.
func (c *checker) duplicates() {
	w := c.w
	twice(c, "rate", w.Rates, func(x *Rate) (string, Origin) { return x.Name, x.Origin })
	twice(c, "site", w.Sites, func(x *Site) (string, Origin) { return x.Name, x.Origin })
	twice(c, "endpoint", w.Endpoints, func(x *Endpoint) (string, Origin) { return x.Name, x.Origin })
	twice(c, "team", w.Teams, func(x *Team) (string, Origin) { return x.Name, x.Origin })
	twice(c, "environment", w.Environments, func(x *Environment) (string, Origin) { return x.Name, x.Origin })
	twice(c, "class", w.Classes, func(x *Class) (string, Origin) { return x.Name, x.Origin })
	twice(c, "product", w.Products, func(x *Product) (string, Origin) { return x.Name, x.Origin })
	twice(c, "service", w.Services, func(x *Service) (string, Origin) { return x.Name, x.Origin })
	twice(c, "price_book", w.PriceBooks, func(x *PriceBook) (string, Origin) { return x.Name, x.Origin })
	twice(c, "metrics", w.Metrics, func(x *Metrics) (string, Origin) { return x.Name, x.Origin })
	twice(c, "criterion", w.Criteria, func(x *Criterion) (string, Origin) { return x.Name, x.Origin })
	twice(c, "policy", w.Policies, func(x *Policy) (string, Origin) { return x.Name, x.Origin })
	twice(c, "constraint", w.Constraints, func(x *Constraint) (string, Origin) { return x.Name, x.Origin })
	twice(c, "check", w.Checks, func(x *Check) (string, Origin) { return x.Name, x.Origin })
	twice(c, "exception", w.Exceptions, func(x *Exception) (string, Origin) { return x.Name, x.Origin })
	for _, s := range w.Sites {
		twice(c, "node_pool", s.Pools, func(x *NodePool) (string, Origin) { return x.Name, x.Origin })
		twice(c, "storage_pool", s.StoragePools, func(x *StoragePool) (string, Origin) { return x.Name, x.Origin })
		twice(c, "commitment", s.Commitments, func(x *Commitment) (string, Origin) { return x.Name, x.Origin })
		if s.K0s != nil {
			twice(c, "host", s.K0s.Hosts, func(x *K0sHost) (string, Origin) { return x.Name, x.Origin })
		}
	}
	for _, b := range w.PriceBooks {
		twice(c, "machine", b.Machines, func(x *Machine) (string, Origin) { return x.Name, x.Origin })
		twice(c, "egress", b.Egress, func(x *EgressTiers) (string, Origin) { return x.Name, x.Origin })
		twice(c, "disk", b.Disks, func(x *DiskPrice) (string, Origin) { return x.Name, x.Origin })
	}
	twice(c, "link", w.Links, func(x *Link) (string, Origin) {
		p := pairOf(x.A, x.B)
		return p[0] + `" "` + p[1], x.Origin
	})
	for _, s := range w.Services {
		twice(c, "call", s.CallBlocks, func(x *Call) (string, Origin) { return x.Name, x.Origin })
		twice(c, "volume", s.Volumes, func(x *Volume) (string, Origin) { return x.Name, x.Origin })
	}
}

// twice reports every block after the first of its name.
func twice[T any](c *checker, kind string, items []T, key func(T) (string, Origin)) {
	if len(items) < 2 {
		return
	}
	first := make(map[string]Origin, len(items))
	for _, item := range items {
		name, at := key(item)
		if before, there := first[name]; there {
			c.errorf(CodeDuplicate, at, "Duplicate "+kind,
				`There is a %s "%s" at %s already. Rename or remove one.`, kind, name, c.w.Range(before))
			continue
		}
		first[name] = at
	}
}

// currencies reports money that cannot be converted.
func (c *checker) currencies(used []usedCurrency) {
	own := c.w.Settings.Currency.V
	if own == "" {
		return
	}
	for _, u := range used {
		if u.code != own && c.w.Rate(u.code) == nil {
			c.errorf(CodeCurrency, u.Origin, "No rate for "+u.code,
				"The workspace counts in %s and has no rate for %s. Add: rate %q { value = \"… %s\", date = \"…\", source = \"…\" }, each on a line of its own.", own, u.code, u.code, own)
		}
	}
	for _, r := range c.w.Rates {
		if r.Value.Set() && r.Value.V.Currency() != own {
			c.errorf(CodeCurrency, r.Value.Origin, "Rate in another currency",
				"A rate is worth so many %s, the workspace's currency; this is in %s.", own, r.Value.V.Currency())
		}
		if r.Value.Set() && r.Value.V.Sign() <= 0 {
			c.errorf(CodeCombination, r.Value.Origin, "Rate of nothing", "A rate must be more than 0.")
		}
		if r.Name == own {
			c.errorf(CodeCurrency, r.Origin, "Rate for the own currency", "%s is the workspace's currency; it needs no rate.", own)
		}
	}
}

// ref reports a name that no block of a kind has.
func (c *checker) ref(v Value[string], kind string, known bool, names []string) {
	if v.Set() && !known {
		c.refName(v.Origin, v.V, kind, names)
	}
}

func (c *checker) refName(at Origin, name, kind string, names []string) {
	hint := diag.Meant(name, names)
	if len(names) == 0 {
		hint = fmt.Sprintf("The workspace has no %s block.", kind)
	}
	c.errorf(CodeReference, at, "Unknown "+kind, "There is no %s %q. %s", kind, shorten(name), hint)
}

func (c *checker) refSite(v Value[string]) {
	if v.Set() && c.w.Site(v.V) == nil {
		c.refName(v.Origin, v.V, "site", c.siteNames())
	}
}

func (c *checker) refSites(v Value[[]string]) {
	for _, name := range v.V {
		if c.w.Site(name) == nil {
			c.refName(v.Origin, name, "site", c.siteNames())
		}
	}
}

func (c *checker) siteNames() []string {
	return names(c.w.Sites, func(s *Site) string { return s.Name })
}

func names[T any](items []T, name func(T) string) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = name(item)
	}
	return out
}
