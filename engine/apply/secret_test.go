package apply_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strings"
	"testing"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
)

// canary is a value that must never be seen outside of a cluster.
const canary = "c4n4ry-0f-w3b"

// safe is a vault without cryptography: package seal has the true one.
type safe struct{ real map[string]object.Object }

func (v safe) Mask(o object.Object) (object.Object, error) {
	out := o.Copy()
	data, _ := out["data"].(map[string]any)
	for key, value := range data {
		h := fnv.New64()
		fmt.Fprint(h, value)
		data[key] = fmt.Sprintf("%s%x", object.SealedPrefix, h.Sum64())
	}
	return out, nil
}

func (v safe) Reveal(site string, masked object.Object) (object.Object, error) {
	out := masked.Copy()
	out["data"] = v.real[masked.Ref().Name].Copy()["data"]
	again, err := v.Mask(out)
	if err != nil {
		return nil, err
	}
	if fmt.Sprint(again["data"]) != fmt.Sprint(masked["data"]) {
		return nil, fmt.Errorf("%s: %s: its values are not those of the plan", site, masked.Ref())
	}
	return out, nil
}

func secretOfWeb() string {
	return `{"apiVersion":"v1","kind":"Secret","type":"Opaque","metadata":{"name":"web-key","namespace":"shop"},"data":{"key":"` +
		base64.StdEncoding.EncodeToString([]byte(canary)) + `"}}`
}

// withSecret is the move of a shop that has a Secret.
func withSecret(t *testing.T) (*scene, apply.Job) {
	t.Helper()
	s := running(t)
	real := parse(t, secretOfWeb())
	v := safe{real: map[string]object.Object{"web-key": real}}
	s.vault = v
	service := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	masked, err := v.Mask(real)
	if err != nil {
		t.Fatal(err)
	}
	service.Objects["gke"] = append(service.Objects["gke"], masked)
	w, bag := s.plan(service)
	return s, s.job(w, bag)
}

func TestASecretReachesItsClusterAndNothingElse(t *testing.T) {
	s, job := withSecret(t)
	paper := &paper{life: s.targets["gke"].life}
	job.Journal = paper
	s.run(job)
	live := s.servers["gke"].Object(object.Ref{Kind: "Secret", Namespace: "shop", Name: "web-key"})
	if live == nil || live.At("data", "key") != base64.StdEncoding.EncodeToString([]byte(canary)) {
		t.Errorf("the secret is not on the cluster as it should be")
	}
	said, err := json.Marshal([]any{s.events, paper.records})
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{canary, base64.StdEncoding.EncodeToString([]byte(canary)), fmt.Sprintf("%x", canary)} {
		if strings.Contains(string(said), form) {
			t.Errorf("the secret was told as %s", form)
		}
	}
}

func TestASecretWhoseValuesHaveChangedStopsThePlanBeforeItBegins(t *testing.T) {
	s, job := withSecret(t)
	other := parse(t, secretOfWeb())
	other["data"] = map[string]any{"key": "b3RoZXI="}
	job.Vault = safe{real: map[string]object.Object{"web-key": other}}
	err := s.refused(job)
	if !strings.Contains(err.Error(), "not those of the plan") || strings.Contains(err.Error(), "b3RoZXI=") {
		t.Errorf("%v", err)
	}
}

func TestAPlanWithASecretNeedsTheKey(t *testing.T) {
	s, job := withSecret(t)
	job.Vault = nil
	if err := s.refused(job); !strings.Contains(err.Error(), "key") {
		t.Errorf("%v", err)
	}
}
