package apply_test

import (
	"context"
	"fmt"
	"path"
	"slices"
	"sync"
	"testing"
	"time"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

// healer is a double of Argo CD, or with flux of Flux: it brings what was merged to the
// clusters whenever time passes, puts back what anybody else changes, and says how it
// stands. Nothing of it is either program.
type healer struct {
	t    testing.TB
	s    *scene
	flux bool
	// mu guards the rest: deliveries go on side by side.
	mu sync.Mutex
	// files are what folders hold, merged what the repository has of them.
	files, merged map[string][]object.Object
	revision      string
	// written counts changes of folders, healed those that were put back.
	written, healed int
	// sick and failed are what it says of the clusters, "" for nothing. It failed at
	// failedAt, and does so for as many acts as failing says, 0 for ever.
	sick, failed string
	failedAt     time.Time
	failing      int
	// deaf keeps it from acting.
	deaf bool
}

func newHealer(t testing.TB, s *scene, flux bool) *healer {
	t.Helper()
	h := &healer{t: t, s: s, flux: flux, files: map[string][]object.Object{}, merged: map[string][]object.Object{}, revision: "0000000aaaa"}
	for _, site := range []string{"gke", "tokyo"} {
		home := object.Object{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": h.tracker().Ref().Namespace}}
		if err := s.servers[site].Put("admin", home, h.tracker()); err != nil {
			t.Fatal(err)
		}
		if err := s.servers[site].SetStatus(h.tracker().Ref(), h.status()); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// tracker is what says on each cluster how the delivery stands.
func (h *healer) tracker() object.Object {
	o := object.Object{"apiVersion": "argoproj.io/v1alpha1", "kind": "Application",
		"metadata": map[string]any{"name": "shop", "namespace": "argocd"}, "spec": map[string]any{"project": "default"}}
	if h.flux {
		o = object.Object{"apiVersion": "kustomize.toolkit.fluxcd.io/v1", "kind": "Kustomization",
			"metadata": map[string]any{"name": "shop", "namespace": "flux-system"}, "spec": map[string]any{"prune": true}}
	}
	return o
}

func (h *healer) status() map[string]any {
	if h.flux {
		ready := map[string]any{"type": "Ready", "status": "True", "reason": "ReconciliationSucceeded", "lastTransitionTime": h.failedAt.Format(time.RFC3339)}
		if h.failed != "" {
			ready["status"], ready["reason"], ready["message"] = "False", "HealthCheckFailed", h.failed
		}
		at := "main@sha1:" + h.revision
		return map[string]any{"observedGeneration": int64(1), "conditions": []any{ready}, "lastAppliedRevision": at, "lastAttemptedRevision": at}
	}
	health := map[string]any{"status": "Healthy"}
	if h.sick != "" {
		health = map[string]any{"status": "Degraded", "message": h.sick}
	}
	status := map[string]any{"sync": map[string]any{"status": "Synced", "revision": h.revision}, "health": health}
	if h.failed != "" {
		status["operationState"] = map[string]any{"phase": "Failed", "message": h.failed, "finishedAt": h.failedAt.Format(time.RFC3339),
			"syncResult": map[string]any{"revision": h.revision}}
	}
	return status
}

// deliver is the hand that writes folders.
func (h *healer) deliver(_ context.Context, folder string, objects []object.Object) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if fmt.Sprint(h.files[folder]) != fmt.Sprint(objects) {
		h.written++
	}
	h.files[folder] = objects
	return nil
}

// merge brings all folders into the repository.
func (h *healer) merge(revision string) {
	h.revision = revision
	for folder, objects := range h.files {
		h.merged[folder] = objects
	}
}

// Now and Sleep are its clock: it acts whenever time passes.
func (h *healer) Now() time.Time { return h.s.clock.Now() }

func (h *healer) Sleep(ctx context.Context, d time.Duration) error {
	if !h.deaf {
		h.act()
	}
	return h.s.clock.Sleep(ctx, d)
}

// act brings clusters to what was merged.
func (h *healer) act() {
	h.t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	wanted := map[string][]object.Object{"gke": nil, "tokyo": nil}
	for folder, objects := range h.merged {
		site := path.Base(path.Dir(folder))
		wanted[site] = append(wanted[site], objects...)
	}
	for site, objects := range wanted {
		var refs []object.Ref
		for _, o := range objects {
			refs = append(refs, o.Ref())
			h.bring(site, o)
		}
		for _, o := range h.s.servers[site].Objects() {
			if ref := o.Ref(); h.mine(o) && !slices.Contains(refs, ref) {
				h.must(h.s.servers[site].Remove(ref))
			}
		}
		if ref := h.tracker().Ref(); h.s.servers[site].Object(ref) != nil {
			h.must(h.s.servers[site].SetStatus(ref, h.status()))
		}
	}
	if h.failing--; h.failing == 0 {
		h.failed = ""
	}
}

// bring makes an object as it was merged, or puts it back.
func (h *healer) bring(site string, want object.Object) {
	h.t.Helper()
	server, ref := h.s.servers[site], want.Ref()
	live := server.Object(ref)
	if live == nil {
		h.must(server.Put("argocd-controller", h.mark(want)))
		return
	}
	diffs, err := object.Differences(live, want, object.View{})
	h.must(err)
	if len(diffs) == 0 && h.mine(live) {
		return
	}
	h.healed++
	h.must(server.Edit("argocd-controller", ref, func(o object.Object) {
		for key, value := range h.mark(want) {
			if key != "metadata" {
				o[key] = value
			}
		}
		h.tag(o)
	}))
}

func (h *healer) mark(o object.Object) object.Object {
	copied, err := object.Clean(o)
	h.must(err)
	h.tag(copied)
	return copied
}

// tag puts its mark on an object.
func (h *healer) tag(o object.Object) {
	meta, _ := o["metadata"].(map[string]any)
	if h.flux {
		meta["labels"] = map[string]any{"kustomize.toolkit.fluxcd.io/name": "shop", "kustomize.toolkit.fluxcd.io/namespace": "flux-system"}
		return
	}
	ref := o.Ref()
	meta["annotations"] = map[string]any{"argocd.argoproj.io/tracking-id": fmt.Sprintf("shop:apps/%s:%s/%s", ref.Kind, ref.Namespace, ref.Name)}
}

func (h *healer) mine(o object.Object) bool {
	_, tracked := object.TrackerOf(o)
	return tracked
}

func (h *healer) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Error(err)
	}
}

// delivering is a scene in which the shop is delivered to tokyo by somebody else, and a
// plan that moves it to gke.
func delivering(t *testing.T, flux bool) (*healer, *step.Work, *object.Bag) {
	t.Helper()
	s := newScene(t)
	s.put("tokyo", namespaceShop, route)
	s.put("gke", namespaceShop)
	h := newHealer(t, s, flux)
	h.merged["deploy/tokyo/web"] = shop(t, 2, at(0, "tokyo")).Objects["tokyo"]
	h.act()
	moved := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	moved.Delivery, moved.Folder = "gitops", "deploy"
	w, bag := s.plan(moved)
	s.forget()
	return h, w, bag
}

// job is a job that writes folders.
func (h *healer) job(w *step.Work, bag *object.Bag) apply.Job {
	job := h.s.job(w, bag)
	job.Hands.Deliver, job.Clock = h.deliver, h
	return job
}

// unwritten fails the test where berth has changed an object that it delivers through a
// folder; the route is not one.
func (h *healer) unwritten(t *testing.T) {
	t.Helper()
	for _, site := range []string{"gke", "tokyo"} {
		for _, write := range h.s.writes(site) {
			if write != "patch HTTPRoute default/front" {
				t.Errorf("%s: berth sent %s", site, write)
			}
		}
	}
}

// serviceByFolder is a service of the shop without callers, delivered through a folder.
func serviceByFolder(t *testing.T, name string, stops ...rollout.Stop) rollout.Service {
	t.Helper()
	s := serviceNamed(t, name, 1, stops...)
	s.Runs, s.Delivery, s.Folder = nil, "gitops", "deploy"
	return s
}
