package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"berth.dev/engine/lease"
	"berth.dev/engine/object"
	"berth.dev/providers/providertest/fake"
)

func TestAnInterruptEndsInOrderAndSaysHowToGoOn(t *testing.T) {
	for _, point := range []string{"before create Deployment shop/api on tokyo", "after create ServiceAccount shop/api on tokyo", "after delete Deployment shop/api on gke"} {
		t.Run(point, func(t *testing.T) {
			h := newHarbour(t).planned()
			env := h.env
			ctx, interrupt := context.WithCancel(context.Background())
			defer interrupt()
			env.Context = ctx
			env.Point = func(name string) {
				if name == point {
					interrupt()
				}
			}
			s := h.run(env, applyIt)
			if s.code != 7 {
				t.Fatalf("exit code %d: %s%s", s.code, s.out, s.errors)
			}
			h.tells(s.errors, "interrupted with", "of 9 stages done", "the plan is open", "Go on with: berth resume plan.json -C shop --key berth.key")
			h.tells(h.ok("status"), "a plan is open", "nobody")
			h.tells(h.ok("resume plan.json -C shop --key berth.key"), "Done: 9 stages")
			if h.object("admin@tokyo", "Deployment", "api") == nil || h.object("prod-gke", "Deployment", "api") != nil {
				t.Error("the api is not on tokyo alone")
			}
		})
	}
}

