package spec

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Kinds of bills that have rules of their own.
const (
	billOpenCost = "opencost"
	longestTag   = 256
)

// billEndings are the endings of files that bills come in.
func billEndings() []string {
	return []string{".csv", ".csv.gz", ".jsonl", ".jsonl.gz", ".parquet"}
}

// billKeys are what rows of a bill can be told apart by, besides tags. Package bill has
// the same and says what they are; a test holds one against the other.
func billKeys() []string {
	return []string{"account", "category", "container", "controller", "namespace", "region", "resource", "service", "sku", "sub_account"}
}

// tableName is what a table may be called: up to three names with dots between. It
// stands in queries, so that nothing else may be in it.
var tableName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+){0,2}$`)

// bills checks all bills.
func (c *checker) bills() {
	billed := map[string]*Bill{}
	for _, b := range c.w.Bills {
		if b.Kind.V != billOpenCost && billed[b.Site.V] == nil {
			billed[b.Site.V] = b
		}
	}
	for _, b := range c.w.Bills {
		c.bill(b)
		if b.Kind.V == billOpenCost {
			c.openCost(b, billed)
		}
	}
}

// bill checks one bill.
func (c *checker) bill(b *Bill) {
	c.refSite(b.Site)
	c.billFrom(b)
	own := c.w.Settings.Currency.V
	if code := b.Currency.V; b.Currency.Set() && own != "" && code != own && c.w.Rate(code) == nil && !c.unread.may(code) {
		c.errorf(CodeCurrency, b.Currency.Origin, "No rate for "+code,
			"The workspace counts in %s and has no rate for %s. Add a block rate %q with value = \"… %s\", date and source, each on a line of its own.", own, code, code, own)
	}
	c.keys(b.Names)
	twice(c, "assign", b.Assigns, func(x *Assign) (string, Origin) { return x.Name, x.Origin })
	first := map[string]*Assign{}
	for _, a := range b.Assigns {
		c.assign(a)
		c.neverAsked(a, first)
	}
}

// neverAsked reports a rule whose rows another one has; first are those before it, by
// what they match.
func (c *checker) neverAsked(a *Assign, first map[string]*Assign) {
	if len(a.Match.V) == 0 {
		return
	}
	var b strings.Builder
	for _, key := range sortedKeys(a.Match.V) {
		fmt.Fprintf(&b, "%q=%q,", key, a.Match.V[key])
	}
	if before := first[b.String()]; before != nil {
		c.errorf(CodeDuplicate, a.Match.Origin, "Rule that is never asked", "The assign %q at %s matches the same rows and is asked first. Remove one.", before.Name, c.w.Range(before.Origin))
		return
	}
	first[b.String()] = a
}

// billFrom checks where a bill's rows are.
func (c *checker) billFrom(b *Bill) {
	warehouse := DefaultWarehouse
	if r := c.w.Settings.Report; r != nil {
		warehouse = r.Warehouse.Or(warehouse)
	}
	switch {
	case b.Files.Set() && b.Table.Set():
		c.errorf(CodeCombination, b.Table.Origin, "Files and a table", "A bill is read from files or from a table of the warehouse. Remove one of the two.")
	case !b.Files.Set() && !b.Table.Set():
		if !c.wrongly[wordAt{b.file, b.start, "table"}] {
			c.missing(b.Origin, "files", "Bill from nowhere", `Say where its rows are: files = ["bills/*.parquet"], or table = "…" of the warehouse.`)
		}
	case b.Table.Set() && warehouse == DefaultWarehouse:
		c.errorf(CodeCombination, b.Table.Origin, "Table of no warehouse", `A table lies in a warehouse: set warehouse = "duckdb:FILE" or "bigquery:PROJECT" in the block report of the workspace.`)
	}
	if b.Table.Set() && !tableName.MatchString(b.Table.V) {
		c.errorf(CodeForm, b.Table.Origin, "Not a table", `%q is no table: write its name, with those of what it is in before it, as in "billing.focus".`, shorten(b.Table.V))
	}
	c.patterns(b.Files, "files", billEndings())
}

// openCost checks what exports of what clusters cost lack, and that nothing counts twice;
// billed are other bills by their sites.
func (c *checker) openCost(b *Bill, billed map[string]*Bill) {
	if b.Month.V == "invoice" {
		c.errorf(CodeCombination, b.Month.Origin, "Month of an invoice", `An allocation export has no invoices: its rows belong to the month they begin in. Remove this, or write month = "charge".`)
	}
	if !b.Currency.Set() {
		c.missing(b.Origin, "currency", "Bill without a currency", `An allocation export does not say what its costs are in: set it, as in currency = "USD".`)
	}
	site := c.w.Site(b.Site.V)
	switch {
	case site == nil:
	case site.Kind.V == "onprem":
		c.errorf(CodeCombination, b.Site.Origin, "Machines that cost twice",
			"The machines of %q are billed by what their node pools say. An allocation export tells who used them: write usage %q { from = \"opencost\" … } in place of this bill.", site.Name, site.Name)
	default:
		if other := billed[site.Name]; other != nil {
			c.warnf(CodeCombination, b.Site.Origin, "Machines that may cost twice",
				"The bill %q is of %q, too. What its rows and this export both hold counts twice: keep one of them.", other.Name, site.Name)
		}
	}
}

// keys checks what rows are told apart by.
func (c *checker) keys(v Value[[]string]) {
	for _, key := range v.V {
		c.key(v.Origin, key)
	}
}

func (c *checker) key(at Origin, key string) {
	tag, is := strings.CutPrefix(key, "tag:")
	switch {
	case is && tag != "" && len(tag) <= longestTag, slices.Contains(billKeys(), key):
	case is:
		c.errorf(CodeForm, at, "Not a tag", `%q names no tag: write its name, as in "tag:app", with at most %d characters.`, shorten(key), longestTag)
	default:
		name := key[strings.LastIndex(key, ":")+1:] // of "tags:app" or "label:app", too
		c.refOneOf(at, key, "key of a bill", append(billKeys(), "tag:"+cmp.Or(name, "app")))
	}
}

// assign checks a rule.
func (c *checker) assign(a *Assign) {
	c.ref(a.Service, "service", c.w.Service(a.Service.V) != nil)
	c.ref(a.Product, "product", c.w.Product(a.Product.V) != nil)
	c.ref(a.Team, "team", c.w.Team(a.Team.V) != nil)
	c.refSite(a.Site)
	for _, key := range sortedKeys(a.Match.V) {
		c.key(a.Match.Origin, key)
	}
	if a.Match.Set() && len(a.Match.V) == 0 {
		c.errorf(CodeCombination, a.Match.Origin, "Rule for no row", `match says which rows are meant, as in match = { service = "Support" }; "*" stands for any characters.`)
	}
	owners := 0
	for _, v := range []Value[string]{a.Service, a.Product, a.Team} {
		if v.Set() || c.wrongly[wordAt{a.file, a.start, "service"}] {
			owners++
		}
	}
	switch {
	case owners == 0 && !c.wrongly[wordAt{a.file, a.start, "product"}] && !c.wrongly[wordAt{a.file, a.start, "team"}]:
		c.missing(a.Origin, "service", "Rule for nobody", "An assign gives rows to somebody: set one of service, product and team.")
	case owners > 1 && !c.wrongly[wordAt{a.file, a.start, "service"}]:
		c.errorf(CodeCombination, a.Origin, "Rule for several", "An assign gives rows to one owner: set one of service, product and team. A service has its product's team already.")
	}
}
