package cli

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"berth.dev/engine/gather"
	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
	"berth.dev/providers/datadog"
	"berth.dev/providers/kube"
	"berth.dev/providers/kube/usage"
	"berth.dev/providers/prometheus"
)

// The kinds of metrics blocks.
const (
	kindPrometheus = "prometheus"
	kindDatadog    = "datadog"
	kindKubernetes = "kubernetes"
)

// settleTime is how old a point must be: agents send by the minute, and servers that
// many write to take in late.
const settleTime = 5 * time.Minute

// sourceBlock is a metrics block, ready to be asked, with the sets of its queries.
type sourceBlock struct {
	gather.Block
	// sets are the names of sets by the place of their queries, "" for own ones.
	sets []string
}

// blocks makes the metrics blocks ready, in order of name. What is missing in the
// environment makes a block unready, and the others are asked all the same.
func (o *measureOptions) blocks(w *spec.Workspace) ([]sourceBlock, error) {
	window := time.Duration(0)
	if o.window != "" {
		var err error
		if window, err = spanOf(o.window); err != nil {
			return nil, misused(o.cmd.CommandPath(), "--window %q is no length of time, or one of more than ten years. Write it as in 30d.", o.window)
		}
	}
	var out []sourceBlock
	for _, m := range w.Metrics {
		b, err := o.block(w, m)
		if err != nil {
			return nil, err
		}
		if len(o.sources) == 0 || slices.Contains(o.sources, b.Name) {
			b.Stay, b.Window = b.Window, cmp.Or(window, b.Window)
		}
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b sourceBlock) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}

// block makes one metrics block ready.
func (o *measureOptions) block(w *spec.Workspace, m *spec.Metrics) (sourceBlock, error) {
	b := sourceBlock{Block: gather.Block{
		Name: m.Name, Kind: m.Kind.V,
		Step:     seconds(m.Step.Or(spec.DefaultMetricsStep)),
		Window:   seconds(m.Window.Or(spec.DefaultMetricsWindow)),
		Deadline: seconds(m.Deadline.Or(spec.DefaultMetricsDeadline)),
		Settle:   settleTime, Names: m.Names.V, Identity: identityOf(m),
	}}
	limits := measure.DefaultLimits()
	limits.Timeout = seconds(m.Timeout.Or(spec.DefaultMetricsTimeout))
	var err error
	switch m.Kind.V {
	case kindPrometheus:
		err = o.prometheus(&b, m, limits)
	case kindDatadog:
		err = o.datadog(&b, m, limits)
	case kindKubernetes:
		err = o.usage(&b, w, m, limits)
	default:
		err = fmt.Errorf("berth cannot ask a source of kind %q", m.Kind.V)
	}
	if err != nil {
		b.Unready = measure.Fail(measure.Refused, "%s", err)
		b.Address = cmp.Or(b.Address, m.URL.V, m.Context.V)
	}
	if m.Kind.V != kindKubernetes {
		if err := b.ask(w, m); err != nil {
			return b, fmt.Errorf("%s: metrics %q: %w", w.Range(m.Sets.Origin), m.Name, err)
		}
	}
	if len(b.Queries) == 0 {
		o.app.say("note", fmt.Sprintf("metrics %q asks for nothing: name sets or queries, or leave both out for the usual ones", m.Name))
	}
	return b, nil
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// spanOf reads a length of time as specs write it, such as "30d".
func spanOf(text string) (time.Duration, error) {
	const longest = 10 * 366 * 24 * 3600 // as of a window in specs
	s, err := unit.ParseDuration(text)
	if err != nil || s <= 0 || s > longest {
		return 0, fmt.Errorf("%q is no length of time", text)
	}
	return seconds(s), nil
}

// prometheus makes a source of a server with the API of Prometheus.
func (o *measureOptions) prometheus(b *sourceBlock, m *spec.Metrics, limits measure.Limits) error {
	b.Address = m.URL.V
	headers, err := o.headers(m)
	if err != nil {
		return err
	}
	p := prometheus.Options{URL: m.URL.V, Headers: headers, Limits: limits, Agent: o.agent()}
	if m.Auth != nil {
		if err := o.identify(&p, m.Auth); err != nil {
			return err
		}
	}
	source, err := prometheus.New(p)
	if err != nil {
		return err
	}
	b.Source, b.Address = source, source.Address()
	return nil
}

// agent is how berth names itself.
func (o *measureOptions) agent() string { return "berth/" + thisBuild().Version }

// datadog makes a source of an organisation at Datadog.
func (o *measureOptions) datadog(b *sourceBlock, m *spec.Metrics, limits measure.Limits) error {
	a := o.app
	address, err := datadog.Options{Site: a.Getenv("DD_SITE"), URL: m.URL.V}.Address()
	if err != nil {
		return err // what is no address is not shown: it may have a password in it
	}
	b.Address = address
	headers, err := o.headers(m)
	if err != nil {
		return err
	}
	d := datadog.Options{
		Site: a.Getenv("DD_SITE"), URL: m.URL.V, Env: a.Getenv("DD_ENV"), Limits: limits,
		Headers: headers, Now: a.Clock.Now,
	}
	d.APIKey, d.AppKey = a.Getenv("DD_API_KEY"), a.Getenv("DD_APP_KEY")
	if d.APIKey == "" || d.AppKey == "" {
		return errors.New("the environment variables DD_API_KEY and DD_APP_KEY are not both set: set them to a key of the organisation's API and to an application key")
	}
	source, err := datadog.New(d)
	if err != nil {
		return err
	}
	b.Source, b.Address = source, source.Address()
	return nil
}

// usage makes a source of a cluster's metrics API. A workload is a service where it is in
// the service's namespace; others go by namespace and name.
func (o *measureOptions) usage(b *sourceBlock, w *spec.Workspace, m *spec.Metrics, limits measure.Limits) error {
	b.Address, b.Present, b.Queries = "context "+m.Context.V, true, usage.Queries()
	b.sets = make([]string, len(b.Queries))
	clusters := clusterOptions{kubeconfig: o.kubeconfig}
	cluster, err := clusters.open(o.app, m.Context.V, kube.Options{Context: m.Context.V, Agent: o.agent(), Limit: limits.Timeout})
	if err != nil {
		return err
	}
	home := map[string]string{}
	for _, s := range w.Services {
		home[s.Name] = s.Home()
	}
	b.Source = usage.New(cluster, usage.Options{Series: limits.Series, Now: o.app.Clock.Now, Name: func(namespace, workload string) string {
		if home[workload] == namespace {
			return workload
		}
		return namespace + "/" + workload
	}})
	return nil
}

// profiling says how the series of a workspace are measured.
func profiling(w *spec.Workspace) snapshot.Options {
	return snapshot.Options{Parallel: runtime.GOMAXPROCS(0), Zone: func(service string) *time.Location {
		s := w.Service(service)
		if s == nil || s.Traffic == nil {
			return time.UTC
		}
		zone, err := loadZone(s.Traffic.Zone.V)
		if err != nil {
			return time.UTC // evaluate says so, at its place
		}
		return zone
	}}
}
