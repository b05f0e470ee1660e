package audit_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/step"
	"berth.dev/providers/providertest/audit"
)

const plan = "sha256:0000000000000000000000000000000000000000000000000000000000000001"

// made is a cluster on which one ConfigMap is made as it should be: the lease is taken,
// the plan opened, the set names it, it is made, the set has its UID, the plan closes.
func made(t *testing.T) audit.Case {
	t.Helper()
	want := object.Own(thing("settings", ""), "web", record.SetID("shop", "shop"))
	bag := &object.Bag{}
	digest, err := bag.Add(want)
	if err != nil {
		t.Fatal(err)
	}
	ref := want.Ref()
	work := &step.Work{
		Clusters: []step.Cluster{{Site: "tokyo"}}, Services: []step.Service{{Name: "web", Product: "shop", Namespace: "shop", To: []string{"tokyo"}}},
		Stages: []step.Stage{{Steps: []step.Step{{ID: "w0.1.1", Kind: step.Create, Site: "tokyo", Service: "web", Object: &ref, After: digest}}}},
	}
	stranger := thing("stranger", "u-stranger")
	h := history{t: t, objects: map[object.Ref]object.Object{stranger.Ref(): stranger}}
	h.put("update", lease("runner"))
	h.put("create", stored(t, &record.Cluster{Epoch: 1, Open: &record.Open{Plan: plan, Since: "2026-03-02T08:00:00Z"}}))
	h.put("create", stored(t, &record.Set{Product: "shop", Namespace: "shop", Members: []record.Member{{Ref: ref}}}))
	live := want.Copy()
	live["metadata"].(map[string]any)["uid"] = "u-1"
	h.put("create", live)
	h.put("update", stored(t, &record.Set{Product: "shop", Namespace: "shop", Members: []record.Member{{Ref: ref, UID: "u-1"}}}))
	h.put("update", stored(t, &record.Cluster{Epoch: 1, Generation: 1, Last: plan}))
	return audit.Case{
		Plans: []audit.Plan{{Digest: plan, Work: work, Bag: bag}}, History: h.changes, Finished: plan,
		Clusters: []audit.Cluster{{Site: "tokyo", Initial: []object.Object{stranger}, Final: h.final()}},
	}
}

// The places of the changes of made.
const (
	changeOpen = iota + 1
	changeNamed
	changeMade
)

func thing(name, uid string) object.Object {
	return object.Object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": name, "namespace": "shop", "uid": uid}, "data": map[string]any{"a": "b"}}
}

func lease(holder string) object.Object {
	return object.Object{
		"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": map[string]any{"name": "berth", "namespace": object.SystemNamespace},
		"spec": map[string]any{"holderIdentity": holder, "leaseTransitions": int64(1)},
	}
}

func stored(t *testing.T, r interface{ Object() (object.Object, error) }) object.Object {
	t.Helper()
	o, err := r.Object()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// history is made of objects as they become.
type history struct {
	t       *testing.T
	objects map[object.Ref]object.Object
	changes []audit.Change
}

func (h *history) put(verb string, o object.Object) {
	ref := o.Ref()
	h.changes = append(h.changes, audit.Change{Site: "tokyo", Client: "run", Verb: verb, Order: len(h.changes) + 1, Ref: ref, Before: h.objects[ref], After: o})
	h.objects[ref] = o
}

func (h *history) final() (all []object.Object) {
	for _, o := range h.objects {
		all = append(all, o)
	}
	return all
}

func TestARunAsItShouldBeBreaksNoLaw(t *testing.T) {
	if diff := cmp.Diff([]audit.Violation(nil), audit.Check(made(t))); diff != "" {
		t.Error(diff)
	}
}

func TestEachLawIsHeld(t *testing.T) {
	tests := []struct {
		name string
		law  audit.Law
		turn func(c *audit.Case)
	}{
		{"nobody held the lease", audit.Leased, func(c *audit.Case) { c.History = c.History[1:] }},
		{"another one writes", audit.Leased, func(c *audit.Case) { c.History[changeMade].Client = "other" }},
		{"made before it is named", audit.Named, func(c *audit.Case) {
			c.History[changeNamed], c.History[changeMade] = c.History[changeMade], c.History[changeNamed]
		}},
		{"no plan is open", audit.Planned, func(c *audit.Case) { c.History = slices.Delete(c.History, changeOpen, changeOpen+1) }},
		{"something else is made", audit.Planned, func(c *audit.Case) {
			c.History[changeMade].Ref.Name, c.History[changeMade].Before = "another", nil
		}},
		{"made twice", audit.Once, func(c *audit.Case) { c.History = slices.Insert(c.History, changeMade, c.History[changeMade]) }},
		{"made with other content", audit.Content, func(c *audit.Case) {
			o := c.History[changeMade].After.Copy()
			o["data"] = map[string]any{"a": "c"}
			c.History[changeMade].After = o
		}},
		{"it is gone in the end", audit.Done, func(c *audit.Case) {
			c.Clusters[0].Final = slices.DeleteFunc(c.Clusters[0].Final, func(o object.Object) bool { return o.Ref().Name == "settings" })
		}},
		{"a stranger is gone in the end", audit.Foreign, func(c *audit.Case) {
			c.Clusters[0].Final = slices.DeleteFunc(c.Clusters[0].Final, func(o object.Object) bool { return o.Ref().Name == "stranger" })
		}},
		{"the set does not know it", audit.Sets, func(c *audit.Case) {
			c.Clusters[0].Final = slices.DeleteFunc(c.Clusters[0].Final, record.IsSet)
		}},
		{"the plan is not closed", audit.Closed, func(c *audit.Case) {
			c.Clusters[0].Final = slices.DeleteFunc(c.Clusters[0].Final, func(o object.Object) bool { return o.Ref() == record.ClusterRef() })
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := made(t)
			test.turn(&c)
			found := audit.Check(c)
			if !slices.ContainsFunc(found, func(v audit.Violation) bool { return v.Law == test.law }) {
				t.Errorf("nobody has broken %q; found: %v", test.law, found)
			}
		})
	}
}
