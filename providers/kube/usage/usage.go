package usage

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"

	"berth.dev/engine/measure"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
)

// Options say what is read, and what its series are called.
type Options struct {
	// Namespaces are those that are read; none means all.
	Namespaces []string
	// Name is what the series of a workload is called; nil is the workload's own name.
	Name func(namespace, workload string) string
	// Now is the clock; nil is the machine's.
	Now func() time.Time
	// Series is how many workloads there may be; 0 is that of measure.DefaultLimits.
	Series int
}

// Source tells what the pods of a cluster use now. It may be used by several at once.
type Source struct {
	cluster *kube.Cluster
	o       Options

	mu sync.Mutex
	// last is what was read for the step that began at point: cores and bytes come in
	// one answer, and are asked for one after the other.
	point time.Time
	last  []Workload
}

// New makes a source of a cluster. It sends nothing.
func New(cluster *kube.Cluster, o Options) *Source {
	if o.Name == nil {
		o.Name = func(_, workload string) string { return workload }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Series = cmp.Or(o.Series, measure.DefaultLimits().Series)
	return &Source{cluster: cluster, o: o}
}

// Queries are what the source can be asked: cores and bytes of every workload.
func Queries() []measure.Query {
	return []measure.Query{
		{Kind: measure.CPU, Text: "pods.metrics.k8s.io usage.cpu", Service: "workload"},
		{Kind: measure.Memory, Text: "pods.metrics.k8s.io usage.memory", Service: "workload"},
	}
}

// Workload is what all copies of a workload use together.
type Workload struct {
	Namespace, Name string
	// Pods is how many copies have metrics.
	Pods int
	// CPU is in cores, Memory in bytes.
	CPU, Memory float64
}

// place is whose a pod is.
type place struct{ namespace, name string }

// Workloads reads what every workload uses, in order of namespace and name. An error is
// a *measure.Failure.
func (s *Source) Workloads(ctx context.Context) ([]Workload, measure.Answer, error) {
	got := &reading{source: s, owners: map[place]string{}, used: map[place]*Workload{}}
	for _, namespace := range s.namespaces() {
		if err := got.readOwners(ctx, namespace); err != nil {
			return nil, got.answer, s.failure(ctx, err)
		}
		if err := got.readUsage(ctx, namespace); err != nil {
			return nil, got.answer, s.failure(ctx, err)
		}
		clear(got.owners)
	}
	var out []Workload
	for _, w := range got.used {
		out = append(out, *w)
	}
	slices.SortFunc(out, func(a, b Workload) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	return out, got.answer, nil
}

// namespaces are those that are read one by one; "" is all at once.
func (s *Source) namespaces() []string {
	if len(s.o.Namespaces) == 0 {
		return []string{""}
	}
	return slices.Compact(slices.Sorted(slices.Values(s.o.Namespaces)))
}

// reading is one reading of a cluster.
type reading struct {
	source *Source
	owners map[place]string
	used   map[place]*Workload
	answer measure.Answer
}

// path is where the API server has the pods of an API.
func path(api, namespace string) string {
	if namespace != "" {
		api += "/namespaces/" + url.PathEscape(namespace)
	}
	return api + "/pods"
}

// page is how many pods are asked for at once.
const page = 500

// readOwners reads whose the pods of a namespace are, page by page. A list that grew
// too old in between is read from its beginning, once.
func (r *reading) readOwners(ctx context.Context, namespace string) error {
	next, again := "", false
	for {
		query := url.Values{"limit": {strconv.Itoa(page)}}
		if next != "" {
			query.Set("continue", next)
		}
		r.answer.Calls++
		p := kube.Page{Kind: "Pod", Path: path("/api/v1", namespace), Query: query, Names: true}
		err := r.source.cluster.Read(ctx, p, func(body io.Reader) (err error) {
			next, err = stream(body, r.own)
			return err
		})
		switch {
		case target.ClassOf(err) == target.Expired && !again:
			next, again = "", true
		case err != nil:
			return err
		case next == "":
			return nil
		}
	}
}

// own notes whose a pod is.
func (r *reading) own(p pod) error {
	if len(r.owners) >= mostPods {
		return errLarge
	}
	r.owners[place{p.Metadata.Namespace, p.Metadata.Name}] = p.workload()
	return nil
}

// mostPods is twice what Kubernetes is built for.
const mostPods = 300_000

// podMetrics is what is read of a pod's metrics.
type podMetrics struct {
	Metadata struct {
		Namespace string `json:"namespace"`
		Name      string `json:"name"`
	} `json:"metadata"`
	Containers []struct {
		Usage struct {
			CPU    string `json:"cpu"`
			Memory string `json:"memory"`
		} `json:"usage"`
	} `json:"containers"`
}

// readUsage reads what the pods of a namespace use.
func (r *reading) readUsage(ctx context.Context, namespace string) error {
	r.answer.Calls++
	p := kube.Page{Kind: "PodMetrics", Path: path("/apis/metrics.k8s.io/v1beta1", namespace)}
	return r.source.cluster.Read(ctx, p, func(body io.Reader) error {
		_, err := stream(body, r.add)
		return err
	})
}

// add adds what a pod uses to its workload.
func (r *reading) add(p podMetrics) error {
	at := place{p.Metadata.Namespace, p.Metadata.Name}
	r.answer.Points++
	owner, known := r.owners[at]
	cpu, memory, err := p.usage()
	if err != nil || !known {
		r.answer.Dropped++
		return nil
	}
	delete(r.owners, at) // a pod counts once
	at.name = owner
	w := r.used[at]
	if w == nil {
		if len(r.used) >= r.source.o.Series {
			return errLarge
		}
		w = &Workload{Namespace: at.namespace, Name: owner}
		r.used[at] = w
	}
	w.Pods++
	w.CPU += cpu
	w.Memory += memory
	return nil
}

// usage is what the containers of a pod use together.
func (p podMetrics) usage() (cpu, memory float64, err error) {
	for _, c := range p.Containers {
		for _, q := range []struct {
			text string
			to   *float64
		}{{c.Usage.CPU, &cpu}, {c.Usage.Memory, &memory}} {
			v, err := quantity(q.text)
			if err != nil {
				return 0, 0, err
			}
			*q.to += v
		}
	}
	return cpu, memory, nil
}

// quantity reads a quantity of Kubernetes, such as "1500n" or "20Mi".
func quantity(text string) (float64, error) {
	if len(text) > 64 {
		return 0, fmt.Errorf("%.20q… is no quantity", text)
	}
	q, err := resource.ParseQuantity(text)
	if err != nil {
		return 0, err
	}
	v := q.AsApproximateFloat64()
	if !(v >= 0) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%q is no amount", text)
	}
	return v, nil
}
