package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/plan"
)

// staleError says what a plan was made from that is another by now.
type staleError struct{ changed []string }

// Error lists everything that changed.
func (e *staleError) Error() string {
	return fmt.Sprintf("the plan is stale, plan again: %s changed since it was made\n  %s", plural(len(e.changed), "thing"), strings.Join(e.changed, "\n  "))
}

func (e *staleError) Unwrap() error { return errStale }

// fresh refuses to begin a plan that was made from something else than what is in the
// workspace now, or by another berth. A plan that is open goes on: half a move is
// worse than an old one.
func (e *execution) fresh() error {
	if e.begun() || e.carriedOut() {
		return nil
	}
	changed, err := e.changed()
	if err != nil {
		return err
	}
	if len(changed) > 0 {
		return &staleError{changed}
	}
	return nil
}

// changed names the evidence of the plan that is another now. Clusters are compared
// by package apply, object by object.
func (e *execution) changed() ([]string, error) {
	var out []string
	if now := thisBuild().Version; e.plan.Berth != now {
		out = append(out, fmt.Sprintf("berth: the plan was made by version %s, and this is %s", e.plan.Berth, now))
	}
	if e.workspace == nil {
		return out, nil
	}
	now, err := e.evidence()
	if err != nil {
		return nil, err
	}
	return append(out, unlike(e.plan.Evidence, now)...), nil
}

// evidence is what the plan would be made from now.
func (e *execution) evidence() ([]plan.Evidence, error) {
	now := e.workspace.evidence()
	if e.vault.key == nil && e.readOnly {
		return now, nil // whoever only looks may do so without the key
	}
	for _, v := range e.plan.Evidence {
		if v.Kind != manifestEvidence {
			continue
		}
		if _, err := e.vault.manifests.render(v.Name); err != nil {
			return nil, err
		}
	}
	manifests, err := e.vault.manifests.evidence(e.vault.Mask)
	return append(now, manifests...), err
}

// The kinds of evidence that are not in the workspace's own, and that of what was
// measured.
const (
	manifestEvidence = "manifests"
	clusterEvidence  = "cluster"
	snapshotEvidence = "snapshot"
)

// unlike says in words where evidence differs, by kind and name.
func unlike(was, now []plan.Evidence) []string {
	var out []string
	find := func(all []plan.Evidence, e plan.Evidence) (plan.Evidence, bool) {
		i := slices.IndexFunc(all, func(o plan.Evidence) bool { return o.Kind == e.Kind && o.Name == e.Name })
		if i < 0 {
			return plan.Evidence{}, false
		}
		return all[i], true
	}
	for _, e := range was {
		if e.Kind == clusterEvidence || e.Kind == manifestEvidence && !slices.ContainsFunc(now, isManifest) {
			continue
		}
		switch other, there := find(now, e); {
		case !there && e.Kind == snapshotEvidence:
			out = append(out, fmt.Sprintf("%s %s: is gone; berth measure makes another", e.Kind, e.Name))
		case !there:
			out = append(out, fmt.Sprintf("%s %s: is gone", e.Kind, e.Name))
		case other.Digest != e.Digest && e.Kind == snapshotEvidence:
			out = append(out, fmt.Sprintf("%s %s: has other numbers, since berth measure ran", e.Kind, e.Name))
		case other.Digest != e.Digest:
			out = append(out, fmt.Sprintf("%s %s: has other content", e.Kind, e.Name))
		}
	}
	for _, e := range now {
		if _, there := find(was, e); !there {
			out = append(out, fmt.Sprintf("%s %s: is new", e.Kind, e.Name))
		}
	}
	slices.Sort(out)
	return out
}

func isManifest(e plan.Evidence) bool { return e.Kind == manifestEvidence }

// begun tells whether a run began the plan and none has finished it.
func (e *execution) begun() bool {
	for i := range e.records {
		if open := e.records[i].Open; open != nil && open.Plan == e.plan.Digest {
			return true
		}
	}
	return false
}

// carriedOut tells whether the plan was the last one that every cluster has finished.
func (e *execution) carriedOut() bool {
	for i := range e.records {
		if e.records[i].Last != e.plan.Digest {
			return false
		}
	}
	return len(e.records) > 0
}

// done is how many stages the records say are done.
func (e *execution) done() (stages int) {
	for i := range e.records {
		if open := e.records[i].Open; open != nil && open.Plan == e.plan.Digest {
			stages = max(stages, open.Done)
		}
	}
	return stages
}

// overAge tells whether the plan is older than it may be when it begins.
func (e *execution) overAge() (words string, over bool) {
	w := e.plan.Work
	made, err := time.Parse(time.RFC3339, w.Made)
	if err != nil || w.MaxAge == 0 {
		return "", false
	}
	age, most := e.app.Clock.Now().Sub(made), time.Duration(w.MaxAge)*time.Second
	return fmt.Sprintf("the plan was made %s ago, and its load and prices count for %s", age.Round(time.Second), most), age > most
}
