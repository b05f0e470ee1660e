package spec

import (
	"time"

	"berth.dev/engine/diag"
)

// InternetCall is the built-in endpoint: visitors.
const InternetCall = "internet"

// checker looks for what no single attribute can show: missing blocks, names
// that stand twice or lead nowhere, words that contradict each other.
type checker struct {
	w        *Workspace
	diags    diag.List
	limits   Limits
	fragment bool
	asOf     time.Time

	// What the files gave besides their blocks.
	settings   []*workspaceBlock
	currencies []usedCurrency
	wrongly    map[wordAt]bool
	unread     unread

	// found counts what the checks found, to stop at mostMistakes.
	found int
	told  map[diag.Diagnostic]bool
	refs  refs
}

func (c *checker) run() {
	c.duplicates()
	if !c.fragment {
		c.workspace(c.settings)
		c.rates()
		for _, s := range c.w.Sites {
			c.site(s)
		}
		c.links()
		c.endpoints()
		c.fleet()
		c.general()
		for _, m := range c.w.Metrics {
			c.metrics(m)
		}
		for _, s := range c.w.Services {
			c.service(s)
		}
		c.likeCycles()
		c.reporting()
	} else {
		for _, m := range c.w.Metrics {
			c.metricsAlone(m)
		}
	}
	if more := c.found - mostMistakes; more > 0 {
		c.diags.Errorf(CodeLimit, diag.Range{}, "More mistakes",
			"There are %d more mistakes between blocks than the %d that are listed. Mend those first.", more, mostMistakes)
	}
}

// full tells whether the checks found all the mistakes they may report.
func (c *checker) full() bool { return c.found >= mostMistakes }

func (c *checker) errorf(code string, at Origin, summary, format string, args ...any) {
	c.add(diag.Error, code, at, summary, format, args...)
}

func (c *checker) warnf(code string, at Origin, summary, format string, args ...any) {
	c.add(diag.Warning, code, at, summary, format, args...)
}

// add reports a mistake once: what is wrong in a class is wrong in each of its
// services.
func (c *checker) add(severity diag.Severity, code string, at Origin, summary, format string, args ...any) {
	if c.full() {
		c.found++
		return
	}
	var one diag.List
	if severity == diag.Warning {
		one.Warnf(code, c.w.Range(at), summary, format, args...)
	} else {
		one.Errorf(code, c.w.Range(at), summary, format, args...)
	}
	if c.told[one[0]] {
		return
	}
	if c.told == nil {
		c.told = map[diag.Diagnostic]bool{}
	}
	c.told[one[0]] = true
	c.found++
	c.diags = append(c.diags, one[0])
}

// missing reports that a block lacks what it must say, unless it says it in a
// wrong form, which is reported already, or stands in a file that was not read
// as a whole.
func (c *checker) missing(block Origin, word, summary, format string, args ...any) {
	if c.unread.covers(block) || c.wrongly[wordAt{block.file, block.start, word}] {
		return
	}
	c.errorf(CodeMissing, block, summary, format, args...)
}

