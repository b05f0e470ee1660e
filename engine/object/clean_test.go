package object

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestACleanObjectIsWhatSomebodyMayWish(t *testing.T) {
	got := cleaned(t, parsed(t, []byte(`{"apiVersion":"apps/v1","kind":"Deployment","status":{"replicas":1},
		"metadata":{"name":"web","namespace":"shop","uid":"u","resourceVersion":"7","generation":2,"creationTimestamp":null,"managedFields":[],
			"labels":{},"annotations":{"deployment.kubernetes.io/revision":"3","kubectl.kubernetes.io/last-applied-configuration":"{}","team":"ads"}},
		"spec":{"replicas":0,"minReadySeconds":0,"paused":false,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"creationTimestamp":null,"labels":{"app":"web"}},
			"spec":{"volumes":[{"name":"t","emptyDir":{}}],"containers":[{"name":"web","image":"web:1","env":[{"name":"A","value":""}],
			"resources":{"requests":{"cpu":"1000m","memory":"1024Mi"},"limits":{"cpu":2,"memory":"0.5Gi"}}}]}}}}`)))
	want := parsed(t, []byte(`{"apiVersion":"apps/v1","kind":"Deployment",
		"metadata":{"name":"web","namespace":"shop","annotations":{"team":"ads"}},
		"spec":{"replicas":0,"minReadySeconds":0,"paused":false,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
			"spec":{"volumes":[{"name":"t","emptyDir":{}}],"containers":[{"name":"web","image":"web:1","env":[{"name":"A","value":""}],
			"resources":{"requests":{"cpu":"1","memory":"1Gi"},"limits":{"cpu":"2","memory":"512Mi"}}}]}}}}`))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCleaningTwiceIsCleaningOnce(t *testing.T) {
	for _, file := range []string{"made.jsonl", "applied.jsonl"} {
		for _, s := range scenes(t, file) {
			for _, o := range []Object{s.want, s.live} {
				once := cleaned(t, o)
				if diff := cmp.Diff(once, cleaned(t, once)); diff != "" {
					t.Errorf("%s: %s", s.name, diff)
				}
			}
		}
	}
}

func TestAFieldThatAKindDoesNotHaveIsAnError(t *testing.T) {
	for in, says := range map[string]string{
		`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"},"spec":{"replcas":1}}`:                                       "spec.replcas",
		`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"},"spec":{"replicas":"three"}}`:                                "shape of its kind",
		`{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"web","namespace":"shop"},"spec":{"resources":{"requests":{"storage":"1 GB"}}}}`: "shape of its kind",
	} {
		_, err := Clean(parsed(t, []byte(in)))
		if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "shop/web: ") {
			t.Errorf("error is %v, want one about %q", err, says)
		}
	}
}

func TestASecretsPlainTextBecomesData(t *testing.T) {
	got := cleaned(t, parsed(t, []byte(`{"apiVersion":"v1","kind":"Secret","metadata":{"name":"db"},"data":{"a":"b2xk","b":"eA=="},"stringData":{"a":"new","c":"hmac:1"}}`)))
	want := parsed(t, []byte(`{"apiVersion":"v1","kind":"Secret","metadata":{"name":"db"},"data":{"a":"bmV3","b":"eA==","c":"hmac:1"}}`))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAKindOfSomebodysOwnIsTakenAsItIs(t *testing.T) {
	in := parsed(t, []byte(`{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"web"},"spec":{"rules":[{"backendRefs":[{"name":"web","port":80}]}]}}`))
	if diff := cmp.Diff(in, cleaned(t, in)); diff != "" {
		t.Error(diff)
	}
}

func TestDefaultsOfARouteAreNoDifference(t *testing.T) {
	want := parsed(t, []byte(`{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"web"},
		"spec":{"parentRefs":[{"name":"gw"}],"rules":[{"backendRefs":[{"name":"web","port":80}]}]}}`))
	live := parsed(t, []byte(`{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"web"},
		"spec":{"parentRefs":[{"group":"gateway.networking.k8s.io","kind":"Gateway","name":"gw"}],
		"rules":[{"matches":[{"path":{"type":"PathPrefix","value":"/"}}],"backendRefs":[{"group":"","kind":"Service","weight":1,"name":"web","port":80}]}]}}`))
	got, err := Differences(live, want, View{})
	if err != nil || len(got) > 0 {
		t.Errorf("%v, %v", got, err)
	}
	rule := live.At("spec", "rules").([]any)[0].(map[string]any)
	rule["backendRefs"].([]any)[0].(map[string]any)["weight"] = int64(3)
	got, err = Differences(live, want, View{})
	if err != nil || len(got) != 1 || got[0].Path != "spec.rules" {
		t.Errorf("with another weight: %v, %v", got, err)
	}
}

func TestOwningAddsLabelsAndDisowningTakesThemAway(t *testing.T) {
	in := parsed(t, []byte(`{"kind":"Service","metadata":{"name":"web","labels":{"app":"web"}}}`))
	owned := Own(in, "web", "set")
	want := map[string]any{"app": "web", LabelService: "web", LabelPartOf: "set", LabelManagedBy: "berth"}
	if diff := cmp.Diff(want, owned.At("metadata", "labels")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(in, Disown(owned)); diff != "" {
		t.Error(diff)
	}
	bare := Object{"kind": "Service"}
	if got := Own(bare, "web", "set").Label(LabelService); got != "web" {
		t.Errorf("without metadata the label is %q", got)
	}
}
