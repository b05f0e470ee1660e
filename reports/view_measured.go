package reports

import (
	"fmt"
	"slices"
	"strings"
)

// measuredView says what was measured of a service, and what was not.
func measuredView(lines []string) []block {
	if len(lines) == 0 {
		return nil
	}
	list := items{}
	for _, line := range lines {
		list.entries = append(list.entries, []text{say(line)})
	}
	return []block{heading{2, []text{{"What was measured", strong}}}, list}
}

// measuredNumbers names the numbers of a decision that were measured, a line for each
// source and window: "Measured by prod, 2026-10-01 to 2026-10-31: load.mean, …".
func measuredNumbers(s *Service) (lines []string) {
	var leads []string
	ids := map[string][]string{}
	for _, in := range s.Measured {
		lead := fmt.Sprintf("Measured by %s, %s to %s: ", in.Source, in.From, in.To)
		if ids[lead] == nil {
			leads = append(leads, lead)
		}
		ids[lead] = append(ids[lead], in.ID)
	}
	slices.Sort(leads)
	for _, lead := range leads {
		slices.Sort(ids[lead])
		lines = append(lines, lead+strings.Join(ids[lead], ", ")+".")
	}
	return lines
}
