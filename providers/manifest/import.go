package manifest

import (
	"bytes"
	"slices"
	"strings"

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
}

// Import reads manifests and writes specs. What can be read is in the result
// even when the list holds errors; a command should not write it then.
func Import(sources []Source, o Options) (*Result, diag.List) {
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits()
	}
	r := read(sources, o.Limits)
	services, endpoints := build(&r.objects)
	unused(r)
	res := &Result{Services: services, Endpoints: endpoints, Skipped: r.skipped, options: o}
	sortSkipped(res.Skipped)
	res.Skipped = slices.Compact(res.Skipped)
	if len(services) == 0 && !r.diags.HasErrors() {
		r.diags.Errorf(CodeEmpty, diag.Range{}, "Nothing to import",
			"None of %d sources has a Deployment, StatefulSet, CronJob or Job that berth can place.", len(sources))
	}
	if len(services) > 0 {
		res.HCL = write(services, endpoints, o)
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
	part := preface(r.Services, r.Endpoints)
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
func preface(services []Service, endpoints []Endpoint) []byte {
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
	var b bytes.Buffer
	text := []string{
		"Imported from Kubernetes manifests: " + plural(len(services), "service") + " and " + plural(len(endpoints), "endpoint") + ", from " + from + ".",
		`Manifests say what a service asks for and what its settings name. They do not say how much traffic it has, how much its calls carry, how long its jobs take, or what else it calls: this is "unknown" here, and not nothing. Put in what you measure, and berth asks for what would settle a decision.`,
	}
	for _, t := range text {
		for _, line := range wrapped(t, "") {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
	return b.Bytes()
}
