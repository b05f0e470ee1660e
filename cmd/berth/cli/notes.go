package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
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
			Name: r.Name, Kind: r.Kind, Criterion: r.Criterion, Over: r.Over, Severity: string(r.Severity),
			Origin: string(r.Origin), Replaces: r.Replaces, Disabled: r.Disabled,
		})
	}
	return out
}

// decidingRules lists those that decisions come from: checks look at them afterwards.
func decidingRules(s *policies.Suite) []reports.Rule {
	return slices.DeleteFunc(rulesOf(s), func(r reports.Rule) bool { return r.Kind == "check" })
}

// mostNamed is how many services a note names.
const mostNamed = 5

// notes are what a reader of the decisions should know of the inputs: what was
// found in series, how old prices are, and what was measured by whom.
func (w *workspace) notes(services []*spec.Service) []string {
	var gaps, bad, steps []string
	for _, s := range services {
		r, ok := w.report(s.Name)
		switch {
		case ok && r.Bad > 0:
			bad = append(bad, s.Name)
		case ok && r.Gaps > 0:
			gaps = append(gaps, s.Name)
		}
		if ok && r.Overlap > 0 && r.Overlap != 1 {
			steps = append(steps, s.Name)
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
	note(w.outdated(services), "1 series ends more than 90 days before the day of the workspace", "%s series end more than 90 days before the day of the workspace")
	note(steps, "1 series counts over another time than the step between its values; is its unit right?", "%s series count over another time than the step between their values; are their units right?")
	out = append(out, w.oldPrices()...)
	return append(out, w.measuredNotes(services)...)
}

// What is older than this is told.
const (
	oldSeries = 90 * 24 * time.Hour
	oldPrices = 365 * 24 * time.Hour
)

// outdated returns the services whose series ended long ago.
func (w *workspace) outdated(services []*spec.Service) (names []string) {
	for _, s := range services {
		if p, ok := w.series.profiles[s.Name]; ok && w.Settings.AsOf.V.Sub(p.End) > oldSeries {
			names = append(names, s.Name)
		}
	}
	return names
}

// oldPrices tells of price books that are not of the workspace's day.
func (w *workspace) oldPrices() (out []string) {
	for _, s := range w.Sites {
		book := w.PriceBook(s.Prices.V)
		if book == nil {
			continue
		}
		age := w.Settings.AsOf.V.Sub(book.Date.V)
		day := book.Date.V.Format(time.DateOnly)
		switch {
		case age < 0:
			out = append(out, fmt.Sprintf("The prices of %s are of %s, after the day of the workspace.", s.Name, day))
		case age > oldPrices:
			out = append(out, fmt.Sprintf("The prices of %s are of %s, %.0f months old.", s.Name, day, age.Hours()/unit.HoursPerMonth))
		}
	}
	return out
}

// someOf names the first few.
func someOf(names []string) string {
	if len(names) <= mostNamed {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %s more", strings.Join(names[:mostNamed], ", "), grouped(len(names)-mostNamed))
}
