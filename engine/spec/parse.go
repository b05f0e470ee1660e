package spec

import (
	"cmp"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"golang.org/x/sync/errgroup"

	"berth.dev/engine/diag"
)

// Options say how a workspace is read.
type Options struct {
	// Limits bound the files; the zero value means [DefaultLimits].
	Limits Limits
	// AsOf overrides the workspace's day; zero means that it stands.
	AsOf time.Time
	// Fragment skips the checks that need a whole workspace (the workspace block,
	// references), for files that hold only a part: a price book, a rule suite.
	Fragment bool
}

// Parse reads the files of a workspace. The workspace is returned with whatever
// could be read even when the list holds errors.
func Parse(sources []Source, o Options) (*Workspace, diag.List) {
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits()
	}
	w := &Workspace{}
	for _, s := range sources {
		w.Files = append(w.Files, &File{s})
	}
	slices.SortFunc(w.Files, func(a, b *File) int { return cmp.Compare(a.Name, b.Name) })
	diags := w.tooMuch(o.Limits)
	if diags.HasErrors() {
		return w, diags
	}
	parts := decodeAll(w.Files, o.Limits)
	var settings []*workspaceBlock
	var currencies []usedCurrency
	for _, p := range parts {
		diags = append(diags, p.diags...)
		currencies = append(currencies, p.money...)
		settings = append(settings, p.doc.Workspace...)
		w.take(&p.doc)
	}
	w.sortBlocks()
	w.buildIndex()
	if len(settings) > 0 {
		w.Settings, w.Defaults = settings[0].Own, settings[0].Settings
		w.Settings.Origin = settings[0].Origin
	}
	if !o.AsOf.IsZero() {
		w.Settings.AsOf = Value[time.Time]{V: o.AsOf, Origin: w.Settings.AsOf.Origin}
	}
	w.resolve()
	c := checker{w: w, diags: diags, fragment: o.Fragment, asOf: o.AsOf}
	c.run(settings, currencies)
	c.diags.Sort()
	return w, c.diags
}

// tooMuch refuses a workspace that is larger than its limits as a whole.
func (w *Workspace) tooMuch(l Limits) (diags diag.List) {
	total := 0
	for _, f := range w.Files {
		total += len(f.Bytes)
	}
	if len(w.Files) > l.Files {
		diags.Errorf(CodeLimit, diag.Range{}, "Too many files", "The workspace has %d files; it may have %d.", len(w.Files), l.Files)
	}
	if total > l.TotalBytes {
		diags.Errorf(CodeLimit, diag.Range{}, "Workspace too large", "The files have %d bytes together; they may have %d.", total, l.TotalBytes)
	}
	return diags
}

// part is what one file gave.
type part struct {
	doc   document
	diags diag.List
	money []usedCurrency
}

// decodeAll decodes the files side by side; the result is in the files' order.
func decodeAll(files []*File, l Limits) []part {
	parts := make([]part, len(files))
	root := layOut(reflect.TypeFor[document]())
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, f := range files {
		g.Go(func() error {
			parts[i] = decodeFile(f, uint32(i+1), &root, l)
			return nil
		})
	}
	_ = g.Wait() // no task returns an error
	return parts
}

// decodeFile decodes one file. Its syntax tree is gone when it returns.
func decodeFile(f *File, index uint32, root *shape, l Limits) part {
	isJSON := strings.HasSuffix(f.Name, ".json")
	if bad := guard(f, l, isJSON); bad != nil {
		return part{diags: diag.List{*bad}}
	}
	d := &decoder{file: f, index: index}
	parsed, diags := parseFile(f, isJSON)
	d.hcl(diags)
	p := part{}
	if parsed != nil && parsed.Body != nil && !diags.HasErrors() {
		start := hcl.Range{Filename: f.Name}
		d.fill(reflect.ValueOf(&p.doc).Elem(), root, parsed.Body, start, InWorkspace)
		d.refineExprs(&p.doc)
	}
	p.diags, p.money = d.diags, d.money
	return p
}

func parseFile(f *File, isJSON bool) (*hcl.File, hcl.Diagnostics) {
	if isJSON {
		return json.Parse(f.Bytes, f.Name)
	}
	return hclsyntax.ParseConfig(f.Bytes, f.Name, hcl.InitialPos)
}

// refineExprs makes the places inside expressions exact.
func (d *decoder) refineExprs(doc *document) {
	for _, p := range doc.Policies {
		d.refineEach(&p.When, &p.Score, &p.Because)
	}
	for _, c := range doc.Constraints {
		d.refineEach(&c.Forbid, &c.Because)
	}
	for _, c := range doc.Checks {
		d.refineEach(&c.When, &c.Require, &c.Because)
	}
}

func (d *decoder) refineEach(exprs ...*Expr) {
	for _, e := range exprs {
		// The body of a heredoc has no escapes but $${ and %%{, which refine knows;
		// a backslash there is itself.
		if e.Set() && d.file.Bytes[e.start] == '"' {
			refine(e, d.file.Bytes)
		}
	}
}

// take adds the blocks of one file.
func (w *Workspace) take(d *document) {
	w.Rates = append(w.Rates, d.Rates...)
	w.Sites = append(w.Sites, d.Sites...)
	w.Links = append(w.Links, d.Links...)
	w.Endpoints = append(w.Endpoints, d.Endpoints...)
	w.Teams = append(w.Teams, d.Teams...)
	w.Environments = append(w.Environments, d.Environments...)
	w.Classes = append(w.Classes, d.Classes...)
	w.Products = append(w.Products, d.Products...)
	w.Services = append(w.Services, d.Services...)
	w.PriceBooks = append(w.PriceBooks, d.PriceBooks...)
	w.Metrics = append(w.Metrics, d.Metrics...)
	w.Criteria = append(w.Criteria, d.Criteria...)
	w.Policies = append(w.Policies, d.Policies...)
	w.Constraints = append(w.Constraints, d.Constraints...)
	w.Checks = append(w.Checks, d.Checks...)
	w.Exceptions = append(w.Exceptions, d.Exceptions...)
}

// String says in a few words what the workspace holds.
func (w *Workspace) String() string {
	return fmt.Sprintf("%d services, %d sites, %d files", len(w.Services), len(w.Sites), len(w.Files))
}
