package rollout_test

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/applyconfigurations"
	"k8s.io/client-go/kubernetes/scheme"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

var schema = applyconfigurations.NewTypeConverter(scheme.Scheme)

// scene is a model of a few clusters on which steps can be played: objects with
// owners and UIDs, the records of sets, and where callers go.
type scene struct {
	fail  func(format string, args ...any)
	live  map[string]map[object.Ref]object.Object
	sets  map[string]map[string]*record.Set
	goes  map[string]map[string]bool // callers by service and site
	uids  int
	names map[string][]object.Ref
	plans int64
	// sent is where callers were sent, as all records remember it.
	sent record.Cluster
}

func newScene(fail func(string, ...any), sites ...string) *scene {
	s := &scene{fail: fail, live: map[string]map[object.Ref]object.Object{}, sets: map[string]map[string]*record.Set{}, goes: map[string]map[string]bool{}, names: map[string][]object.Ref{}}
	for _, site := range sites {
		s.live[site], s.sets[site] = map[object.Ref]object.Object{}, map[string]*record.Set{}
		s.names[site] = []object.Ref{{Kind: "Namespace", Name: "shop"}}
	}
	return s
}

func sceneOf(t *testing.T, sites ...string) *scene {
	t.Helper()
	return newScene(t.Fatalf, sites...)
}

