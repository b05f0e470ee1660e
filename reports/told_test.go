package reports

import (
	"bytes"
	"strings"
	"testing"
)

func TestThePageSaysWhatItsWordsMean(t *testing.T) {
	holds(t, planText(t, moved(), HTML, 0), "Greedy: one service after the other", "A wave is what moves at the same time", "up to 98 replicas run on tokyo")
}

func TestAConflictAboutUnknownCallsSaysToMeasureThem(t *testing.T) {
	c := Conflict{Conflicts: []RuleConflict{{Rules: []WrittenRule{{Kind: "held", Subject: `service "api"`, Words: "it stays where it runs"}}}}}
	text := func() string {
		return written(t, Text, 100, func(b *bytes.Buffer, o Options) error { return WriteConflict(b, o, c) })
	}
	holds(t, text(), `measure the calls of service "api", or try with --assume unknown=high`)
	c.Conflicts[0].Rules[0].Kind = "constraint"
	if got := text(); strings.Contains(got, "measure the calls") {
		t.Error(got)
	}
}
