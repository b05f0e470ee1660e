package score

import (
	"berth.dev/engine/diag"
	"berth.dev/providers/draft"
	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// Options say what Score files do not.
type Options struct {
	// Options are where the services run today, and their product.
	manifest.Options
	// ResourcesAt is the site where the resources stand that are no volumes, routes or
	// workloads, as databases; empty leaves them comments.
	ResourcesAt string
}

// DefaultOptions leave open what only a person knows.
func DefaultOptions() Options {
	return Options{Options: manifest.Options{Limits: tree.DefaultLimits()}}
}

// Import reads Score files and writes specs. Where the list holds errors the result
// must not be used.
func Import(sources []manifest.Source, o Options) (*manifest.Result, diag.List) {
	var diags diag.List
	var all []*facts
	for _, s := range sources {
		found, more := readSource(s, o.Limits)
		all, diags = append(all, found...), append(diags, more...)
	}
	seen := map[string]*facts{}
	for _, w := range all {
		if first := seen[w.name]; first != nil {
			diags.Errorf(manifest.CodeConflict, place(w.file, w.line), "Two workloads of one name",
				"%s at line %d is called %q as well. Import one of them, or rename it.", first.file, first.line, w.name)
		}
		seen[w.name] = w
	}
	if len(all) == 0 && !diags.HasErrors() {
		diags.Errorf(manifest.CodeEmpty, diag.Range{}, "Nothing to import", "None of the files has a workload of score.dev/v1b1.")
	}
	diags.Sort()
	if diags.HasErrors() {
		return &manifest.Result{}, diags
	}
	return join(all, o), diags
}

// join makes the services of all workloads and writes them.
func join(all []*facts, o Options) *manifest.Result {
	b := builder{at: o.ResourcesAt, services: map[string]string{}, taken: map[string]bool{}, endpoints: map[string]manifest.Endpoint{}}
	var texts []string
	for _, w := range all {
		texts = append(texts, w.name)
	}
	for i, name := range draft.Names(texts) {
		b.services[texts[i]], b.taken[name] = name, true
	}
	var units []draft.Unit
	for _, w := range all {
		units = append(units, b.unit(w))
	}
	services, endpoints := draft.Join(units, b.sorted(), "the Score files")
	return manifest.Draft("Score",
		`Score says what a workload runs and which resources it needs. It does not say how many copies run, how much traffic there is, how much calls carry, or where resources stand: this is "unknown" here or a comment, and not nothing. Put in what you measure.`,
		services, endpoints, o.Options)
}

// readSource reads the workloads of one file.
func readSource(s manifest.Source, l manifest.Limits) ([]*facts, diag.List) {
	var diags diag.List
	docs, err := tree.Parse(s.Bytes, l)
	if err != nil {
		diags.Errorf(manifest.CodeSyntax, place(s.Name, 1), "Not a Score file", "%s", tree.Short(err.Error()))
		return nil, diags
	}
	if len(docs) == 0 {
		diags.Errorf(manifest.CodeSyntax, place(s.Name, 1), "Not a Score file", "The file says nothing.")
	}
	var out []*facts
	for _, d := range docs {
		if v := d.Get("apiVersion").Scalar(); !version.MatchString(v) {
			diags.Errorf(manifest.CodeObject, place(s.Name, d.Line), "Not a Score file",
				"A Score file says apiVersion: score.dev/v1b1; this one says %q.", tree.Short(v))
			continue
		}
		c := checker{file: s.Name}
		c.check(d, workload(), "")
		diags = append(diags, c.diags...)
		if !c.diags.HasErrors() {
			out = append(out, &facts{name: d.Get("metadata", "name").Text, file: s.Name, line: d.Line, doc: d})
		}
	}
	return out, diags
}

// facts is one workload that the specification allows.
type facts struct {
	name, file string
	line       int
	doc        *tree.Value
}
