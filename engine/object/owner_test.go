package object

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// managed is a live Deployment with managed fields as JSON.
func managed(t *testing.T, fields string) Object {
	t.Helper()
	return parsed(t, []byte(`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop","uid":"u",
		"labels":{"team":"a"},"managedFields":[`+fields+`]},
		"spec":{"replicas":3,"minReadySeconds":5,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
		"spec":{"containers":[{"name":"web","image":"web:1"}]}}}}`))
}

func wish(t *testing.T, edit func(spec map[string]any)) Object {
	t.Helper()
	o := managed(t, "")
	meta := o["metadata"].(map[string]any)
	delete(meta, "managedFields")
	delete(meta, "uid")
	edit(o["spec"].(map[string]any))
	return o
}

func entry(manager, operation, subresource, fields string) string {
	sub := ""
	if subresource != "" {
		sub = `"subresource":"` + subresource + `",`
	}
	return `{"manager":"` + manager + `","operation":"` + operation + `",` + sub + `"apiVersion":"apps/v1","fieldsType":"FieldsV1","fieldsV1":` + fields + `}`
}

const replicaField = `{"f:spec":{"f:replicas":{}}}`

func TestFieldsAreReadAsTheLibraryReadsThem(t *testing.T) {
	for _, file := range []string{"made.jsonl", "applied.jsonl"} {
		for _, s := range scenes(t, file) {
			ours, others, err := s.live.owners()
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range append(ours, others...) {
				got, err := w.fields()
				if err != nil {
					t.Fatal(err)
				}
				raw, err := json.Marshal(w.raw)
				if err != nil {
					t.Fatal(err)
				}
				want := fieldpath.NewSet()
				if err := want.FromJSON(bytes.NewReader(raw)); err != nil {
					t.Fatal(err)
				}
				if !got.Equals(want) {
					t.Errorf("%s, %s: read %s, want %s", s.name, w.manager, got, want)
				}
			}
		}
	}
}

