package cli

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/apply"
	"berth.dev/engine/step"
	"berth.dev/reports"
)

// sayRunsOn says what the specs must have when a plan is carried out: they still have
// where services were.
func (e *execution) sayRunsOn(out *apply.Outcome) error {
	if e.format == reports.JSON || e.plan == nil || out == nil || out.Stopped != "" || out.Already {
		return nil
	}
	lines := runsOn(e.plan.Work.Services)
	if len(lines) == 0 {
		return nil
	}
	_, err := fmt.Fprintf(e.app.out, "Now the specs must say where services run:\n  %s\n", strings.Join(lines, "\n  "))
	return err
}

// runsOn are the lines of the specs for services that have moved.
func runsOn(services []step.Service) (lines []string) {
	for i := range services {
		s := &services[i]
		if slices.Equal(slices.Sorted(slices.Values(s.From)), slices.Sorted(slices.Values(s.To))) || len(s.To) == 0 {
			continue
		}
		sites := make([]string, len(s.To))
		for k, site := range s.To {
			sites[k] = fmt.Sprintf("%q", site)
		}
		if len(lines) == mostShown {
			return append(lines, "and of the others that have moved: show --steps has all of them")
		}
		lines = append(lines, fmt.Sprintf("%s: runs_on = [%s]", s.Name, strings.Join(sites, ", ")))
	}
	return lines
}
