package apply

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
)

// TestHowADeliveryStandsIsReadFromItsTracker reads statuses as Argo CD 3 and Flux 2
// write them. They were written by hand after their types, not by those programs.
func TestHowADeliveryStandsIsReadFromItsTracker(t *testing.T) {
	const sha = "4f2c9d1e770a"
	for name, c := range map[string]struct {
		object string
		want   reported
	}{
		"a fresh Application": {`{"kind":"Application"}`, reported{waits: "has not reported yet"}},
		"in step and healthy": {`{"kind":"Application","status":{"sync":{"status":"Synced","revision":"4f2c9d1e770a"},"health":{"status":"Healthy"},"operationState":{"phase":"Succeeded"}}}`,
			reported{revisions: []string{sha}}},
		"several sources and a history": {`{"kind":"Application","status":{"sync":{"status":"Synced","revisions":["4f2c9d1e770a","b"]},"health":{"status":"Healthy"},"history":[{"revision":"old"},{"revisions":["newer","x"]}]}}`,
			reported{revisions: []string{sha, "b", "newer", "x", "old"}}},
		"behind its repository": {`{"kind":"Application","status":{"sync":{"status":"OutOfSync"},"health":{"status":"Healthy"},"conditions":[{"type":"ComparisonError","message":"no such path"},{"type":"OrphanedResourceWarning","message":"x"}]}}`,
			reported{waits: "is OutOfSync: no such path"}},
		"syncing":     {`{"kind":"Application","status":{"sync":{"status":"OutOfSync"},"operationState":{"phase":"Running"}}}`, reported{waits: "is syncing"}},
		"progressing": {`{"kind":"Application","status":{"sync":{"status":"Synced"},"health":{"status":"Progressing"}}}`, reported{waits: "its health is Progressing"}},
		"no health":   {`{"kind":"Application","status":{"sync":{"status":"Synced"}}}`, reported{waits: "its health is not known"}},
		"degraded":    {`{"kind":"Application","status":{"sync":{"status":"Synced"},"health":{"status":"Degraded","message":"crash"}}}`, reported{sick: "Degraded: crash"}},
		"a sync failed": {`{"kind":"Application","status":{"sync":{"status":"OutOfSync"},"operationState":{"phase":"Error","finishedAt":"T","syncResult":{"revision":"4f2c9d1e770a"}}}}`,
			reported{waits: "is OutOfSync", failed: "its last sync ended as Error", attempted: []string{sha}, attempt: sha + " T"}},
		"a fresh Kustomization": {`{"kind":"Kustomization"}`, reported{waits: "has not reported yet"}},
		"ready": {`{"kind":"Kustomization","metadata":{"generation":2},"status":{"observedGeneration":2,"lastAppliedRevision":"main@sha1:4f2c9d1e770a","conditions":[{"type":"Ready","status":"True"}]}}`,
			reported{revisions: []string{"main@sha1:" + sha}}},
		"changed since": {`{"kind":"Kustomization","metadata":{"generation":3},"status":{"observedGeneration":2,"conditions":[{"type":"Ready","status":"True"}]}}`,
			reported{waits: "has not seen its own last change yet"}},
		"suspended": {`{"kind":"Kustomization","spec":{"suspend":true},"status":{"conditions":[{"type":"Ready","status":"True"}]}}`, reported{waits: "is suspended"}},
		"reconciling": {`{"kind":"Kustomization","status":{"conditions":[{"type":"Ready","status":"Unknown","reason":"Progressing"}]}}`,
			reported{waits: "is not ready: Progressing"}},
		"waiting for another": {`{"kind":"Kustomization","status":{"conditions":[{"type":"Ready","status":"False","reason":"DependencyNotReady","message":"infra is not ready"}]}}`,
			reported{waits: "is not ready: infra is not ready"}},
		"a build failed": {`{"kind":"Kustomization","status":{"lastAttemptedRevision":"main/4f2c9d1e770a","conditions":[{"type":"Ready","status":"False","reason":"BuildFailed","message":"no such file","lastTransitionTime":"T"}]}}`,
			reported{waits: "is not ready: no such file", failed: "no such file", attempted: []string{"main/" + sha}, attempt: "main/" + sha + " T"}},
		"stalled": {`{"kind":"Kustomization","status":{"conditions":[{"type":"Stalled","status":"True","message":"bad spec"},{"type":"Ready","status":"False","reason":"Other"}]}}`,
			reported{waits: "is not ready: Other", failed: "bad spec", attempted: []string{""}, attempt: " "}},
	} {
		o, err := object.Parse([]byte(c.object))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, report(o), cmp.AllowUnexported(reported{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestACommitIsKnownByItsFirstDigitsHoweverItIsWritten(t *testing.T) {
	for _, c := range []struct {
		reported, asked string
		want            bool
	}{
		{"4f2c9d1e770a", "4f2c9d1", true},
		{"4f2c9d1e770a", "4F2C9D1E770A", true},
		{"main@sha1:4f2c9d1e770a", "4f2c9d1", true},
		{"main/4f2c9d1e770a", "4f2c9d1e", true},
		{"feature/x@sha1:4f2c9d1e770a", "4f2c9d1", true},
		{"4f2c9d1e770a", "f2c9d1e", false},
		{"4f2c9d1", "4f2c9d1e", false},
		{"", "4f2c9d1", false},
	} {
		if got := isRevision(c.reported, c.asked); got != c.want {
			t.Errorf("%q is %q: %v", c.reported, c.asked, got)
		}
	}
}
