package spec

import (
	"cmp"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"time"

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
	o.Limits = o.Limits.orDefault()
	w := &Workspace{}
	for _, s := range sources {
		w.Files = append(w.Files, &File{Source: s})
	}
	slices.SortStableFunc(w.Files, func(a, b *File) int { return cmp.Compare(a.Name, b.Name) })
	diags := w.tooMuch(o.Limits)
	if diags.HasErrors() {
		return w, diags
	}
	c := checker{w: w, limits: o.Limits, fragment: o.Fragment, asOf: o.AsOf, wrongly: map[wordAt]bool{}}
	c.finish(c.decode())
	return w, c.diags
}

// finish makes a workspace of the blocks that were read; all is false where some files
// were not.
func (c *checker) finish(all bool) {
	w := c.w
	w.sortBlocks()
	w.buildIndex()
	if len(c.settings) > 0 {
		w.Settings, w.Defaults = c.settings[0].Own, c.settings[0].Settings
		w.Settings.Origin = c.settings[0].Origin
	}
	if !c.asOf.IsZero() {
		w.Settings.AsOf = Value[time.Time]{V: c.asOf, Origin: w.Settings.AsOf.Origin}
	}
	w.resolve()
	if all {
		c.run()
	}
	c.diags.Sort()
}

// tooMuch refuses a workspace that is larger than its limits as a whole.
func (w *Workspace) tooMuch(l Limits) (diags diag.List) {
	total := 0
	for _, f := range w.Files {
		total += len(f.Bytes)
	}
	if len(w.Files) > l.Files {
		diags.Errorf(CodeLimit, diag.Range{}, "Too many files", "The workspace has more than the %d files it may have. Is this the right folder?", l.Files)
	}
	if total > l.TotalBytes {
		diags.Errorf(CodeLimit, diag.Range{}, "Workspace too large", "The files have more than the %d bytes they may have together. Is this the right folder?", l.TotalBytes)
	}
	return diags
}

const (
	// mostMistakes is how many mistakes of a workspace are collected.
	mostMistakes = 10_000
	// batch is how many files are decoded before their mistakes are counted: a
	// fixed number, so that where reading stops does not depend on the machine.
	batch = 64
)

// decode reads all files and tells whether it came to the end.
func (c *checker) decode() bool {
	root := layOut()
	return decodeEach(c, 1, &root, func(d *document) {
		c.settings = append(c.settings, d.Workspace...)
		c.w.take(d)
	})
}

// decodeEach decodes the files of the workspace from an index on, which counts from 1,
// and hands on each one's blocks.
func decodeEach[T any](c *checker, first int, root *shape, take func(*T)) bool {
	files := c.w.Files[first-1:]
	for begin := 0; begin < len(files); begin += batch {
		if len(c.diags) > mostMistakes {
			c.diags.Errorf(CodeLimit, diag.Range{}, "Too many mistakes",
				"After %d mistakes the remaining %d files were not read. Mend these first.", len(c.diags), len(files)-begin)
			return false
		}
		end := min(begin+batch, len(files))
		docs := make([]T, end-begin)
		for i, p := range decodeAll(files[begin:end], uint32(first+begin), root, docs, c.limits) {
			c.take(uint32(first+begin+i), &p)
			take(&docs[i])
		}
	}
	return true
}

// decodeAll decodes files side by side into documents, the first of which has the
// given index; the result is in the files' order.
func decodeAll[T any](files []*File, first uint32, root *shape, docs []T, l Limits) []part {
	parts := make([]part, len(files))
	workers := min(runtime.GOMAXPROCS(0), len(files))
	var g sync.WaitGroup
	for w := range workers {
		g.Go(func() {
			var plain plainReader
			for i := w; i < len(files); i += workers {
				parts[i] = decodeFile(files[i], first+uint32(i), root, reflect.ValueOf(&docs[i]).Elem(), l, &plain)
			}
		})
	}
	g.Wait()
	return parts
}

// take adds what one file gave besides its blocks.
func (c *checker) take(index uint32, p *part) {
	c.diags = append(c.diags, p.diags...)
	c.currencies = append(c.currencies, p.money...)
	for at := range p.wrongly {
		c.wrongly[at] = true
	}
	if len(c.w.Files[index-1].Bytes) > c.limits.FileBytes {
		c.unread.all()
	}
	for _, h := range p.holes {
		c.unread.add(index, c.w.Files[index-1], h)
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
	w.Bills = append(w.Bills, d.Bills...)
	w.Usages = append(w.Usages, d.Usages...)
	w.Shares = append(w.Shares, d.Shares...)
	w.Criteria = append(w.Criteria, d.Criteria...)
	w.Policies = append(w.Policies, d.Policies...)
	w.Constraints = append(w.Constraints, d.Constraints...)
	w.Checks = append(w.Checks, d.Checks...)
	w.Exceptions = append(w.Exceptions, d.Exceptions...)
}