// workspace checks the one block that every workspace has.
func (c *checker) workspace(blocks []*workspaceBlock) {
	if len(blocks) == 0 {
		c.noWorkspace()
		return
	}
	for _, b := range blocks[1:] {
		c.errorf(CodeDuplicate, b.Origin, "Second workspace block",
			"The workspace block stands at %s already. Put both into one.", c.w.Range(blocks[0].Origin))
	}
	s := &c.w.Settings
	need := func(o Origin, name, example string) {
		if !o.Set() {
			c.missing(s.Origin, name, "Missing attribute", "The workspace must set %s, as in %s = %s", name, name, example)
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
	c.positive(s.MaxAge, "max_age", "a plan of that age could never be carried out")
	if len(c.w.Sites) == 0 && !c.unread.site {
		c.errorf(CodeEmpty, s.Origin, "No sites", "The workspace has no site block, so no service can run anywhere. `berth init` writes examples.")
	}
}

func (c *checker) noWorkspace() {
	switch {
	case c.unread.workspace:
	case len(c.w.Files) == 0:
		c.diags.Errorf(CodeEmpty, diag.Range{}, "No spec files",
			"There is no file *.hcl or *.hcl.json here. Is this the right folder? `berth init` writes a workspace to begin with.")
	default:
		c.diags.Errorf(CodeEmpty, diag.Range{}, "No workspace block",
			"No file has a workspace { … } block. It sets the currency, the day and the weights; `berth init` writes one.")
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
	twice(c, "bill", w.Bills, func(x *Bill) (string, Origin) { return x.Name, x.Origin })
	twice(c, "usage", w.Usages, func(x *Usage) (string, Origin) { return x.Name, x.Origin })
	twice(c, "share", w.Shares, func(x *Share) (string, Origin) { return x.Name, x.Origin })
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
		return p[0] + " to " + p[1], x.Origin
	})
	for _, b := range c.settings {
		c.twiceWithin(&b.Settings)
	}
	for _, x := range w.Classes {
		c.twiceWithin(&x.Settings)
	}
	for _, p := range w.Products {
		c.twiceWithin(&p.Settings)
	}
	for _, s := range w.Services {
		c.twiceWithin(&s.Settings)
	}
}

func (c *checker) twiceWithin(s *Settings) {
	twice(c, "call", s.CallBlocks, func(x *Call) (string, Origin) { return x.Name, x.Origin })
	twice(c, "volume", s.Volumes, func(x *Volume) (string, Origin) { return x.Name, x.Origin })
}

// few is how many blocks are compared pair by pair: a map for each service would
// cost more than all other checks.
const few = 8

// twice reports every block after the first of its name.
func twice[T any](c *checker, kind string, items []T, key func(T) (string, Origin)) {
	report := func(name string, at, before Origin) {
		c.errorf(CodeDuplicate, at, "Duplicate "+kind,
			"There is a %s %q at %s already. Rename or remove one.", kind, shorten(name), c.w.Range(before))
	}
	if len(items) <= few {
		for i, item := range items {
			name, at := key(item)
			for _, other := range items[:i] {
				if n, before := key(other); n == name {
					report(name, at, before)
					break
				}
			}
		}
		return
	}
	first := make(map[string]Origin, len(items))
	for _, item := range items {
		name, at := key(item)
		if before, there := first[name]; there {
			report(name, at, before)
			continue
		}
		first[name] = at
	}
}

// rates checks that all money can be converted.
func (c *checker) rates() {
	own := c.w.Settings.Currency.V
	if own == "" {
		return
	}
	told := map[string]bool{}
	for _, u := range c.currencies {
		if u.code == own || c.w.Rate(u.code) != nil || told[u.code] || c.unread.may(u.code) {
			continue
		}
		told[u.code] = true
		c.errorf(CodeCurrency, u.Origin, "No rate for "+u.code,
			"The workspace counts in %s and has no rate for %s. Add a block rate %q with value = \"… %s\", date and source, each on a line of its own.", own, u.code, u.code, own)
	}
	for _, r := range c.w.Rates {
		if r.Name == own {
			c.errorf(CodeCurrency, r.Origin, "Rate for the own currency", "%s is the workspace's currency; it needs no rate. Remove the block.", own)
			continue
		}
		if !r.Value.Set() {
			continue
		}
		if in := r.Value.V.Currency(); in != own {
			c.errorf(CodeCurrency, r.Value.Origin, "Rate in another currency",
				"A rate says how many %s, the workspace's currency, one %s is worth; this is in %s.", own, r.Name, in)
		}
		if r.Value.V.Sign() <= 0 {
			c.errorf(CodeCombination, r.Value.Origin, "Rate of nothing", "A rate must be more than 0.")
		}
	}
}
