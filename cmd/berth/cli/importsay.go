package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/providers/kube"
	"berth.dev/providers/kube/survey"
	"berth.dev/providers/kube/usage"
	"berth.dev/providers/manifest"
)

// sayImported tells on stderr what became of the manifests.
func (a *app) sayImported(r *manifest.Result, skipped []manifest.Skipped) {
	fmt.Fprintf(a.Stderr, "Imported %s and %s.\n", plural(len(r.Services), "service"), plural(len(r.Endpoints), "endpoint"))
	if len(skipped) == 0 {
		return
	}
	fmt.Fprintf(a.Stderr, "Not imported:\n")
	for _, s := range skipped {
		what := s.File
		if s.Kind != "" {
			what += ": " + s.Kind + " " + s.Name
		}
		fmt.Fprintf(a.Stderr, "  %s: %s\n", diag.Clean(what), diag.Clean(s.Reason))
	}
}

// together joins what was left out for one reason where it is many.
func together(all []manifest.Skipped) (out []manifest.Skipped) {
	const few = 3
	count := map[[2]string]int{}
	for _, s := range all {
		count[[2]string{s.Kind, s.Reason}]++
	}
	for _, s := range all {
		key := [2]string{s.Kind, s.Reason}
		switch n := count[key]; {
		case n > few:
			s.Name = fmt.Sprintf("%s and %d more", s.Name, n-1)
			count[key] = -1
			out = append(out, s)
		case n > 0:
			out = append(out, s)
		}
	}
	return out
}

// sayOpen tells what a person has to add to an import.
func (a *app) sayOpen(open []string) {
	for _, words := range open {
		a.say("note", diag.Clean(words))
	}
}

// sayMissing tells what of a cluster was left out as a whole.
func (a *app) sayMissing(seen *survey.Seen) {
	for _, words := range seen.Missing {
		a.say("note", words)
	}
	var left []string
	for _, namespace := range slices.Sorted(maps.Keys(seen.LeftOut)) {
		left = append(left, fmt.Sprintf("%s (%d)", namespace, seen.LeftOut[namespace]))
	}
	if len(left) > 0 {
		a.say("note", "Workloads of the cluster's own machinery were left out: "+strings.Join(left, ", ")+". Name a namespace with --namespace to have it.")
	}
}

// sayMoment tells what the services use right now, where the cluster serves it.
func (a *app) sayMoment(c *kube.Cluster, namespaces []string, result *manifest.Result) {
	used, _, err := usage.New(c, usage.Options{Namespaces: namespaces, Now: a.Clock.Now}).Workloads(a.Context)
	if err != nil {
		a.say("note", "What pods use now is not known: "+err.Error())
		return
	}
	for _, words := range survey.Moment(result.Services, used) {
		a.say("note", words)
	}
}
