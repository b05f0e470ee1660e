package reports

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/apply"
	"berth.dev/engine/drift"
	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// troubled is a status with something of everything.
func troubled() Status {
	api := object.Ref{Kind: "Deployment", Namespace: "shop", Name: "api"}
	s := NewStatus(
		[]drift.Place{{Service: "api", Product: "shop", Namespace: "shop", Site: "tokyo", Objects: 5, Copies: 3, Ready: 1}, {Service: "night", Namespace: "shop", Site: "gke", Objects: 1}},
		[]drift.Drift{
			{Site: "tokyo", Service: "api", Object: api, Field: "spec.replicas", Live: "7", Want: "3", Manager: "alice"},
			{Site: "tokyo", Service: "api", Object: api, Field: "spec.paused", Live: "true"},
			{Site: "tokyo", Service: "api", Object: api, Field: "spec.minReadySeconds", Want: "5"},
			{Site: "gke", Service: "night", Object: object.Ref{Kind: "CronJob", Namespace: "shop", Name: "night"}, What: "is gone"},
		})
	s.Plan, s.Compared, s.Stages = "sha256:3f9c0a1b2c3d4e5f", 4, 9
	s.Assumptions = []string{"spec sites.hcl: has other content"}
	s.Notes = []string{"1 secret: --key compares them"}
	open := func(done int) *StatusOpen {
		return &StatusOpen{Plan: s.Plan, Since: "2026-11-01T08:00:00Z", Done: done, Stages: 9, Stage: "wait for a person to send callers on",
			Gate: "w1.5.1", Asks: "see to it that callers of api go to tokyo", Services: []string{"api"}, Next: "berth resume plan.json --gate w1.5.1"}
	}
	s.Clusters = []StatusCluster{
		{Site: "gke", Context: "prod-gke", UID: "u1", Generation: 2, Last: "sha256:aaaaaaaaaaaabbbb", Open: open(3)},
		{Site: "tokyo", Context: "admin@tokyo", UID: "u2", Holder: "ci pid 7 (x)", Renewed: "2026-11-01T08:00:09Z", Open: open(4)},
	}
	return s
}

