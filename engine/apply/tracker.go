package apply

import (
	"slices"
	"strings"

	"berth.dev/engine/object"
)

// argoHomes are the namespaces in which Argo CD stands where a mark does not name one:
// that of its own manifests, and that of OpenShift.
func argoHomes() []string { return []string{"argocd", "openshift-gitops"} }

// reported is how a delivery stands, as Argo CD or Flux say it of themselves.
type reported struct {
	// revisions are those that the cluster shows: the one it is at first, then earlier.
	revisions []string
	// waits says why it is not in step with its repository yet, "" where it is.
	waits string
	// sick says why what it brought is not healthy, "" where it is or may still be.
	sick string
	// failed is its own message about an attempt that failed, "" where none did;
	// attempted are the revisions of that attempt, and attempt tells it from others.
	failed    string
	attempted []string
	attempt   string
}

// revision is the one that the cluster is at, "" for none.
func (r reported) revision() string {
	if len(r.revisions) == 0 {
		return ""
	}
	return r.revisions[0]
}

// report reads what a tracker says.
func report(o object.Object) reported {
	if o.Ref().Kind == "Kustomization" {
		return fluxReport(o)
	}
	return argoReport(o)
}

// argoReport reads an Application of Argo CD.
func argoReport(o object.Object) (r reported) {
	r.revisions = argoRevisions(o, "status", "sync")
	history, _ := o.At("status", "history").([]any)
	for _, h := range slices.Backward(history) {
		m, _ := h.(map[string]any)
		r.revisions = append(r.revisions, argoRevisions(object.Object(m))...)
	}
	phase, message := word(o, "status", "operationState", "phase"), word(o, "status", "operationState", "message")
	if phase == "Failed" || phase == "Error" {
		r.failed = orElse(message, "its last sync ended as "+phase)
		r.attempted = argoRevisions(o, "status", "operationState", "syncResult")
		r.attempted = append(r.attempted, argoRevisions(o, "status", "operationState", "operation", "sync")...)
		r.attempt = strings.Join(r.attempted, " ") + " " + word(o, "status", "operationState", "finishedAt")
	}
	sync, health := word(o, "status", "sync", "status"), word(o, "status", "health", "status")
	switch {
	case sync == "":
		r.waits = "has not reported yet"
	case phase == "Running":
		r.waits = "is syncing"
	case sync != "Synced":
		r.waits = "is " + sync + argoTrouble(o)
	case health == "Degraded":
		r.sick = "Degraded" + after(word(o, "status", "health", "message"))
	case health != "Healthy":
		r.waits = "its health is " + orElse(health, "not known") + after(word(o, "status", "health", "message"))
	}
	return r
}

// argoRevisions are the revisions below a member: one, or one for each source.
func argoRevisions(o object.Object, path ...string) (out []string) {
	if one := word(o, append(slices.Clone(path), "revision")...); one != "" {
		out = append(out, one)
	}
	many, _ := o.At(append(slices.Clone(path), "revisions")...).([]any)
	for _, v := range many {
		if s, ok := v.(string); ok && s != "" {
			out = append(out, s)
		}
	}
	return out
}

// argoTrouble are the errors among the conditions of an Application.
func argoTrouble(o object.Object) (words string) {
	for _, c := range conditions(o) {
		if strings.HasSuffix(word(c, "type"), "Error") {
			words += after(word(c, "message"))
		}
	}
	return words
}

// fluxReport reads a Kustomization of Flux.
func fluxReport(o object.Object) (r reported) {
	if at := word(o, "status", "lastAppliedRevision"); at != "" {
		r.revisions = []string{at}
	}
	var ready, stalled object.Object
	for _, c := range conditions(o) {
		switch word(c, "type") {
		case "Ready":
			ready = c
		case "Stalled":
			stalled = c
		}
	}
	state, reason := word(ready, "status"), word(ready, "reason")
	gaveUp := []string{"BuildFailed", "HealthCheckFailed", "PruneFailed", "ReconciliationFailed"}
	if word(stalled, "status") == "True" || state == "False" && slices.Contains(gaveUp, reason) {
		tried := word(o, "status", "lastAttemptedRevision")
		r.failed = orElse(word(ready, "message"), orElse(word(stalled, "message"), "it has failed"))
		r.attempted = []string{tried}
		r.attempt = tried + " " + word(ready, "lastTransitionTime")
	}
	switch {
	case ready == nil:
		r.waits = "has not reported yet"
	case o.At("spec", "suspend") == true:
		r.waits = "is suspended"
	case o.At("metadata", "generation") != o.At("status", "observedGeneration"):
		r.waits = "has not seen its own last change yet"
	case state != "True":
		r.waits = "is not ready" + after(orElse(word(ready, "message"), reason))
	}
	return r
}

// conditions are those of an object's status.
func conditions(o object.Object) (out []object.Object) {
	all, _ := o.At("status", "conditions").([]any)
	for _, v := range all {
		if m, ok := v.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// anyIs tells whether one of the revisions that were reported is the one asked for.
func anyIs(reported []string, asked string) bool {
	return slices.ContainsFunc(reported, func(r string) bool { return isRevision(r, asked) })
}

// isRevision tells whether a revision that was reported is the one that a person asks
// for by its first digits. Flux writes main@sha1:4f2c… or, before, main/4f2c….
func isRevision(reported, asked string) bool {
	return strings.HasPrefix(reported[strings.LastIndexAny(reported, ":/")+1:], strings.ToLower(asked))
}

// canAsk tells whether a text can be a commit: 7 to 64 hexadecimal digits.
func canAsk(revision string) bool {
	return len(revision) >= 7 && len(revision) <= 64 && strings.Trim(revision, "0123456789abcdefABCDEF") == ""
}

// word is a text in an object, "" where there is none.
func word(o object.Object, path ...string) string {
	s, _ := o.At(path...).(string)
	return s
}

// orElse is the first text, or the other where that is empty.
func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// after joins words to a sentence.
func after(text string) string {
	if text == "" {
		return ""
	}
	return ": " + text
}
