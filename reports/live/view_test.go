package live_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"
	"pgregory.net/rapid"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/step"
	"berth.dev/reports/live"
)

var start = time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)

func at(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }

// work is a plan of three stages.
func work() *step.Work {
	stage := func(wave, steps int, what string) step.Stage {
		return step.Stage{Wave: wave, What: what, Steps: make([]step.Step, steps)}
	}
	return &step.Work{Stages: []step.Stage{
		stage(0, 2, "take over what runs already"), stage(1, 3, "wait until everything is healthy"), stage(1, 1, "remove old workloads"),
	}}
}

func TestABlockTellsHowFarThePlanIsAndWhatItWaitsFor(t *testing.T) {
	v := live.New("plan 3f9c", work(), start)
	api := &object.Ref{Kind: "Deployment", Namespace: "shop", Name: "api"}
	for _, e := range []apply.Event{
		{What: apply.RunBegan, Time: at(0), Words: "plan 3f9c"},
		{What: apply.StageBegan, Time: at(1), Stage: 1},
		{What: apply.StepBegan, Time: at(1), Stage: 1, Step: "w0.1.1", Kind: step.Adopt, Object: api, Site: "tokyo"},
		{What: apply.StepDone, Time: at(2), Stage: 1, Step: "w0.1.1"},
		{What: apply.StageDone, Time: at(3), Stage: 1},
		{What: apply.StageBegan, Time: at(3), Stage: 2},
		{What: apply.StepBegan, Time: at(3), Stage: 2, Step: "w1.1.1", Kind: step.Wait, Service: "api", Site: "tokyo"},
		{What: apply.StepBegan, Time: at(3), Stage: 2, Step: "w1.1.2", Kind: step.Wait, Service: "ads", Site: "tokyo"},
		{What: apply.StepWaits, Time: at(4), Stage: 2, Step: "w1.1.2", Words: "Deployment shop/ads: Replicas: 1/2"},
		{What: apply.Retried, Time: at(5), Step: "w1.1.1", Words: "read Deployment shop/api: busy"},
	} {
		v.Hear(e)
	}
	want := []string{
		"plan 3f9c · 1m05s · 2 of 6 steps ████████░░░░░░░░░░░░░░░░",
		"  ✓  1. in place    2/2    take over what runs already",
		"  ▸  2. wave 1      0/3    wait until everything is healthy",
		"     3. wave 1      0/1    remove old workloads",
		"      w1.1.2 wait ads on tokyo, 1m02s: Deployment shop/ads: Replicas: 1/2",
		"      w1.1.1 wait api on tokyo, 1m02s",
		"  5s  w1.1.1 retry: read Deployment shop/api: busy",
	}
	if diff := cmp.Diff(want, v.Lines(at(65), live.Size{Width: 100})); diff != "" {
		t.Error(diff)
	}
}

func TestStagesOfAnEarlierRunCountAsDone(t *testing.T) {
	v := live.New("plan", work(), start)
	v.Hear(apply.Event{What: apply.StageBegan, Time: at(0), Stage: 3})
	if head := v.Lines(at(0), live.Size{Width: 80})[0]; !strings.Contains(head, "5 of 6 steps") {
		t.Error(head)
	}
}

func TestAPlanWithoutStagesHasABlockToo(t *testing.T) {
	v := live.New("destroy on gke", nil, start)
	v.Hear(apply.Event{What: apply.StageBegan, Time: at(0), Stage: 3})
	v.Hear(apply.Event{What: apply.LeaseTaken, Time: at(0)})
	want := []string{"destroy on gke · 2s", "  checking again, now that nobody else writes"}
	if diff := cmp.Diff(want, v.Lines(at(2), live.Size{Width: 80})); diff != "" {
		t.Error(diff)
	}
}

func TestWhateverHappensTheBlockFitsItsTerminal(t *testing.T) {
	whats := []apply.What{apply.StageBegan, apply.StepBegan, apply.StepWaits, apply.StepDone, apply.StepFailed, apply.StageDone, apply.Retried, apply.GateShut, apply.LeaseLost, apply.PlanClosed}
	rapid.Check(t, func(t *rapid.T) {
		v := live.New(rapid.String().Draw(t, "name"), work(), start)
		for range rapid.IntRange(0, 60).Draw(t, "events") {
			v.Hear(apply.Event{
				What: rapid.SampledFrom(whats).Draw(t, "what"), Stage: rapid.IntRange(0, 4).Draw(t, "stage"), Time: at(rapid.IntRange(0, 9000).Draw(t, "second")),
				Step: rapid.StringMatching("w[0-2].[0-9]").Draw(t, "step"), Words: rapid.String().Draw(t, "words"),
			})
		}
		size := live.Size{Width: rapid.IntRange(0, 200).Draw(t, "width"), Rows: rapid.IntRange(2, 60).Draw(t, "rows")}
		lines := v.Lines(at(9000), size)
		if len(lines) >= size.Rows {
			t.Fatalf("%d lines on a terminal of %d", len(lines), size.Rows)
		}
		for _, line := range lines {
			if runewidth.StringWidth(line) > max(size.Width, 20) || strings.ContainsAny(line, "\n\r\t\x1b") {
				t.Fatalf("%q does not fit %d columns", line, size.Width)
			}
		}
	})
}
