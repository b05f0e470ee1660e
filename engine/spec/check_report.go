package spec

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
)

// reporting checks what the monthly report is made of.
func (c *checker) reporting() {
	if r := c.w.Settings.Report; r != nil {
		c.report(r)
	}
	c.bills()
	for _, u := range c.w.Usages {
		c.usage(u)
	}
	for _, s := range c.w.Shares {
		c.share(s)
	}
	c.shareCircle()
	for _, s := range c.w.Sites {
		for _, k := range s.Commitments {
			if k.Owner.Set() && !c.w.OwnerNamed(k.Owner.V).Named() {
				c.refName(k.Owner.Origin, k.Owner.V, "service, product or team")
			}
		}
	}
}

// report checks the block that says how a report is made.
func (c *checker) report(r *Report) {
	if zone := r.Zone; zone.Set() {
		if _, err := time.LoadLocation(zone.V); err != nil || zone.V == "Local" || zone.V == "" {
			c.errorf(CodeReference, zone.Origin, "Unknown time zone", "There is no time zone %q. Write one of the IANA names, as in \"Asia/Tokyo\" or \"UTC\".", shorten(zone.V))
		}
	}
	c.patterns(r.Plans, "plans", []string{".json"})
	c.within(r.Archive, "archive")
	if r.Close.V > longestSpan {
		c.errorf(CodeForm, r.Close.Origin, "Too long", `close is at most ten years, as in "5d".`)
	}
	c.warehouse(r.Warehouse)
}

// projectID is what Google Cloud lets a project be called, an old one with its domain.
var projectID = regexp.MustCompile(`^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$`)

// warehouse checks what reads the bills.
func (c *checker) warehouse(v Value[string]) {
	kind, where, named := strings.Cut(v.V, ":")
	switch {
	case !v.Set() || v.V == DefaultWarehouse:
	case kind == DefaultWarehouse && named:
		c.within(Value[string]{where, v.Origin}, "warehouse")
	case kind == "bigquery" && named && projectID.MatchString(where):
	case kind == "bigquery":
		c.errorf(CodeForm, v.Origin, "Not a warehouse", `Say which project pays for the queries, as in warehouse = "bigquery:example-prod": small letters, digits and dashes.`)
	default:
		c.errorf(CodeReference, v.Origin, "Unknown warehouse", `There is no warehouse %q. Write "duckdb", "duckdb:FILE" or "bigquery:PROJECT".`, shorten(v.V))
	}
}

// within checks that a path leads to what lies in the workspace's folder: nothing that
// specs say reads or writes elsewhere.
func (c *checker) within(v Value[string], word string) bool {
	if !v.Set() || fs.ValidPath(path.Clean(v.V)) && path.Clean(v.V) != "." && !strings.Contains(v.V, `\`) {
		return true
	}
	c.errorf(CodeForm, v.Origin, "Not in the workspace", `%s must lie in the workspace's folder; %q does not. Write it without a leading "/" or "..", with "/" between folders.`, word, shorten(v.V))
	return false
}

// patterns checks paths in which "*" stands for any characters of a name.
func (c *checker) patterns(v Value[[]string], word string, endings []string) {
	if v.Set() && len(v.V) == 0 {
		c.errorf(CodeCombination, v.Origin, "No files", "%s is an empty list. Name a file, or leave the line out.", word)
	}
	for _, p := range v.V {
		if !c.within(Value[string]{p, v.Origin}, word) {
			continue
		}
		if _, err := path.Match(p, ""); err != nil {
			c.errorf(CodeForm, v.Origin, "Not a pattern", `%q is no pattern: "*" stands for any characters of a name, "?" for one.`, shorten(p))
			continue
		}
		if !slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(p, e) }) {
			c.errorf(CodeForm, v.Origin, "Unknown kind of file", "%q ends in none of %s: the ending tells what is in it.", shorten(p), strings.Join(endings, ", "))
		}
	}
}

// usage checks what says who used the machines of a site.
func (c *checker) usage(u *Usage) {
	if c.w.Site(u.Name) == nil {
		c.refName(u.Origin, u.Name, "site")
	}
	endings := billEndings()
	switch u.From.V {
	case "csv":
		endings = []string{".csv"}
		fallthrough
	case "opencost":
		if !u.Files.Set() {
			c.missing(u.Origin, "files", "Use from nowhere", `from = %q needs files, as in files = ["usage/*.csv"].`, u.From.V)
		}
	case "measured", "requests":
		if u.Files.Set() {
			c.errorf(CodeCombination, u.Files.Origin, "Files nobody reads", `files go with from = "csv" or "opencost". Remove this, or change from.`)
		}
	}
	c.patterns(u.Files, "files", endings)
	switch {
	case u.From.V == "opencost" && !u.Names.Set():
		c.missing(u.Origin, "names", "Use of nobody", `Say which keys of the export name services, as in names = ["tag:app", "namespace"].`)
	case u.From.Set() && u.From.V != "opencost" && u.Names.Set():
		c.errorf(CodeCombination, u.Names.Origin, "Names nobody asks", `names go with from = "opencost". Remove this, or change from.`)
	}
	c.keys(u.Names)
}
