package object

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatBerthMadeIsNoDifference(t *testing.T) {
	for _, s := range scenes(t, "made.jsonl") {
		t.Run(s.name, func(t *testing.T) {
			got, err := Differences(s.live, cleaned(t, s.want), View{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]Difference{}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEmptyMapsAndListsThatAServerDropsAreNoDifference(t *testing.T) {
	tried := false
	for _, s := range scenes(t, "made.jsonl") {
		if s.want.Ref().Kind != "Deployment" {
			continue
		}
		tried = true
		pod := s.want.PodTemplate()
		pod["metadata"].(map[string]any)["annotations"] = map[string]any{}
		spec := pod["spec"].(map[string]any)
		spec["nodeSelector"], spec["hostAliases"] = map[string]any{}, []any{}
		got, err := Differences(s.live, cleaned(t, s.want), View{})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range got {
			// Some scenes have these with something in them: taking that out is one.
			if d.Live == nil {
				t.Errorf("%s: %s", s.name, d)
			}
		}
	}
	if !tried {
		t.Error("no scene has a Deployment")
	}
}

// served is what of an object an apply changes: all but the notes of the server.
func servedContent(o Object) map[string]any {
	c := o.bare().Copy()
	return c
}

func TestAnApplyIsJudgedAsAnAPIServerJudgesIt(t *testing.T) {
	for _, s := range scenes(t, "applied.jsonl") {
		t.Run(s.name, func(t *testing.T) {
			got, err := Differences(s.live, cleaned(t, s.want), View{})
			if err != nil {
				t.Fatal(err)
			}
			changes := !cmp.Equal(servedContent(s.live), servedContent(s.after))
			if changes != (len(got) > 0) {
				t.Errorf("differences: %v\nthe server's answer: %s", got, cmp.Diff(servedContent(s.live), servedContent(s.after)))
			}
		})
	}
}

func TestDifferencesAreToldInWordsOfPeople(t *testing.T) {
	want := map[string][]string{
		"an image is changed":        {"spec.template.spec.containers[name=app].image: is shop/app:1.2, will be shop/app:1.3"},
		"a quantity is changed":      {"spec.template.spec.containers[name=app].resources.requests.cpu: is 1, will be 1500m"},
		"an annotation is taken out": {"metadata.annotations.note: is x, will be gone"},
		"people scaled and the number is said": {
			"spec.replicas: is 5, will be 3 (kubectl's)",
		},
		"a key of a ConfigMap is taken out": {"data.b: is 2, will be gone"},
	}
	got := map[string][]string{}
	for _, s := range scenes(t, "applied.jsonl") {
		if want[s.name] == nil {
			continue
		}
		found, err := Differences(s.live, cleaned(t, s.want), View{})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range found {
			got[s.name] = append(got[s.name], d.String())
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
