package apply_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// gateOf runs or resumes a job that must stop at a gate, and returns that.
func gateOf(t *testing.T, run func(context.Context, apply.Job) (*apply.Outcome, error), job apply.Job) *apply.GateError {
	t.Helper()
	out, err := run(context.Background(), job)
	var gate *apply.GateError
	if !errors.As(err, &gate) || out.Stopped != apply.StoppedAtGate || out.Gate != gate.Gate {
		t.Fatalf("it did not stop at a gate: %+v, %v", out, err)
	}
	return gate
}

func resumed(t *testing.T, job apply.Job, gate, revision string) *apply.Outcome {
	t.Helper()
	job.Pass, job.Revision = gate, revision
	out, err := apply.Resume(context.Background(), job)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestADeliveryWaitsForItsMergeAndThenForWhatWasMerged(t *testing.T) {
	for name, flux := range map[string]bool{"Argo CD": false, "Flux": true} {
		t.Run(name, func(t *testing.T) {
			h, w, bag := delivering(t, flux)
			job := h.job(w, bag)
			gate := gateOf(t, apply.Run, job)
			if want := "commit what was written to the folder deploy/gke/web and merge it"; !strings.HasPrefix(gate.Asks, want) {
				t.Errorf("the gate asks: %s", gate.Asks)
			}
			if again := gateOf(t, apply.Run, job); *again != *gate || h.written != 1 {
				t.Errorf("nothing was merged; asked again it said %v, and the folder was written %d times", again, h.written)
			}
			h.merge("4f2c9d1e77")
			job.Pass, job.Revision = gate.Gate, "4F2C9D1"
			second := gateOf(t, apply.Resume, job)
			if !strings.Contains(second.Asks, "deploy/tokyo/web") || h.s.servers["gke"].Object(web) == nil || h.s.servers["tokyo"].Object(web) == nil {
				t.Errorf("after the first merge both sides run, and the second gate is about the old one: %v", second)
			}
			h.merge("5a5a5a5a5a")
			resumed(t, job, second.Gate, "5a5a5a5")
			if h.s.servers["tokyo"].Object(web) != nil || h.s.servers["gke"].Object(web) == nil {
				t.Error("it did not move")
			}
			h.unwritten(t)
		})
	}
}

func TestWhatAClusterShowsAlreadyNeedsNoMerge(t *testing.T) {
	h, w, bag := delivering(t, false)
	gateOf(t, apply.Run, h.job(w, bag))
	h.merge("4f2c9d1e77")
	for range 4 { // some time passes, and nobody tells berth
		h.act()
		h.s.servers["gke"].Object(web)
		_, _ = h.s.targets["gke"].Get(context.Background(), web)
	}
	gate := gateOf(t, apply.Resume, h.job(w, bag))
	if !strings.Contains(gate.Asks, "deploy/tokyo/web") {
		t.Errorf("the first delivery is there, and the gate asks: %s", gate.Asks)
	}
	h.unwritten(t)
}

func TestADeliveryIsHealedByItsKeeperAndNeverByBerth(t *testing.T) {
	h, w, bag := delivering(t, false)
	gate := gateOf(t, apply.Run, h.job(w, bag))
	h.merge("4f2c9d1e77")
	h.act()
	config := object.Ref{Kind: "ConfigMap", Namespace: "shop", Name: "web-config"}
	err := h.s.servers["gke"].Edit("kubectl-edit", config, func(o object.Object) { o["data"] = map[string]any{"colour": "red"} })
	if err != nil {
		t.Fatal(err)
	}
	job := h.job(w, bag)
	job.Pass = gate.Gate
	gateOf(t, apply.Resume, job)
	if h.healed == 0 {
		t.Error("the keeper had nothing to heal: the edit was no drift")
	}
	h.unwritten(t)
}

// TestADeliveryThatIsNotShownSaysWhatIsMissing has a reason for each way in which a
// merge does not arrive. The plan stays open, and goes on when it does.
func TestADeliveryThatIsNotShownSaysWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct {
		flux     bool
		trouble  func(h *healer)
		revision string
		says     []string
		// atOnce says that nothing is waited for.
		atOnce bool
	}{
		"nobody brings it":  {trouble: func(h *healer) { h.deaf = true }, says: []string{"Deployment shop/web: is not there", "deploy/gke/web"}},
		"another revision":  {revision: "1234567", says: []string{"Application argocd/shop: shows 4f2c9d1e77 and not 1234567"}},
		"degraded":          {trouble: func(h *healer) { h.sick = "pods crash" }, says: []string{"Application argocd/shop is not healthy: Degraded: pods crash"}, atOnce: true},
		"a sync fails":      {trouble: func(h *healer) { h.failed = "quota exceeded" }, revision: "4f2c9d1", says: []string{"Application argocd/shop could not deliver: quota exceeded"}, atOnce: true},
		"Flux fails":        {flux: true, trouble: func(h *healer) { h.failed = "timeout waiting" }, revision: "4f2c9d1", says: []string{"Kustomization flux-system/shop could not deliver: timeout waiting"}, atOnce: true},
		"no status to read": {trouble: func(h *healer) { h.hide() }, revision: "4f2c9d1", says: []string{"Application shop is not there or may not be read", "resume without a revision"}, atOnce: true},
	} {
		t.Run(name, func(t *testing.T) {
			h, w, bag := delivering(t, c.flux)
			gate := gateOf(t, apply.Run, h.job(w, bag))
			h.merge("4f2c9d1e77")
			if c.trouble != nil {
				c.trouble(h)
			}
			job, began := h.job(w, bag), h.Now()
			job.Pass, job.Revision = gate.Gate, c.revision
			_, err := apply.Resume(context.Background(), job)
			var partly *apply.PartlyError
			if !errors.As(err, &partly) {
				t.Fatalf("not ended half way: %v", err)
			}
			for _, words := range c.says {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("it does not say %q: %v", words, err)
				}
			}
			if took := h.Now().Sub(began); (took < time.Minute) != c.atOnce {
				t.Errorf("it took %s", took)
			}
			h.sick, h.failed, h.deaf = "", "", false
			h.act()
			job.Pass, job.Revision = gate.Gate, "" // the same command again, without the revision
			if next := gateOf(t, apply.Resume, job); !strings.Contains(next.Asks, "deploy/tokyo/web") {
				t.Errorf("mended, it went on to %v", next)
			}
			h.unwritten(t)
		})
	}
}

