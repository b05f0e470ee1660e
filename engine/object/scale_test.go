package object

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCopiesAreCountedWhereAnObjectHasThem(t *testing.T) {
	for in, want := range map[string]int64{
		`{"kind":"Deployment","spec":{"replicas":3}}`:  3,
		`{"kind":"Deployment","spec":{}}`:              1,
		`{"kind":"StatefulSet","spec":{"replicas":0}}`: 0,
		`{"kind":"CronJob","spec":{"suspend":true}}`:   0,
		`{"kind":"CronJob","spec":{}}`:                 1,
		`{"kind":"DaemonSet","spec":{}}`:               -1,
		`{"kind":"Job","spec":{}}`:                     -1,
	} {
		n, ok := parsed(t, []byte(in)).Copies()
		if !ok {
			n = -1
		}
		if n != want {
			t.Errorf("%s: %d copies, want %d", in, n, want)
		}
	}
}

func TestANumberOfCopiesIsSetAndReadBack(t *testing.T) {
	for _, kind := range []string{"Deployment", "StatefulSet", "CronJob"} {
		for _, n := range []int64{0, 1} {
			o, err := Object{"kind": kind}.WithCopies(n)
			if err != nil {
				t.Fatal(err)
			}
			if got, ok := o.Copies(); !ok || got != n {
				t.Errorf("%s: %d copies, want %d", kind, got, n)
			}
		}
	}
	if _, err := (Object{"kind": "DaemonSet"}).WithCopies(1); err == nil {
		t.Error("a DaemonSet was scaled")
	}
	if _, err := (Object{"kind": "Deployment"}).WithCopies(-1); err == nil {
		t.Error("fewer than none were asked for")
	}
}

func TestPodsAreFoundByLabelsAlone(t *testing.T) {
	for in, want := range map[string]map[string]string{
		`{"kind":"Deployment","spec":{"selector":{"matchLabels":{"app":"web"}}}}`:                                            {"app": "web"},
		`{"kind":"Service","spec":{"selector":{"app":"web"}}}`:                                                               {"app": "web"},
		`{"kind":"Service","spec":{"type":"ExternalName"}}`:                                                                  nil,
		`{"kind":"Deployment","spec":{"selector":{"matchLabels":{"a":"b"},"matchExpressions":[{"key":"x"}]}}}`:               nil,
		`{"kind":"CronJob","spec":{"selector":{"matchLabels":{"app":"web"}}}}`:                                               nil,
		`{"kind":"PodDisruptionBudget","spec":{"selector":{"matchLabels":{"app":"web","tier":"front"}},"maxUnavailable":1}}`: {"app": "web", "tier": "front"},
	} {
		if diff := cmp.Diff(want, parsed(t, []byte(in)).PodSelector()); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
}