func TestAStatusBeginsWithWhatAPersonMustActOn(t *testing.T) {
	var b bytes.Buffer
	if err := WriteStatus(&b, Options{Format: Text, Width: 160}, troubled()); err != nil {
		t.Fatal(err)
	}
	want := `2 services on 2 clusters · a plan is open · 4 differences from what plan 3f9c0a1b2c3d left · 1 assumption outdated
gke, tokyo: plan 3f9c0a1b2c3d is open since 2026-11-01T08:00:00Z, 4 of 9 stages done. Next: wait for a person to send callers on. It waits for a person at gate
w1.5.1: see to it that callers of api go to tokyo.
  Go on with: berth resume plan.json --gate w1.5.1

Clusters
  site   context      plans  last plan     at work
  gke    prod-gke         2  aaaaaaaaaaaa  nobody
  tokyo  admin@tokyo      0  –             ci pid 7 (x), last heard of at 2026-11-01T08:00:09Z

What runs where
  service  site   namespace  product  objects  ready
  api      tokyo  shop       shop           5    1/3
  night    gke    shop                      1      –

Not as the plan left it
  site   object               what
  tokyo  Deployment shop/api  spec.replicas: is 7, the plan left 3, set by alice
  tokyo  Deployment shop/api  spec.paused: is true, the plan took it out
  tokyo  Deployment shop/api  spec.minReadySeconds: is not there, the plan left 5
  gke    CronJob shop/night   is gone

What the plan counted with and that no longer holds
  - spec sites.hcl: has other content

Not looked at
  - 1 secret: --key compares them
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestAStatusIsTheSameInEveryFormat(t *testing.T) {
	var asJSON, markdown bytes.Buffer
	for format, b := range map[string]*bytes.Buffer{JSON: &asJSON, Markdown: &markdown} {
		if err := WriteStatus(b, Options{Format: format}, troubled()); err != nil {
			t.Fatal(err)
		}
	}
	var back Status
	if err := json.Unmarshal(asJSON.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(troubled(), back); diff != "" {
		t.Error(diff)
	}
	if back.Schema != "berth.status/1" || !strings.Contains(markdown.String(), "alice") {
		t.Errorf("%s", markdown.String())
	}
	var none bytes.Buffer
	if err := WriteStatus(&none, Options{Format: JSON}, NewStatus(nil, nil)); err != nil || strings.Contains(none.String(), "null") {
		t.Errorf("%v: an empty list is null:\n%s", err, none.String())
	}
}

var whenItBegan = time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)

func TestEventsBecomeLinesThatMatter(t *testing.T) {
	api := &object.Ref{Kind: "Deployment", Namespace: "shop", Name: "api"}
	var b bytes.Buffer
	tell := NewTeller(&b)
	for i, e := range []apply.Event{
		{What: apply.RunBegan, Words: "plan 3f9c: 9 stages"},
		{What: apply.Rehearsed, Step: "w1.1.1", Words: "the cluster takes it"},
		{What: apply.StageBegan, Stage: 1, Words: "bring workloads up to date"},
		{What: apply.StepBegan, Step: "w1.1.1", Kind: step.Create, Object: api, Site: "tokyo", Words: "api is to run on tokyo"},
		{What: apply.StepDone, Step: "w1.1.1", Kind: step.Create, Object: api, Site: "tokyo", Took: 1200 * time.Millisecond},
		{What: apply.StepBegan, Step: "w1.2.1", Kind: step.Wait, Service: "api", Site: "tokyo", Words: "waits until it is healthy"},
		{What: apply.StepWaits, Step: "w1.2.1", Kind: step.Wait, Words: "Deployment shop/api: Replicas: 1/2"},
		{What: apply.StepDone, Step: "w1.2.1", Kind: step.Wait, Service: "api", Site: "tokyo", Took: 75 * time.Second},
		{What: apply.StepFailed, Step: "w1.3.1", Kind: step.Delete, Object: api, Site: "gke", Words: "refused\x1b[2J"},
		{What: apply.Retried, Step: "w1.3.1", Words: "busy"},
		{What: apply.StepWaits, Step: "w1.3.1", Kind: step.Delete, Words: "until it is gone"},
		{What: apply.RunEnded, Words: "done"},
	} {
		e.Time = whenItBegan.Add(time.Duration(i) * 100 * time.Second)
		if err := tell.Hear(NewEvent(e, whenItBegan)); err != nil {
			t.Fatal(err)
		}
	}
	want := `     0.0s  run began: plan 3f9c: 9 stages
   200.0s  stage 1: bring workloads up to date
   400.0s  w1.1.1  Deployment shop/api on tokyo: made, 1.2 s
   500.0s  w1.2.1  api on tokyo: waits until it is healthy
   600.0s  w1.2.1  waits for Deployment shop/api: Replicas: 1/2
   700.0s  w1.2.1  api on tokyo: as it should be, 1 min 15 s
   800.0s  w1.3.1  Deployment shop/api on gke: failed: refused?[2J
   900.0s  w1.3.1  retry: busy
  1000.0s  w1.3.1  waits until it is gone
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestAServiceOnTwoSitesCountsOnce(t *testing.T) {
	s := NewStatus([]drift.Place{{Service: "api", Site: "gke"}, {Service: "api", Site: "tokyo"}, {Service: "web", Site: "gke"}}, nil)
	s.Clusters = []StatusCluster{{Site: "gke"}, {Site: "tokyo"}}
	if diff := cmp.Diff("2 services on 2 clusters", s.title()); diff != "" {
		t.Error(diff)
	}
}

func TestWhatCouldNotBeTriedForOneReasonIsOneLine(t *testing.T) {
	var b bytes.Buffer
	tell := NewTeller(&b)
	hear := func(what apply.What, name, words string) {
		e := apply.Event{Time: whenItBegan, What: what, Step: "w0.2.1", Site: "gke", Object: &object.Ref{Kind: "ConfigMap", Namespace: "shop", Name: name}, Words: words}
		if err := tell.Hear(NewEvent(e, whenItBegan)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"e", "d", "c", "b", "a"} {
		hear(apply.Unproven, name, "its namespace is still to be made")
		hear(apply.Rehearsed, "x", "the cluster takes it")
	}
	hear(apply.Unproven, "f", "its fields are still others'")
	if b.Len() > 0 {
		t.Errorf("told too early: %s", b.String())
	}
	hear(apply.Checked, "", "all is well")
	hear(apply.Unproven, "g", "last")
	if err := tell.End(); err != nil {
		t.Fatal(err)
	}
	want := `     0.0s  not dry-run, 5 objects: its namespace is still to be made (ConfigMap shop/a on gke, ConfigMap shop/b on gke, ConfigMap shop/c on gke and 2 more)
     0.0s  not dry-run, 1 object: its fields are still others' (ConfigMap shop/f on gke)
     0.0s  w0.2.1  checked: all is well
     0.0s  not dry-run, 1 object: last (ConfigMap shop/g on gke)
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestAnEventIsOneLineOfJSON(t *testing.T) {
	var b bytes.Buffer
	e := NewEvent(apply.Event{What: apply.StepDone, Time: whenItBegan.Add(1500 * time.Millisecond), Step: "w1.1.1", Kind: step.Scale, Words: "two\nlines \x1b[2J", Took: 12345678}, whenItBegan)
	if err := WriteEventLine(&b, e); err != nil {
		t.Fatal(err)
	}
	want := `{"schema":"berth.event/1","time":"2026-11-01T08:00:01.5Z","since":1.5,"what":"step done","step":"w1.1.1","kind":"scale","words":"two\nlines \u001b[2J","took":0.012}` + "\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestARunSaysHowItEnded(t *testing.T) {
	for want, out := range map[string]*apply.Outcome{
		"Nothing to do: this plan was carried out already.":                                                       {Stages: 3, Done: 3, Already: true},
		"Nothing to do: the clusters were as the plan wants them.":                                                {},
		"Done: 3 stages, 1 object written.":                                                                       {Stages: 3, Done: 3, Writes: 1},
		"2 of 3 stages done, 4 objects written. The plan stays open for its later waves; go on with: berth apply": {Stages: 3, Done: 2, Writes: 4, Stopped: apply.StoppedAtWave},
	} {
		e := NewEnding(out)
		e.Next = "berth apply"
		var b bytes.Buffer
		if err := WriteEnding(&b, e); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want+"\n", b.String()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestARemovalSaysWhatGoesAndWhatStays(t *testing.T) {
	goes := []apply.Gone{{Site: "tokyo", Object: object.Ref{Kind: "Deployment", Namespace: "shop", Name: "api"}}}
	stays := []apply.Gone{{Site: "tokyo", Object: object.Ref{Kind: "PersistentVolumeClaim", Namespace: "shop", Name: "db"}, Why: "it holds data"}}
	d := NewDestroy("tokyo (admin@tokyo)", goes, stays)
	var before, after bytes.Buffer
	if err := WriteDestroy(&before, DefaultOptions(), d); err != nil {
		t.Fatal(err)
	}
	want := `From tokyo (admin@tokyo): 1 object would be removed, 1 object would stay

What goes
  site   object
  tokyo  Deployment shop/api

What stays
  site   object                         why
  tokyo  PersistentVolumeClaim shop/db  it holds data
`
	if diff := cmp.Diff(want, before.String()); diff != "" {
		t.Error(diff)
	}
	d.Over = true
	if err := WriteDestroyLine(&after, d); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(after.String(), "\n"); n != 1 || !strings.Contains(after.String(), `"over":true`) {
		t.Errorf("%d lines: %s", n, after.String())
	}
}