// owned gives an object the managed fields that a server would write for all of its
// content.
func (s *scene) owned(o object.Object, manager, operation string) object.Object {
	out := o.Copy()
	meta := out["metadata"].(map[string]any)
	old, _ := meta["managedFields"].([]any)
	delete(meta, "managedFields")
	tv, err := schema.ObjectToTyped(&unstructured.Unstructured{Object: out})
	if err != nil {
		s.fail("%v", err)
	}
	set, err := tv.ToFieldSet()
	if err != nil {
		s.fail("%v", err)
	}
	raw, err := set.ToJSON()
	if err != nil {
		s.fail("%v", err)
	}
	fields, err := object.Parse([]byte(fmt.Sprintf(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"f":%s}`, raw)))
	if err != nil {
		s.fail("%v", err)
	}
	meta["managedFields"] = append(old, map[string]any{
		"manager": manager, "operation": operation, "apiVersion": out["apiVersion"], "fieldsType": "FieldsV1", "fieldsV1": fields["f"],
	})
	return out
}

// put places an object on a site, as somebody who is not berth makes it.
func (s *scene) put(site string, objects ...object.Object) {
	for _, o := range objects {
		s.live[site][o.Ref()] = s.owned(s.named(o), "kubectl-create", "Update")
	}
}

// named gives a new object its UID.
func (s *scene) named(o object.Object) object.Object {
	s.uids++
	out := o.Copy()
	out["metadata"].(map[string]any)["uid"] = fmt.Sprintf("00000000-0000-4000-8000-%012x", s.uids)
	return out
}

// made places objects on a site that berth has made for a service.
func (s *scene) made(site, service string, objects ...object.Object) {
	for _, o := range objects {
		s.create(site, service, object.Own(o, service, record.SetID("", "shop")))
	}
}

func (s *scene) create(site, service string, o object.Object) {
	ref := o.Ref()
	if s.live[site][ref] != nil {
		s.fail("%s %s: created though it is there", site, ref)
	}
	if ref.Kind == "Namespace" {
		s.names[site] = append(s.names[site], ref)
		return
	}
	live := s.owned(s.named(o), object.Manager, "Apply")
	s.live[site][ref] = live
	s.record(site, live)
}

func (s *scene) record(site string, live object.Object) {
	id := live.Label(object.LabelPartOf)
	set := s.sets[site][id]
	if set == nil {
		set = &record.Set{Namespace: "shop"}
	}
	s.sets[site][id] = set.Union([]record.Member{{Ref: live.Ref(), UID: live.UID()}})
}

// recordAll puts everything on a site into one set.
func (s *scene) recordAll(site string) {
	var members []record.Member
	for ref, live := range s.live[site] {
		members = append(members, record.Member{Ref: ref, UID: live.UID()})
	}
	s.sets[site][setOf("shop")] = (&record.Set{Namespace: "shop"}).Union(members)
}

func setOf(namespace string) string { return record.SetID("", namespace) }

// clusters is what berth would read.
func (s *scene) clusters() []rollout.Cluster {
	var out []rollout.Cluster
	for _, site := range slices.Sorted(maps.Keys(s.live)) {
		c := rollout.Cluster{Site: site, Context: "ctx-" + site, UID: "uid-" + site, Names: s.names[site], Record: record.Cluster{Generation: s.plans, Callers: s.sent.Callers}}
		for _, ref := range slices.SortedFunc(maps.Keys(s.live[site]), object.Ref.Compare) {
			c.Live = append(c.Live, s.live[site][ref])
		}
		for _, id := range slices.Sorted(maps.Keys(s.sets[site])) {
			c.Sets = append(c.Sets, *s.sets[site][id])
		}
		out = append(out, c)
	}
	return out
}

func (s *scene) input(services ...rollout.Service) rollout.Input {
	return rollout.Input{Services: services, Clusters: s.clusters(), Made: "2026-11-01T00:00:00Z"}
}

func (s *scene) copies(site string, ref object.Ref) int64 {
	if s.live[site][ref] == nil {
		return 0
	}
	n, _ := s.live[site][ref].Copies()
	return n
}

// play carries a step out, in the order in which apply would ask: a step that is done
// is done, one that is stale is a fault.
func (s *scene) play(st step.Step, bag *object.Bag) {
	var live object.Object
	if st.Object != nil {
		live = s.live[st.Site][*st.Object]
	}
	state, why := rollout.Judge(st, live, bag)
	if state == rollout.Stale {
		s.fail("step %s (%s %v) is stale: %s", st.ID, st.Kind, st.Object, why)
	}
	if state == rollout.Done {
		return
	}
	switch st.Kind {
	case step.Create:
		s.create(st.Site, st.Service, s.content(st, bag))
	case step.Update, step.Adopt:
		s.change(st, live, bag)
	case step.Scale:
		out, err := live.WithCopies(st.Copies)
		if err != nil {
			s.fail("%v", err)
		}
		s.live[st.Site][*st.Object] = out
	case step.Delete:
		delete(s.live[st.Site], *st.Object)
		id := live.Label(object.LabelPartOf)
		s.sets[st.Site][id] = s.sets[st.Site][id].Without([]object.Ref{*st.Object})
	case step.Switch:
		s.send(st.Service, *st.Route)
	case step.Gate:
		s.person(st)
	case step.Wait:
		s.await(st)
	}
}

func (s *scene) content(st step.Step, bag *object.Bag) object.Object {
	o, err := bag.Get(st.After)
	if err != nil {
		s.fail("%v", err)
	}
	if st.CopiesOf == "" {
		return o
	}
	if o, err = o.WithCopies(s.copies(st.CopiesOf, *st.Object)); err != nil {
		s.fail("%v", err)
	}
	return o
}

func (s *scene) change(st step.Step, live object.Object, bag *object.Bag) {
	want := s.content(st, bag)
	out := want.Copy()
	if want["spec"] == nil && live["spec"] != nil || len(st.Managers) == 0 && st.Kind == step.Adopt {
		out = live.Copy() // its marks alone
		meta := out["metadata"].(map[string]any)
		meta["labels"] = maps.Clone(want.At("metadata", "labels").(map[string]any))
		out = s.owned(object.Object{"apiVersion": live["apiVersion"], "kind": live["kind"], "metadata": want["metadata"]}, object.Manager, "Apply")
		entries := append(live.At("metadata", "managedFields").([]any), out.At("metadata", "managedFields").([]any)...)
		out = live.Copy()
		meta = out["metadata"].(map[string]any)
		labels, _ := meta["labels"].(map[string]any)
		if labels == nil {
			labels = map[string]any{}
		}
		maps.Copy(labels, want.At("metadata", "labels").(map[string]any))
		meta["labels"], meta["managedFields"] = labels, entries
	} else {
		if n := live.At("spec", "replicas"); n != nil && want.At("spec", "replicas") == nil {
			out["spec"].(map[string]any)["replicas"] = n
		}
		delete(out["metadata"].(map[string]any), "managedFields")
		out = s.owned(out, object.Manager, "Apply")
		out["metadata"].(map[string]any)["uid"] = live.UID()
	}
	s.live[st.Site][*st.Object] = out
	s.record(st.Site, out)
}

// person does what a gate asks for.
func (s *scene) person(st step.Step) {
	switch {
	case len(st.Sends) > 0:
		for _, r := range st.Sends {
			s.send(r.Service, r)
		}
	case strings.Contains(st.Why, "its owner removes"):
		for _, ref := range st.Objects {
			delete(s.live[st.Site], ref)
		}
	case strings.Contains(st.Why, "its owner stops"):
		for _, ref := range st.Objects {
			out, err := s.live[st.Site][ref].WithCopies(0)
			if err != nil {
				s.fail("%v", err)
			}
			s.live[st.Site][ref] = out
		}
	}
}

// send sends callers on, and remembers it as apply does.
func (s *scene) send(service string, r step.Route) {
	s.goes[service] = map[string]bool{}
	shares := map[string]int64{}
	for _, w := range r.Weights {
		s.goes[service][w.Site] = w.After > 0
		if w.After > 0 {
			shares[w.Site] = w.After
		}
	}
	s.sent.Send(map[string]map[string]int64{service: shares})
}

func (s *scene) await(st step.Step) {
	for _, ref := range st.Objects {
		if n := s.copies(st.Site, ref); st.Gone && n > 0 {
			s.fail("step %s waits for ever: %s runs %d copies on %s", st.ID, ref, n, st.Site)
		} else if !st.Gone && s.live[st.Site][ref] == nil {
			s.fail("step %s waits for ever: %s is not on %s", st.ID, ref, st.Site)
		}
	}
}

// deployment and the rest are small manifests.
func deployment(name string, copies int64) object.Object {
	labels := map[string]any{"app": name}
	return object.Object{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": map[string]any{"name": name, "namespace": "shop"},
		"spec": map[string]any{"replicas": copies, "selector": map[string]any{"matchLabels": labels}, "template": map[string]any{
			"metadata": map[string]any{"labels": labels}, "spec": map[string]any{"containers": []any{map[string]any{"name": "app", "image": "app:1"}}}}}}
}

func service(name string) object.Object {
	return object.Object{"apiVersion": "v1", "kind": "Service", "metadata": map[string]any{"name": name, "namespace": "shop"},
		"spec": map[string]any{"selector": map[string]any{"app": name}, "ports": []any{map[string]any{"port": int64(80), "protocol": "TCP"}}}}
}

func config(name, value string) object.Object {
	return object.Object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": name, "namespace": "shop"}, "data": map[string]any{"key": value}}
}

func volume(name string) object.Object {
	return object.Object{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": map[string]any{"name": name, "namespace": "shop"},
		"spec": map[string]any{"accessModes": []any{"ReadWriteOnce"}, "resources": map[string]any{"requests": map[string]any{"storage": "1Gi"}}}}
}

func schedule(name string) object.Object {
	return object.Object{"apiVersion": "batch/v1", "kind": "CronJob", "metadata": map[string]any{"name": name, "namespace": "shop"},
		"spec": map[string]any{"schedule": "0 * * * *", "suspend": false, "jobTemplate": map[string]any{"spec": map[string]any{"template": map[string]any{
			"spec": map[string]any{"restartPolicy": "Never", "containers": []any{map[string]any{"name": "app", "image": "app:1"}}}}}}}}
}

func scaler(name string, most int64) object.Object {
	return object.Object{"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": map[string]any{"name": name, "namespace": "shop"},
		"spec": map[string]any{"minReplicas": int64(1), "maxReplicas": most, "scaleTargetRef": map[string]any{"apiVersion": "apps/v1", "kind": "Deployment", "name": name}}}
}

func job(name, image string) object.Object {
	return object.Object{"apiVersion": "batch/v1", "kind": "Job", "metadata": map[string]any{"name": name, "namespace": "shop"},
		"spec": map[string]any{"template": map[string]any{"spec": map[string]any{"restartPolicy": "Never", "containers": []any{map[string]any{"name": "app", "image": image}}}}}}
}

// everywhere puts the same objects on several sites.
func everywhere(objects []object.Object, sites ...string) map[string][]object.Object {
	out := map[string][]object.Object{}
	for _, site := range sites {
		out[site] = objects
	}
	return out
}

func on(wave int, sites ...string) rollout.Stop {
	stop := rollout.Stop{Wave: wave}
	for i, site := range sites {
		n := 1000 / len(sites)
		if i == 0 {
			n = 1000 - n*(len(sites)-1)
		}
		stop.Shares = append(stop.Shares, rollout.Share{Site: site, Thousandths: int64(n)})
	}
	return stop
}

// told writes work as a person would, without the reasons.
func told(w *step.Work) (out []string) {
	for _, stage := range w.Stages {
		for _, s := range stage.Steps {
			line := fmt.Sprintf("%s %s %s", s.ID, s.Kind, s.Site)
			if s.Object != nil {
				line += " " + s.Object.Kind + "/" + s.Object.Name
			}
			for _, r := range s.Objects {
				line += " " + r.Kind + "/" + r.Name
			}
			if s.Kind == step.Scale {
				line += fmt.Sprintf(" to %d", s.Copies)
			}
			if s.CopiesOf != "" {
				line += " like " + s.CopiesOf
			}
			if s.Gone {
				line += " gone"
			}
			out = append(out, line)
		}
	}
	return out
}

func build(t testing.TB, in rollout.Input) *rollout.Result {
	t.Helper()
	r, err := rollout.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Bag.Exactly(r.Work.Digests()); err != nil {
		t.Fatal(err)
	}
	if _, err := object.ReadBag(bytes.NewReader(r.Bag.Bytes()), 1<<30); err != nil {
		t.Fatal(err)
	}
	return r
}

func (s *scene) run(r *rollout.Result) {
	for _, stage := range r.Work.Stages {
		for _, st := range stage.Steps {
			s.play(st, r.Bag)
		}
	}
	s.plans++
}
