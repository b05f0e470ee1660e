package spec_test

import (
	"os"
	"testing"

	"berth.dev/engine/spec"
)

func TestAVariationChangesWhatItSaysAndNothingElse(t *testing.T) {
	folder := os.DirFS("../../testdata/pixiv")
	sources, err := spec.ReadFolder(folder, spec.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	w, _ := spec.Parse(sources, spec.Options{})
	before := w.Site("tokyo").Pools[0].Purchase.V.Decimal()
	link := w.Links[0]
	sent := link.Egress.V["gke"].String()
	v := w.Vary(spec.Variation{
		Owned: 2, Links: map[[2]string]float64{{link.A, link.B}: 3}, Nodes: map[[2]string]int{{"tokyo", "general"}: -1},
	})
	if got, want := v.Site("tokyo").Pools[0].Purchase.V.Decimal(), w.Site("tokyo").Pools[0].Purchase.V.Times(2).Decimal(); got != want {
		t.Errorf("a node costs %s, want %s", got, want)
	}
	if got, want := v.Site("tokyo").Pools[0].Nodes.V, w.Site("tokyo").Pools[0].Nodes.V-1; got != want {
		t.Errorf("%v nodes, want %v", got, want)
	}
	if got, want := v.Links[0].Egress.V["gke"].Amount.Decimal(), link.Egress.V["gke"].Amount.Times(3).Decimal(); got != want {
		t.Errorf("a GiB costs %s, want %s", got, want)
	}
	if got, want := v.Site("gke").PerService.V.String(), w.Site("gke").PerService.V.String(); got != want {
		t.Errorf("the cloud's prices changed: %s, was %s", got, want)
	}
	if w.Site("tokyo").Pools[0].Purchase.V.Decimal() != before || w.Links[0].Egress.V["gke"].String() != sent {
		t.Error("the workspace itself changed")
	}
}