// hide takes away what says how deliveries stand, as where it is on another cluster.
func (h *healer) hide() {
	h.act()
	for _, server := range h.s.servers {
		h.must(server.Remove(h.tracker().Ref()))
	}
}

func TestAFailureFromBeforeTheMergeDoesNotEndTheWait(t *testing.T) {
	h, w, bag := delivering(t, false)
	h.failed, h.failedAt = "an older mistake", h.Now()
	gate := gateOf(t, apply.Run, h.job(w, bag))
	h.failing = 8
	h.merge("4f2c9d1e77")
	job := h.job(w, bag)
	job.Pass = gate.Gate
	gateOf(t, apply.Resume, job)
	if told := h.s.told(apply.StepWaits); !slices.ContainsFunc(told, func(w string) bool { return strings.Contains(w, "an older mistake") }) {
		t.Errorf("the old failure was not told: %v", told)
	}
}

func TestOneMergeIsAskedForAllFoldersOfAStage(t *testing.T) {
	s := newScene(t)
	s.put("gke", namespaceShop)
	h := newHealer(t, s, false)
	w, bag := s.plan(serviceByFolder(t, "mail", at(0, "gke")), serviceByFolder(t, "web", at(0, "gke")))
	gate := gateOf(t, apply.Run, h.job(w, bag))
	if !strings.HasPrefix(gate.Asks, "commit what was written to the folders deploy/gke/mail, deploy/gke/web and merge them") {
		t.Errorf("the gate asks: %s", gate.Asks)
	}
	h.merge("4f2c9d1e77")
	out := resumed(t, h.job(w, bag), gate.Gate, "")
	if diff := cmp.Diff(&apply.Outcome{Plan: out.Plan, Stages: len(w.Stages), Done: len(w.Stages)}, out); diff != "" {
		t.Error(diff)
	}
	h.unwritten(t)
}

func TestARevisionThatIsNoCommitIsRefused(t *testing.T) {
	h, w, bag := delivering(t, false)
	job := h.job(w, bag)
	for _, revision := range []string{"main", "4f2c9d", "HEAD~1", strings.Repeat("a", 65)} {
		job.Revision = revision
		if _, err := apply.Resume(context.Background(), job); err == nil || !strings.Contains(err.Error(), "7 or more of its hexadecimal digits") {
			t.Errorf("%s: %v", revision, err)
		}
	}
}

// TestADeliveryKilledAnywhereConverges ends the process at its n-th point, for every n,
// also between the files and the gate. Whatever the moment, the next run asks for the
// merge, and no object is written.
func TestADeliveryKilledAnywhereConverges(t *testing.T) {
	every := 1
	if testing.Short() {
		every = 7
	}
	for n := 1; ; n += every {
		h, w, bag := delivering(t, false)
		life := h.s.targets["gke"].life
		dying := h.job(w, bag)
		dying.Hands.Deliver = func(ctx context.Context, folder string, objects []object.Object) error {
			if !life.pass("before files") {
				return errNoDisk
			}
			err := h.deliver(ctx, folder, objects)
			if !life.pass("after files") {
				return errNoDisk
			}
			return err
		}
		life.begin(n)
		_, first := apply.Run(context.Background(), dying)
		died, where := !life.alive(), life.at
		life.begin(0)
		gate := gateOf(t, apply.Run, h.job(w, bag))
		h.merge("4f2c9d1e77")
		life.begin(n)
		job := h.job(w, bag)
		job.Pass, job.Revision = gate.Gate, "4f2c9d1e77"
		_, _ = apply.Resume(context.Background(), job)
		diedAgain := !life.alive()
		life.begin(0)
		out, err := apply.Resume(context.Background(), job)
		var second *apply.GateError
		if !errors.As(err, &second) && !strings.Contains(err.Error(), "waits at another one") {
			t.Fatalf("killed at point %d (%s, %v): %+v, %v", n, where, first, out, err)
		}
		if h.s.servers["tokyo"].Object(web) == nil || h.s.servers["gke"].Object(web) == nil {
			t.Fatalf("killed at point %d (%s): a side is missing", n, where)
		}
		h.unwritten(t)
		if !died && !diedAgain {
			if n < 10 {
				t.Errorf("only %d points: what is being killed here?", n)
			}
			return
		}
	}
}

func TestAPlanThatWritesFoldersNeedsSomebodyWhoMay(t *testing.T) {
	h, w, bag := delivering(t, false)
	job := h.job(w, bag)
	job.Hands.Deliver = nil
	_, err := apply.Run(context.Background(), job)
	if err == nil || !strings.Contains(err.Error(), "deploy/gke/web") {
		t.Errorf("%v", err)
	}
	if kinds := slices.IndexFunc(w.Stages[0].Steps, func(s step.Step) bool { return s.Kind == step.Deliver }); kinds < 0 {
		t.Error("the plan delivers nothing")
	}
	h.unwritten(t)
}
