package cli

import (
	"fmt"
	"strings"

	"berth.dev/engine/spec"
	"berth.dev/policies"
	"berth.dev/reports"
)

// criteriaOf lists the axes of the matrix.
func criteriaOf(s *policies.Suite) []reports.CriterionInfo {
	out := make([]reports.CriterionInfo, len(s.Criteria))
	for i, c := range s.Criteria {
		out[i] = reports.CriterionInfo{Name: c.Name, Doc: c.Doc}
	}
	return out
}

// rulesOf lists the rules with what became of them.
func rulesOf(s *policies.Suite) []reports.Rule {
	var out []reports.Rule
	for _, r := range s.Rules() {
		out = append(out, reports.Rule{
			Name: r.Name, Kind: r.Kind, Criterion: r.Criterion, Origin: string(r.Origin),
			Replaces: r.Replaces, Disabled: r.Disabled,
		})
	}
	return out
}

// mostNamed is how many services a note names.
const mostNamed = 5

// notes are what a reader of the decisions should know of the inputs: what was
// found in series, and loads that come from where this program does not look.
func (w *workspace) notes(services []*spec.Service) []string {
	var gaps, bad, steps, sources []string
	for _, s := range services {
		r, ok := w.series.reports[s.Name]
		switch {
		case ok && r.Bad > 0:
			bad = append(bad, s.Name)
		case ok && r.Gaps > 0:
			gaps = append(gaps, s.Name)
		}
		if ok && r.Overlap > 0 && r.Overlap != 1 {
			steps = append(steps, s.Name)
		}
		if s.Traffic != nil && s.Traffic.Source.Set() {
			sources = append(sources, s.Name)
		}
	}
	var out []string
	note := func(names []string, one, many string) {
		if len(names) == 0 {
			return
		}
		what := fmt.Sprintf(many, grouped(len(names)))
		if len(names) == 1 {
			what = one
		}
		out = append(out, fmt.Sprintf("%s: %s. `berth explain` shows what was found.", what, someOf(names)))
	}
	note(gaps, "1 series has gaps, which are neither zero nor idle", "%s series have gaps, which are neither zero nor idle")
	note(bad, "1 series has bad rows, which are left out", "%s series have bad rows, which are left out")
	note(steps, "1 series counts over another time than the step between its values; is its unit right?", "%s series count over another time than the step between their values; are their units right?")
	note(sources, "1 service has its load in a metrics source, so it is unknown here", "%s services have their load in a metrics source, so it is unknown here")
	return out
}

// someOf names the first few.
func someOf(names []string) string {
	if len(names) <= mostNamed {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %s more", strings.Join(names[:mostNamed], ", "), grouped(len(names)-mostNamed))
}
