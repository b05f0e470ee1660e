package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/score"
)

func TestAnAssumptionIsToldOnceForAllItIsAbout(t *testing.T) {
	texts := []string{small.Sites}
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"} {
		texts = append(texts, small.Replaced(t, small.Service(name, `runs_on = "gke"`), `calls = "complete"`, ""))
	}
	f := planned(t, small.Load(t, texts...), func(r *request) { r.build.Unknown = &score.Assumed{Low: true} })
	want := []string{
		"a, b, c, d, e, f, g, h and 2 more: traffic nobody has measured is taken as low: whether it makes calls that its spec does not list",
		"moves: services without migration { hours = … } move without any work: 10 services",
	}
	if diff := cmp.Diff(want, f.Assumed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
