package reports

import (
	"bytes"
	"strings"
	"testing"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

func sampleWork() Work {
	deployment := object.Ref{Kind: "Deployment", Namespace: "shop", Name: "web"}
	return NewWork("sha256:0123456789abcdef", &step.Work{
		Clusters: []step.Cluster{{Site: "gke", Context: "prod-gke"}, {Site: "tokyo", Context: "prod-tokyo"}},
		Left:     []step.Left{{Service: "mail", Why: "it has neither manifests nor a container"}},
		Made:     "2026-10-31T09:00:00Z", MaxAge: 7 * 86400,
		Services: []step.Service{{Name: "web", Namespace: "shop", From: []string{"gke"}, To: []string{"tokyo"}}},
		Stages: []step.Stage{
			{Wave: 1, What: "make on tokyo", Steps: []step.Step{{ID: "w1.1.1", Kind: step.Create, Site: "tokyo", Service: "web", Object: &deployment, Why: "web moves here"}}},
			{Wave: 1, What: "remove from gke", Steps: []step.Step{{ID: "w1.2.1", Kind: step.Delete, Site: "gke", Service: "web", Object: &deployment, Why: "web runs on tokyo now", Loses: "what its pods wrote to their own disks"}}},
		},
	})
}

func TestStepsAreListedStageByStageWithWhatCannotBeUndone(t *testing.T) {
	for _, format := range []string{Text, Markdown} {
		got := written(t, format, 120, func(b *bytes.Buffer, o Options) error { return WriteWork(b, o, sampleWork()) })
		holds(t, got, "2 steps in 2 stages", "2 objects written", "0123456789ab", "prod-tokyo", "7 days", "w1.1.1", "Deployment shop/web",
			"cannot be undone: what its pods wrote", "it has neither manifests nor a container")
	}
}

func TestAPlanWithStepsSaysHowItIsCarriedOut(t *testing.T) {
	work := sampleWork()
	p := Plan{Bill: []Figure{{}}, Work: &work}
	got := written(t, Text, 120, func(b *bytes.Buffer, o Options) error { return WritePlan(b, o, p) })
	holds(t, got, "How it is carried out", "make on tokyo", "What cannot be undone", "Left alone")
}

func TestWorkWithoutStagesSaysThatNothingIsToBeDone(t *testing.T) {
	got := written(t, Text, 80, func(b *bytes.Buffer, o Options) error { return WriteWork(b, o, NewWork("sha256:0", &step.Work{})) })
	holds(t, got, "nothing is to be done")
}

func TestStepsSayWhichFieldsTheyChangeWhereThatIsAsked(t *testing.T) {
	work := sampleWork()
	changed := work.WithChanges(map[string][]WorkChange{"w1.2.1": {
		{Field: "spec.replicas", Was: "3", Becomes: "5"}, {Field: "data.key", Becomes: "(secret)"}, {Field: "metadata.labels.team", Was: "web"},
	}})
	for _, format := range []string{Text, Markdown} {
		got := written(t, format, 120, func(b *bytes.Buffer, o Options) error { return WriteWork(b, o, changed) })
		holds(t, got, "spec.replicas: 3 → 5", "+ data.key: (secret)", "- metadata.labels.team: web")
	}
	got := written(t, JSON, 0, func(b *bytes.Buffer, o Options) error { return WriteWork(b, o, changed) })
	holds(t, got, `"schema": "berth.work/1"`, `"field": "spec.replicas"`, `"was": "3"`, `"becomes": "5"`)
	if got := written(t, JSON, 0, func(b *bytes.Buffer, o Options) error { return WriteWork(b, o, work) }); strings.Contains(got, "changes") {
		t.Error("the work that was given has changed")
	}
}
