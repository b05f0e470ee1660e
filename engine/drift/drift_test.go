package drift_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/drift"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

func parse(t *testing.T, text string) object.Object {
	t.Helper()
	o, err := object.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return o
}

// config is a ConfigMap of a service with a value.
func config(t *testing.T, uid, value string) object.Object {
	o := parse(t, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"web","namespace":"shop"},"data":{"level":"`+value+`"}}`)
	o = object.Own(o, "web", record.SetID("shop", "shop"))
	if uid != "" {
		o["metadata"].(map[string]any)["uid"] = uid
		o["metadata"].(map[string]any)["managedFields"] = []any{map[string]any{
			"manager": object.Manager, "operation": "Apply", "apiVersion": "v1", "fieldsType": "FieldsV1",
			"fieldsV1": map[string]any{"f:data": map[string]any{"f:level": map[string]any{}}, "f:metadata": map[string]any{"f:labels": map[string]any{
				"f:" + object.LabelService: map[string]any{}, "f:" + object.LabelPartOf: map[string]any{}, "f:" + object.LabelManagedBy: map[string]any{}}}},
		}}
	}
	return o
}

var ref = object.Ref{Kind: "ConfigMap", Namespace: "shop", Name: "web"}

// left is a plan that makes the ConfigMap and, where asked for, removes it again.
func left(t *testing.T, kinds ...step.Kind) drift.Left {
	t.Helper()
	bag := &object.Bag{}
	digest, err := bag.Add(config(t, "", "info"))
	if err != nil {
		t.Fatal(err)
	}
	w := &step.Work{}
	for _, k := range kinds {
		one := step.Step{ID: "s", Kind: k, Service: "web", Site: "tokyo", Object: &ref, After: digest}
		if k == step.Delete {
			one.After, one.Before = "", digest
		}
		w.Stages = append(w.Stages, step.Stage{Steps: []step.Step{one}})
	}
	return drift.Left{Work: w, Bag: bag, Stages: len(w.Stages)}
}

// tokyo is a cluster that holds objects, and a set that names the ConfigMap.
func tokyo(uid string, live ...object.Object) []rollout.Cluster {
	set := record.Set{Product: "shop", Namespace: "shop"}
	if uid != "" {
		set.Members = []record.Member{{Ref: ref, UID: uid}}
	}
	return []rollout.Cluster{{Site: "tokyo", Sets: []record.Set{set}, Live: live}}
}

// The UIDs are of the form that a cluster gives.
const (
	first  = "11111111-1111-4111-8111-111111111111"
	second = "22222222-2222-4222-8222-222222222222"
)

func TestWhatIsNotAsThePlanLeftItIsNamed(t *testing.T) {
	whole := func(what string) []drift.Drift {
		return []drift.Drift{{Site: "tokyo", Service: "web", Object: ref, What: what}}
	}
	for name, one := range map[string]struct {
		left drift.Left
		now  []rollout.Cluster
		want []drift.Drift
	}{
		"as it was left":        {left(t, step.Create), tokyo(first, config(t, first, "info")), nil},
		"another value":         {left(t, step.Create), tokyo(first, config(t, first, "debug")), []drift.Drift{{Site: "tokyo", Service: "web", Object: ref, Field: "data.level", Live: `"debug"`, Want: `"info"`}}},
		"gone":                  {left(t, step.Create), tokyo(first), whole("is gone")},
		"removed by the plan":   {left(t, step.Create, step.Delete), tokyo(""), nil},
		"removed and there":     {left(t, step.Create, step.Delete), tokyo("", config(t, first, "info")), whole("was removed and is there again")},
		"another object":        {left(t, step.Create), tokyo(first, config(t, second, "info")), whole("is another object of the same name than the one that berth knows")},
		"a stage that is ahead": {drift.Left{Work: left(t, step.Create).Work, Bag: &object.Bag{}}, tokyo(""), nil},
		"a member of earlier":   {drift.Left{Work: &step.Work{}, Bag: &object.Bag{}}, tokyo(first), []drift.Drift{{Site: "tokyo", Object: ref, What: "is gone"}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := drift.Of(one.left, one.now)
			if err != nil {
				t.Fatal(err)
			}
			for i := range got {
				if got[i].Field != "" {
					got[i].Live, got[i].Want = quoted(got[i].Live), quoted(got[i].Want)
				}
			}
			if diff := cmp.Diff(one.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// quoted puts a value in quotes, where it has none.
func quoted(s string) string {
	if len(s) > 1 && s[0] == '"' {
		return s
	}
	return `"` + s + `"`
}

func TestTheInventoryCountsWhatIsBerthsAndReady(t *testing.T) {
	set := record.SetID("shop", "shop")
	web := object.Own(parse(t, `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop","uid":"`+first+`"},"spec":{"replicas":3},"status":{"readyReplicas":2}}`), "web", set)
	theirs := object.Own(parse(t, `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"copy","namespace":"shop","uid":"`+second+`"},"spec":{"replicas":9}}`), "web", set)
	now := []rollout.Cluster{{Site: "tokyo", Live: []object.Object{web, theirs}, Sets: []record.Set{{Product: "shop", Namespace: "shop", Members: []record.Member{{Ref: web.Ref(), UID: first}}}}}}
	want := []drift.Place{{Service: "web", Product: "shop", Namespace: "shop", Site: "tokyo", Objects: 1, Copies: 3, Ready: 2}}
	if diff := cmp.Diff(want, drift.Inventory(now)); diff != "" {
		t.Error(diff)
	}
}

func TestMoreCopiesThanThePlanCountsWithAreNamed(t *testing.T) {
	places := []drift.Place{{Service: "web", Site: "tokyo", Copies: 5}, {Service: "api", Site: "tokyo", Copies: 1}, {Service: "web", Site: "gke", Copies: 50}}
	got := drift.Grown([]drift.Counted{
		{Services: []string{"web"}, Site: "tokyo", Most: 4}, {Services: []string{"api"}, Site: "tokyo", Most: 4},
		{Services: []string{"web", "api", "ads", "img"}, Site: "tokyo", Most: 5}, {Services: []string{"web"}, Site: "gke"},
	}, places)
	want := []string{
		"web and 3 services with it on tokyo: 6 copies are asked for, and the plan counts with at most 5",
		"web on tokyo: 5 copies are asked for, and the plan counts with at most 4",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
