package manifest

import (
	"bytes"
	"iter"
	"slices"

	"berth.dev/engine/diag"
)

// Options say what the manifests do not.
type Options struct {
	// RunsOn is the site, or the two sites of a hybrid, where the services run
	// today. Empty leaves it open.
	RunsOn []string
	// Product and Environment are written into every service; empty leaves them
	// out. The workspace must have blocks of these names.
	Product, Environment string
	// Limits bound the sources; the zero value means [DefaultLimits].
	Limits Limits
	// Origin says where objects come from that are in no file, as in "the cluster
	// prod"; empty for manifests.
	Origin string
}

// DefaultOptions leave open what only a person knows.
func DefaultOptions() Options { return Options{Limits: DefaultLimits()} }

// Result is what came of the manifests.
type Result struct {
	// HCL is one file of specs, empty where there is no service.
	HCL []byte
	// Services and Endpoints are what is in it, by name.
	Services  []Service
	Endpoints []Endpoint
	// Skipped is what was left out, by file, kind and name.
	Skipped []Skipped

	options Options
	// head is the comment at the top of what is written.
	head []byte
}

// Import reads manifests and writes specs. What can be read is in the result
// even when the list holds errors; a command should not write it then.
func Import(sources []Source, o Options) (*Result, diag.List) {
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits()
	}
	return finish(read(sources, o.Limits), len(sources), o)
}

// ImportObjects is [Import] for objects that were read already, one by one, as JSON.
// A cluster's own status and managed fields may be left out of them.
func ImportObjects(objects iter.Seq[[]byte], o Options) (*Result, diag.List) {
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits()
	}
	r := newReader(o.Limits)
	at := meta{file: o.Origin}
	for raw := range objects {
		if r.full(at) {
			break
		}
		r.object(at, raw, header{})
	}
	return finish(r, 1, o)
}

// finish makes specs of what was read of so many sources.
func finish(r *reader, sources int, o Options) (*Result, diag.List) {
	services, endpoints := build(&r.objects)
	unused(r)
	res := &Result{Services: services, Endpoints: endpoints, Skipped: r.skipped, options: o}
	sortSkipped(res.Skipped)
	res.Skipped = slices.Compact(res.Skipped)
	if len(services) == 0 && !r.diags.HasErrors() {
		r.diags.Errorf(CodeEmpty, diag.Range{}, "Nothing to import",
			"None of %d sources has a Deployment, StatefulSet, CronJob or Job that berth can place.", sources)
	}
	if len(services) > 0 {
		res.head = preface(services, endpoints, o)
		res.HCL = write(res.head, services, endpoints, o)
	}
	r.diags.Sort()
	return res, r.diags
}

// Parts divides the specs into files of at most limit bytes, which is the size
// that the language allows a file to have. A service is never divided.
func (r *Result) Parts(limit int) [][]byte {
	if len(r.HCL) <= limit || len(r.Services) == 0 {
		return [][]byte{r.HCL}
	}
	var out [][]byte
	part := bytes.Clone(r.head)
	add := func(block []byte) {
		if len(part) > 0 && len(part)+1+len(block) > limit {
			out, part = append(out, part), nil
		}
		if len(part) > 0 {
			part = append(part, '\n')
		}
		part = append(part, block...)
	}
	for _, e := range r.Endpoints {
		add(endpointBlock(e))
	}
	for _, s := range r.Services {
		add(serviceBlock(s, r.options))
	}
	return append(out, part)
}

// unused lists the objects that were read and said nothing of any service.
func unused(r *reader) {
	o := &r.objects
	skipUnused(r, o.services, "leads to nothing in the manifests, and nothing in them calls it")
	skipUnused(r, o.configs, "no service of the manifests reads it")
	skipUnused(r, o.claims, "no service of the manifests uses it")
	skipUnused(r, o.scalers, "what it scales is not among the manifests")
	skipUnused(r, o.budgets, "no service of the manifests is under it")
	skipUnused(r, o.ingresses, "leads to no service of the manifests")
}

func skipUnused[T any](r *reader, all []*object[T], reason string) {
	for _, x := range all {
		if !x.used {
			r.skip(x.meta, reason)
		}
	}
}

// preface is the comment at the top of what is written.
func preface(services []Service, endpoints []Endpoint, o Options) []byte {
	var files []string
	for _, s := range services {
		files = append(files, s.File)
	}
	slices.Sort(files)
	files = slices.Compact(files)
	from := listed("file", files)
	if len(files) > 5 {
		from = plural(len(files), "file")
	}
	count := plural(len(services), "service") + " and " + plural(len(endpoints), "endpoint")
	head := "Imported from Kubernetes manifests: " + count + ", from " + from + "."
	if o.Origin != "" {
		head = "Imported from " + o.Origin + ": " + count + "."
	}
	return Comment(head,
		`Manifests say what a service asks for and what its settings name. They do not say how much traffic it has, how much its calls carry, how long its jobs take, or what else it calls: this is "unknown" here, and not nothing. Put in what you measure, and berth asks for what would settle a decision.`)
}
