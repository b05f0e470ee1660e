package spec_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/spec"
)

func TestAWorkspaceTakesTheWeightsOfAnotherAndKeepsItsOwn(t *testing.T) {
	parse := func(text string) *spec.Workspace {
		w, _ := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(text)}}, spec.Options{Fragment: true})
		return w
	}
	own := parse(`
workspace {
  weights = { cost = 1 }
}
product "both" {
  weights = { cost = 2 }
}
product "here" {
  weights = { cost = 3 }
}`)
	like := parse(`
workspace {
  weights = { cost = 4 }
}
product "both" {
  weights = { cost = 5 }
}`)
	weights := func(w *spec.Workspace) map[string]float64 {
		return map[string]float64{"": w.Settings.Weights.V["cost"], "both": w.Product("both").Weights.V["cost"], "here": w.Product("here").Weights.V["cost"]}
	}
	if diff := cmp.Diff(map[string]float64{"": 4, "both": 5, "here": 3}, weights(own.Weighed(like))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]float64{"": 1, "both": 2, "here": 3}, weights(own)); diff != "" {
		t.Errorf("the workspace itself changed: %s", diff)
	}
}