func TestAnAdoptionTellsWhatItTakesFromWhom(t *testing.T) {
	changed := func(spec map[string]any) { spec["replicas"] = int64(9) }
	same := func(map[string]any) {}
	for name, c := range map[string]struct {
		fields string
		edit   func(spec map[string]any)
		want   Taking
	}{
		"a person's field is taken over":        {entry("kubectl-edit", "Update", "", replicaField), changed, Taking{Over: []string{"kubectl-edit"}}},
		"so it is with the same value":          {entry("kubectl-client-side-apply", "Update", "", replicaField), same, Taking{Over: []string{"kubectl-client-side-apply"}}},
		"an applier's field is held":            {entry("argocd-controller", "Apply", "", replicaField), changed, Taking{Held: []Held{{"spec.replicas", "argocd-controller"}}}},
		"an applier's equal field is no matter": {entry("helm", "Apply", "", replicaField), same, Taking{}},
		"a controller's field is held":          {entry("kube-controller-manager", "Update", "", replicaField), changed, Taking{Held: []Held{{"spec.replicas", "kube-controller-manager"}}}},
		"a subresource is held":                 {entry("kubectl", "Update", "scale", replicaField), changed, Taking{Held: []Held{{"spec.replicas", "kubectl"}}}},
		"fields nobody wants are no matter":     {entry("kubectl-edit", "Update", "", `{"f:spec":{"f:paused":{}}}`), changed, Taking{}},
		"berth's own fields are no matter":      {entry("berth", "Update", "", replicaField), changed, Taking{}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Taken(managed(t, c.fields), wish(t, c.edit), View{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatIsTakenOverAndNotWantedGoes(t *testing.T) {
	live := managed(t, entry("kubectl-client-side-apply", "Update", "", `{"f:spec":{"f:minReadySeconds":{},"f:replicas":{}}}`))
	want := wish(t, func(spec map[string]any) { delete(spec, "minReadySeconds") })
	before, err := Differences(live, want, View{})
	if err != nil || len(before) > 0 {
		t.Fatalf("before: %v, %v", before, err)
	}
	after, err := Differences(TakenOver(live, []string{"kubectl-client-side-apply"}), want, View{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Difference{{Path: "spec.minReadySeconds", Live: int64(5)}}, after); diff != "" {
		t.Error(diff)
	}
	if owned, err := live.OwnedByOthers("spec.replicas"); err != nil || !owned {
		t.Error("the live object itself has changed")
	}
}

func TestCopiesAreHandedOverAndNeverDropped(t *testing.T) {
	want := wish(t, func(spec map[string]any) { spec["replicas"] = int64(1) })
	for name, c := range map[string]struct {
		live Object
		want any
	}{
		"nothing is there":        {nil, int64(1)},
		"berth alone owns it":     {managed(t, entry("berth", "Apply", "", replicaField)), int64(3)},
		"nobody owns it":          {managed(t, ""), int64(3)},
		"an autoscaler writes it": {managed(t, entry("kube-controller-manager", "Update", "scale", replicaField)), nil},
	} {
		got, err := Handed(c.live, want)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got.At("spec", "replicas")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if want.At("spec", "replicas") != int64(1) {
		t.Error("the wish itself has changed")
	}
}

func TestANumberOfCopiesThatOthersSetIsNotSeen(t *testing.T) {
	scaled := func(n int64, fields string) Object {
		o := managed(t, fields)
		o["spec"].(map[string]any)["replicas"] = n
		return o
	}
	noNumber := wish(t, func(spec map[string]any) { delete(spec, "replicas") })
	number := wish(t, func(map[string]any) {})
	ours := entry("berth", "Apply", "", replicaField)
	theirs := entry("kube-controller-manager", "Update", "scale", replicaField)
	for name, c := range map[string]struct {
		fields string
		want   Object
		view   View
		seen   bool
	}{
		"berth owns it":                     {ours, noNumber, View{}, true},
		"berth wants it":                    {theirs, number, View{}, true},
		"others own it":                     {theirs, noNumber, View{}, false},
		"others own it too":                 {ours + "," + theirs, noNumber, View{}, false},
		"an autoscaler is there":            {ours, noNumber, View{Scaled: true}, false},
		"an autoscaler and a number wanted": {ours, number, View{Scaled: true}, false},
		"nobody cares":                      {"", noNumber, View{}, false},
	} {
		if got := seenDigest(t, scaled(3, c.fields), c.want, c.view) != seenDigest(t, scaled(7, c.fields), c.want, c.view); got != c.seen {
			t.Errorf("%s: a change of the number is seen: %v", name, got)
		}
	}
}

func seenDigest(t *testing.T, live, want Object, v View) string {
	t.Helper()
	o, err := Seen(live, want, v)
	if err != nil {
		t.Fatal(err)
	}
	d, err := o.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAPlanGrowsStaleByWhatItIsAboutAlone(t *testing.T) {
	fields := entry("berth", "Apply", "", `{"f:spec":{"f:minReadySeconds":{}}}`)
	want := wish(t, func(map[string]any) {})
	before := seenDigest(t, managed(t, fields), want, View{})
	at := func(o Object, path ...string) map[string]any {
		m, ok := o.At(path...).(map[string]any)
		if !ok {
			t.Fatalf("nothing is at %v", path)
		}
		return m
	}
	for name, c := range map[string]struct {
		edit  func(o Object)
		stale bool
	}{
		"a status":                 {func(o Object) { o["status"] = map[string]any{"replicas": int64(3)} }, false},
		"a resource version":       {func(o Object) { at(o, "metadata")["resourceVersion"] = "9" }, false},
		"somebody's annotation":    {func(o Object) { at(o, "metadata")["annotations"] = map[string]any{"a": "b"} }, false},
		"somebody's label":         {func(o Object) { at(o, "metadata", "labels")["x"] = "y" }, false},
		"a field nobody wants":     {func(o Object) { at(o, "spec")["paused"] = true }, false},
		"a field berth owns":       {func(o Object) { at(o, "spec")["minReadySeconds"] = int64(6) }, true},
		"a field berth will write": {func(o Object) { at(o, "metadata", "labels")["team"] = "b" }, true},
		"a field that went":        {func(o Object) { delete(at(o, "spec"), "minReadySeconds") }, true},
		"Argo CD tracks it now": {func(o Object) {
			at(o, "metadata")["annotations"] = map[string]any{"argocd.argoproj.io/tracking-id": "x"}
		}, true},
		"a controller owns it now":  {func(o Object) { at(o, "metadata")["ownerReferences"] = []any{map[string]any{"controller": true}} }, true},
		"it is in another ApplySet": {func(o Object) { at(o, "metadata", "labels")[LabelPartOf] = "x" }, true},
	} {
		o := managed(t, fields)
		c.edit(o)
		if got := seenDigest(t, o, want, View{}) != before; got != c.stale {
			t.Errorf("%s: stale is %v", name, got)
		}
	}
	if got := seenDigest(t, nil, want, View{}); got != "" {
		t.Errorf("of nothing %q is seen", got)
	}
}

func TestNoSecretIsShown(t *testing.T) {
	secret := func(v string) Object {
		return parsed(t, []byte(`{"apiVersion":"v1","kind":"Secret","metadata":{"name":"db","namespace":"shop"},"data":{"p":"`+v+`"}}`))
	}
	got, err := Differences(secret("Y2FuYXJ5MQ=="), secret("Y2FuYXJ5Mg=="), View{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Difference{{Path: "data.p", Live: Hidden, Want: Hidden}}, got); diff != "" {
		t.Error(diff)
	}
	wrong := secret("x")
	wrong["data"] = []any{"canary"}
	for name, try := range map[string]func() error{
		"Differences": func() error { _, err := Differences(secret("eA=="), wrong, View{}); return err },
		"Clean":       func() error { _, err := Clean(wrong); return err },
		"Seen":        func() error { _, err := Seen(wrong, secret("eA=="), View{}); return err },
	} {
		if err := try(); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}

func TestSealedSecretsAreComparedAsTheyAre(t *testing.T) {
	sealed := func(v string) Object {
		return parsed(t, []byte(`{"apiVersion":"v1","kind":"Secret","metadata":{"name":"db","namespace":"shop"},"type":"Opaque","data":{"p":"hmac:`+v+`"}}`))
	}
	for _, c := range []struct {
		live, want  string
		differences int
	}{{"a", "a", 0}, {"a", "b", 1}} {
		got, err := Differences(sealed(c.live), cleaned(t, sealed(c.want)), View{})
		if err != nil || len(got) != c.differences {
			t.Errorf("%s against %s: %v, %v", c.live, c.want, got, err)
		}
	}
}
