package reports

import (
	"bytes"
	"strings"
	"testing"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

func TestWhoAgreesSeesFirstWhatTheyWouldNotExpect(t *testing.T) {
	web := object.Ref{Kind: "Deployment", Namespace: "shop", Name: "web"}
	closed := object.Ref{Kind: "NetworkPolicy", Namespace: "shop", Name: "web"}
	work := NewWork("sha256:0123456789abcdef", &step.Work{
		Notes: []string{"web: runs where the specs do not say"},
		Stages: []step.Stage{{What: "take over what runs already", Steps: []step.Step{
			{ID: "w0.1.1", Kind: step.Adopt, Site: "gke", Service: "web", Object: &web, Managers: []string{"helm"}, Loses: "its owner"},
			{ID: "w0.1.2", Kind: step.Create, Site: "gke", Service: "web", Object: &closed},
			{ID: "w0.1.3", Kind: step.Adopt, Site: "tokyo", Service: "web", Object: &web, Loses: "its owner"},
			{ID: "w0.1.4", Kind: step.Adopt, Site: "osaka", Service: "web", Object: &web, Loses: "its owner"},
			{ID: "w0.1.5", Kind: step.Adopt, Site: "kyoto", Service: "web", Object: &web, Loses: "its owner"},
		}}},
	}).WithChanges(map[string][]WorkChange{"w0.1.1": {
		{Field: "spec.template.spec.containers[name=web].image", Was: "web:9.9.9", Becomes: "web:2.7.0"}, {Field: "metadata.labels.team", Becomes: "a"},
	}})
	got := written(t, Text, 160, func(b *bytes.Buffer, o Options) error { return WriteBrief(b, o, work) })
	holds(t, got, "image: web:9.9.9 → web:2.7.0", "1 object that helm wrote", "3 objects that run already, unchanged",
		"NetworkPolicy shop/web on gke", "runs where the specs do not say", "4 objects: its owner")
	if strings.Contains(got, "labels.team") {
		t.Error("what changes nothing that runs is told, too")
	}
	if strings.Index(got, "2.7.0") > strings.Index(got, "take over what runs already") {
		t.Error("the stages come first")
	}
}
