package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/step"
)

func TestServicesThatHaveMovedAreNamedWithWhatTheSpecsMustSay(t *testing.T) {
	got := runsOn([]step.Service{
		{Name: "rendertron", From: []string{"gke"}, To: []string{"tokyo", "gke"}},
		{Name: "stays", From: []string{"gke", "tokyo"}, To: []string{"tokyo", "gke"}},
		{Name: "gone", From: []string{"gke"}},
	})
	if diff := cmp.Diff([]string{`rendertron: runs_on = ["tokyo", "gke"]`}, got); diff != "" {
		t.Error(diff)
	}
}
