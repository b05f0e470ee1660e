package providertest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
	"berth.dev/providers/providertest/fault"
)

func readPromises() []Promise {
	return []Promise{
		{"Identity is the UID of the namespace kube-system", identity},
		{"Get reads an object as the cluster serves it", getReads},
		{"Get of nothing is nil and no error", getNothing},
		{"List follows every page and sorts", listPages},
		{"List keeps to its namespace and its selector", listKeeps},
		{"List of names reads metadata alone", listNames},
		{"List of a kind that the cluster does not serve is UnknownKind", listUnknown},
		{"List whose continuation is too old is Expired", listExpired},
		{"Denied names what would be refused, in the order asked", denied},
		{"A call under a context that has ended does nothing", endedContext},
	}
}

func identity(s *scene) {
	want := s.there(object.Ref{Kind: "Namespace", Name: "kube-system"}).UID()
	if got, err := s.Identity(s.ctx); err != nil || got != want {
		s.failf("identity %q, %v; want %q", got, err, want)
	}
}

func getReads(s *scene) {
	made := s.put(object.Object{"apiVersion": "v1", "kind": "Service", "metadata": map[string]any{"name": "web", "namespace": s.Namespace, "labels": map[string]any{"a": "b"}},
		"spec": map[string]any{"clusterIP": "None", "selector": map[string]any{"a": "b"}, "ports": []any{map[string]any{"port": 80}}}})
	got := s.must(s.Get(s.ctx, made.Ref()))
	if got.Ref() != made.Ref() || got.UID() != made.UID() || got.Version() != made.Version() || got.Label("a") != "b" {
		s.failf("read %s %s at %s, want %s %s at %s", got.Ref(), got.UID(), got.Version(), made.Ref(), made.UID(), made.Version())
	}
	ports, _ := got.At("spec", "ports").([]any)
	if len(ports) != 1 {
		s.stopf("read %d ports, want 1", len(ports))
	}
	if port, _ := ports[0].(map[string]any); port["port"] != int64(80) {
		s.failf("a whole number is read as %T", port["port"])
	}
}

func getNothing(s *scene) {
	for _, ref := range []object.Ref{
		{Kind: "ConfigMap", Namespace: s.Namespace, Name: "none"},
		{Kind: "Deployment", Namespace: s.Namespace + "-none", Name: "none"},
		{Kind: "StorageClass", Name: "none-" + s.Namespace},
	} {
		if o, err := s.Get(s.ctx, ref); o != nil || err != nil {
			s.failf("Get %s: %v, %v; want nothing", ref, o, err)
		}
	}
}

// smallPages lets the server answer with pages of three, whatever the target asks.
func smallPages(r *http.Request) {
	if fault.Verb(r) != "list" {
		return
	}
	q := r.URL.Query()
	q.Set("limit", "3")
	r.URL.RawQuery = q.Encode()
}

// names lists the names of objects.
func names(objects []object.Object) (out []string) {
	for _, o := range objects {
		out = append(out, o.Ref().Name)
	}
	return out
}

// ten makes ten ConfigMaps, last names first, of which the even ones have a label.
func (s *scene) ten() (all, even []string) {
	for i := 9; i >= 0; i-- {
		o := s.config(fmt.Sprintf("c%d", i), "k", "v")
		if meta, _ := o["metadata"].(map[string]any); i%2 == 0 {
			meta["labels"] = map[string]any{"even": "yes"}
			even = append(even, o.Ref().Name)
		}
		all = append(all, o.Ref().Name)
		s.put(o)
	}
	slices.Reverse(all)
	slices.Reverse(even)
	return all, even
}

func listPages(s *scene) {
	all, _ := s.ten()
	s.wire.spoil(nil)
	s.wire.change = smallPages
	got, err := s.List(s.ctx, target.Query{Kind: "ConfigMap", Namespace: s.Namespace})
	if err != nil {
		s.stopf("List: %v", err)
	}
	ours := slices.DeleteFunc(names(got), func(n string) bool { return strings.HasPrefix(n, "kube-") })
	if !slices.Equal(ours, all) {
		s.failf("listed %q, want %q", ours, all)
	}
	for _, limit := range s.wire.limits {
		if limit == "" || limit == "0" {
			s.failf("a list was asked for without a limit")
		}
	}
	for _, o := range got {
		if o.Ref().Kind != "ConfigMap" || o.UID() == "" || o.At("apiVersion") != "v1" {
			s.failf("an object of a list lacks its kind, version or UID: %s", o.Ref())
		}
	}
}

