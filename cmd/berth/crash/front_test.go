package crash

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
	"berth.dev/providers/providertest/audit"
	"berth.dev/providers/providertest/cluster"
)

// front stands before a real API server and sees what changes: it lets one write pass
// at a time, on all clusters together, and reads the object before and after. A
// client that is killed does not take its request back.
//
// It is the cluster's only controller, too: right after a change it says that all
// copies of a workload are ready. No pods exist.
type front struct {
	site    string
	cluster *cluster.Cluster
	direct  *kube.Cluster
	proxy   *httputil.ReverseProxy
	server  *httptest.Server
	history *history
	turn    *sync.Mutex
	arrived atomic.Int64
}

func newFront(t *testing.T, site string, c *cluster.Cluster, h *history, turn *sync.Mutex) *front {
	t.Helper()
	config, err := clientcmd.BuildConfigFromFlags("", c.Admin())
	if err != nil {
		t.Fatal(err)
	}
	transport, err := rest.TransportFor(config)
	if err != nil {
		t.Fatal(err)
	}
	to, err := url.Parse(c.URL())
	if err != nil {
		t.Fatal(err)
	}
	f := &front{site: site, cluster: c, history: h, turn: turn}
	f.proxy = &httputil.ReverseProxy{Transport: transport, Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Header.Del("Authorization")
	}}
	if f.direct, err = kube.Open(kube.Options{Files: []string{c.Admin()}, Context: c.Name, Agent: "judge"}); err != nil {
		t.Fatal(err)
	}
	f.server = httptest.NewServer(f)
	t.Cleanup(f.server.Close)
	return f
}

// ServeHTTP passes a request on.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	order := int(f.arrived.Add(1))
	if !changes(r) {
		f.proxy.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client was killed while it wrote
	}
	r = r.WithContext(context.WithoutCancel(r.Context()))
	r.Body = io.NopCloser(bytes.NewReader(body))
	f.turn.Lock()
	defer f.turn.Unlock()
	c := audit.Change{Site: f.site, Client: r.UserAgent(), Verb: verbOf(r), Order: order, Ref: refOf(r, body)}
	if c.Before, err = f.direct.Get(r.Context(), c.Ref); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	f.pass(w, r)
	if c.After, err = f.direct.Get(r.Context(), c.Ref); err != nil || same(c.Before, c.After) {
		return
	}
	c.Workloads = f.ready(r.Context(), c.Ref)
	f.history.add(c)
}

// pass asks the cluster and hands its answer on. What was asked by a client that is killed
// meanwhile has happened all the same: a proxy would end the whole handler where its answer
// finds nobody, and the cluster would never say that the copies are ready.
func (f *front) pass(w http.ResponseWriter, r *http.Request) {
	answer := httptest.NewRecorder()
	f.proxy.ServeHTTP(answer, r)
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = answer.Body.WriteTo(w) // to nobody, perhaps
}

func same(a, b object.Object) bool {
	return (a == nil) == (b == nil) && (a == nil || a.UID() == b.UID() && a.Version() == b.Version())
}

func verbOf(r *http.Request) string {
	switch {
	case strings.HasPrefix(r.Header.Get("Content-Type"), "application/apply-patch"):
		return "apply"
	case r.Method == http.MethodPost:
		return "create"
	case r.Method == http.MethodPut:
		return "update"
	}
	return strings.ToLower(r.Method)
}

// refOf reads from a request what it is about.
func refOf(r *http.Request, body []byte) object.Ref {
	if r.Method == http.MethodPost {
		if o, err := object.Parse(body); err == nil {
			return o.Ref()
		}
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	ref := object.Ref{Name: parts[len(parts)-1]}
	for _, k := range object.Kinds() {
		if k.Resource == parts[len(parts)-2] {
			ref.Kind = k.Name
		}
	}
	if at := strings.Index(r.URL.Path, "/namespaces/"); at >= 0 && ref.Kind != "Namespace" {
		ref.Namespace, _, _ = strings.Cut(r.URL.Path[at+len("/namespaces/"):], "/")
	}
	return ref
}

// ready says of a workload that all its copies are, and returns all of the cluster's.
func (f *front) ready(ctx context.Context, ref object.Ref) []object.Object {
	all := []object.Object{}
	for _, kind := range []string{"Deployment", "StatefulSet"} {
		found, err := f.direct.List(ctx, target.Query{Kind: kind, Namespace: shop})
		if err != nil {
			continue // the judge will miss them
		}
		for _, o := range found {
			if o.Ref() == ref {
				f.conclude(ctx, o)
			}
			if now, err := f.direct.Get(ctx, o.Ref()); err == nil && now != nil {
				all = append(all, now)
			}
		}
	}
	return all
}

func (f *front) conclude(ctx context.Context, o object.Object) {
	n, _ := o.Copies()
	generation, _ := o.At("metadata", "generation").(int64)
	whole, err := object.Object{
		"apiVersion": o["apiVersion"], "kind": o["kind"], "metadata": o["metadata"], "spec": o["spec"],
		"status": map[string]any{
			"observedGeneration": generation, "replicas": n, "updatedReplicas": n, "readyReplicas": n, "availableReplicas": n,
			"conditions": []any{
				map[string]any{"type": "Available", "status": "True", "reason": "Test", "message": ""},
				map[string]any{"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable", "message": ""},
			},
		},
	}.Bytes()
	if err == nil {
		_, err = f.cluster.Ask(ctx, http.MethodPut, pathTo(o.Ref())+"/status", whole)
	}
	if err != nil {
		fmt.Println("a status cannot be written:", err)
	}
}

// pathTo is where an object is served.
func pathTo(ref object.Ref) string {
	k, _ := object.KindOf(ref.Kind)
	at := "/api/" + k.Version
	if k.Group != "" {
		at = "/apis/" + k.Group + "/" + k.Version
	}
	if ref.Namespace != "" {
		at += "/namespaces/" + ref.Namespace
	}
	return path.Join(at, k.Resource, ref.Name)
}