func TestAnInterruptBeforeTheFirstWriteLeavesNothing(t *testing.T) {
	h := newHarbour(t).planned()
	env := h.env
	ctx, interrupt := context.WithCancel(context.Background())
	interrupt()
	env.Context = ctx
	if s := h.run(env, applyIt); s.code != 1 || s.errors == "" {
		t.Errorf("exit code %d: %s", s.code, s.errors)
	}
	if n := h.every(); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestAClusterThatDoesNotAnswerIsNamed(t *testing.T) {
	h := newHarbour(t).planned()
	h.servers["prod-gke"].Close()
	for _, line := range []string{applyIt, "status plan.json", "destroy -C shop --yes", "resume plan.json", "abandon plan.json --yes", "rollback plan.json --yes"} {
		h.refuses(1, line, `site gke: the cluster of context "prod-gke"`, `See what "kubectl --context prod-gke get ns" says`)
	}
	if n := h.every(); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestAnotherClusterBehindAContextIsRefused(t *testing.T) {
	h := newHarbour(t).planned()
	h.refuses(5, applyIt+" --context gke=admin@tokyo --context tokyo=prod-gke",
		"site gke: context admin@tokyo is another cluster: the plan was made for the one with UID", "which is that of site tokyo",
		"site tokyo: context prod-gke is another cluster", "Check --context and KUBECONFIG")
	if n := h.every(); n != 0 {
		t.Errorf("%d writes", n)
	}
	h.refuses(1, applyIt+" --context gke=nowhere", "nowhere")
	h.refuses(2, applyIt+" --context gke", `--context "gke" is not SITE=CONTEXT`)
	for _, line := range []string{applyIt, "resume plan.json", "rollback plan.json --yes", "status plan.json", "abandon plan.json --yes"} {
		h.refuses(2, line+" --context osaka=admin@tokyo", `there is no site "osaka"; there are: gke, tokyo`)
	}
}

func TestAMissingRightIsNamedBeforeTheFirstWrite(t *testing.T) {
	for _, a := range []fake.Access{{Verb: "delete", Kind: "Deployment"}, {Verb: "create", Kind: "Service"}, {Verb: "patch", Kind: "Secret"}} {
		h := newHarbour(t).planned()
		for _, s := range h.servers {
			s.Take(a)
		}
		h.refuses(1, applyIt, "this identity may not", a.Verb, a.Kind, "nothing was written")
		if n := h.every(); n != 0 {
			t.Errorf("%s %s: %d writes", a.Verb, a.Kind, n)
		}
	}
}

func TestAStateFolderInUseIsLocked(t *testing.T) {
	h := newHarbour(t).planned()
	folder := filepath.Join(h.dir, "state", "berth")
	h.must(os.MkdirAll(folder, 0o700))
	lock, err := lease.LockFolder(folder, lease.Holder{Host: "harbour", PID: 7, Nonce: "n", Since: time.Date(2026, 11, 1, 7, 0, 0, 0, time.UTC)})
	h.must(err)
	h.refuses(6, applyIt, "harbour pid 7", "2026-11-01")
	if n := h.every(); n != 0 {
		t.Errorf("%d writes", n)
	}
	h.must(lock.Unlock())
	h.ok(applyIt)
}

// living is a boot clock on which a foreign holder renews its lease while others wait.
type living struct {
	mu    sync.Mutex
	now   time.Duration
	renew func(time.Duration)
}

func (l *living) Boot() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now
}

func (l *living) Sleep(ctx context.Context, d time.Duration) error {
	l.mu.Lock()
	l.now += d
	now := l.now
	l.mu.Unlock()
	l.renew(now)
	return ctx.Err()
}

func TestAnotherRunOnAClusterIsNamedWithItsBeginning(t *testing.T) {
	h := newHarbour(t).planned()
	gke := h.servers["prod-gke"]
	ref := object.Ref{Kind: "Lease", Namespace: object.SystemNamespace, Name: lease.Name}
	h.must(gke.Put("berth", object.Object{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": object.SystemNamespace}}))
	h.must(gke.Put("berth", object.Object{
		"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": map[string]any{"name": lease.Name, "namespace": object.SystemNamespace},
		"spec": map[string]any{
			"holderIdentity": "ci-runner pid 12 (abc)", "leaseDurationSeconds": int64(15), "leaseTransitions": int64(3),
			"acquireTime": "2026-11-01T07:30:00.000000Z", "renewTime": "2026-11-01T07:59:00.000000Z",
		},
	}))
	h.env.Boot = &living{renew: func(d time.Duration) {
		h.must(gke.Edit("berth", ref, func(o object.Object) {
			o.At("spec").(map[string]any)["renewTime"] = time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC).Add(d).Format("2006-01-02T15:04:05.000000Z07:00")
		}))
	}}
	h.refuses(6, applyIt, "gke: ci-runner pid 12 (abc) is at work there since 2026-11-01T07:30:00")
	if n := h.writes(); n != 0 {
		t.Errorf("%d writes", n)
	}
	h.tells(h.ok("status plan.json"), "ci-runner pid 12 (abc), last heard of at")
}

func TestAFailedStepLeavesThePlanOpenWithTheReason(t *testing.T) {
	h := newHarbour(t).planned()
	tokyo := h.servers["admin@tokyo"]
	tokyo.Behave(object.Ref{Kind: "Deployment", Namespace: "shop", Name: "api"}, fake.Failing)
	s := h.refuses(7, applyIt, "of 9 stages done, and the plan is open", "Deployment shop/api has failed", "berth resume plan.json", "berth abandon plan.json")
	h.tells(s.out, "failed: ")
	if h.object("prod-gke", "Deployment", "api") == nil {
		t.Error("the old side is gone though the new one never was healthy")
	}
	tokyo.Behave(object.Ref{Kind: "Deployment", Namespace: "shop", Name: "api"}, fake.Ready)
	h.ok("resume plan.json -C shop --key berth.key")
}

func TestADamagedJournalIsNotBelieved(t *testing.T) {
	h := newHarbour(t).withGate().planned()
	h.refuses(7, applyIt)
	names, err := filepath.Glob(filepath.Join(h.dir, "state", "berth", "*", "journal"))
	h.must(err)
	raw, err := os.ReadFile(names[0])
	h.must(err)
	half := len(raw) / 2
	raw[half] ^= 1
	h.must(os.WriteFile(names[0], raw, 0o600))
	h.refuses(7, "resume plan.json -C shop --key berth.key --gate "+gateIt, "journal")
	if s := h.berth("status"); s.code != 0 || !strings.Contains(s.out, "a plan is open") {
		t.Errorf("status: %d %s", s.code, s.errors)
	}
}