func listKeeps(s *scene) {
	_, even := s.ten()
	s.wire.change = smallPages
	got, err := s.List(s.ctx, target.Query{Kind: "ConfigMap", Namespace: s.Namespace, Selector: "even=yes"})
	if err != nil || !slices.Equal(names(got), even) {
		s.failf("selected %q, %v; want %q", names(got), err, even)
	}
	got, err = s.List(s.ctx, target.Query{Kind: "ConfigMap", Namespace: s.Namespace + "-none"})
	if err != nil || len(got) != 0 {
		s.failf("listed %q, %v in a namespace that is not there; want nothing", names(got), err)
	}
	got, err = s.List(s.ctx, target.Query{Kind: "Namespace"})
	if err != nil || !slices.Contains(names(got), s.Namespace) || !slices.Contains(names(got), "kube-system") {
		s.failf("listed namespaces %q, %v", names(got), err)
	}
	if !slices.IsSortedFunc(got, func(a, b object.Object) int { return a.Ref().Compare(b.Ref()) }) {
		s.failf("the list is not sorted by reference: %q", names(got))
	}
}

func listNames(s *scene) {
	s.put(s.secret("token", canary))
	s.wire.forget()
	got, err := s.List(s.ctx, target.Query{Kind: "Secret", Namespace: s.Namespace, Names: true})
	if err != nil {
		s.stopf("List: %v", err)
	}
	if !slices.Contains(names(got), "token") {
		s.failf("listed %q, want token among them", names(got))
	}
	for _, o := range got {
		if o.At("data") != nil || o.Ref().Kind != "Secret" || o.UID() == "" {
			s.failf("%s has data, or lacks its kind or UID", o.Ref())
		}
	}
	if bytes.Contains(s.wire.heard.Bytes(), []byte(encoded(canary))) {
		s.failf("the secret's value came over the wire")
	}
}

func listUnknown(s *scene) {
	if code, _ := s.ask(http.MethodGet, path(object.Ref{Kind: "HTTPRoute"}), "application/json", nil); code == http.StatusOK {
		s.skip("the cluster serves HTTPRoute")
	}
	_, err := s.List(s.ctx, target.Query{Kind: "HTTPRoute", Namespace: s.Namespace})
	s.wants("List of routes", err, target.UnknownKind)
	_, err = s.Get(s.ctx, object.Ref{Kind: "HTTPRoute", Namespace: s.Namespace, Name: "web"})
	s.wants("Get of a route", err, target.UnknownKind)
}

func listExpired(s *scene) {
	s.ten()
	s.wire.change = smallPages
	later := func(r *http.Request) bool { return r.URL.Query().Get("continue") != "" }
	s.wire.spoil(fault.New(0, fault.Rule{Kinds: []fault.Kind{fault.Gone}, At: 2, Match: later}))
	got, err := s.List(s.ctx, target.Query{Kind: "ConfigMap", Namespace: s.Namespace})
	s.wants("List", err, target.Expired)
	if len(got) > 0 && err != nil {
		s.failf("a list that failed returned %d objects", len(got))
	}
}

func denied(s *scene) {
	asked := []target.Access{
		{Verb: "create", Kind: "Deployment", Namespace: s.Namespace}, {Verb: "delete", Kind: "Service", Namespace: s.Namespace},
		{Verb: "patch", Kind: "Namespace"}, {Verb: "create", Kind: "ConfigMap", Namespace: s.Namespace},
	}
	if got, err := s.Denied(s.ctx, asked); err != nil || len(got) != 0 {
		s.failf("denied %v, %v; want nothing", got, err)
	}
	if s.Take == nil {
		s.skip("no right can be taken away on this cluster")
	}
	want := []target.Access{asked[3], asked[0]}
	for _, a := range want {
		if err := s.Take(a); err != nil {
			s.stopf("%s cannot be taken away: %v", a, err)
		}
	}
	slices.Reverse(asked)
	if got, err := s.Denied(s.ctx, asked); err != nil || !slices.Equal(got, want) {
		s.failf("denied %v, %v; want %v", got, err, want)
	}
	_, err := s.Create(s.ctx, s.config("a"), target.Write{})
	s.wants("Create", err, target.Denied)
}

func endedContext(s *scene) {
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	if _, err := s.Get(ctx, object.Ref{Kind: "Namespace", Name: "kube-system"}); err == nil {
		s.failf("Get answered")
	}
	if _, err := s.Create(ctx, s.config("a"), target.Write{}); err == nil {
		s.failf("Create answered")
	}
	s.absent("Create", s.config("a").Ref())
}
