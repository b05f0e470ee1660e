package reports

import (
	"bytes"
	"strings"
	"testing"
)

func TestPlansThatWereAskedForDifferentlyDoNotRestOnTheSame(t *testing.T) {
	d := sampleDiff()
	d.Evidence, d.Terms = nil, []DiffTerm{{"--objective both", false}, {"asked for: --pin web=tokyo", true}}
	for _, format := range []string{Text, Markdown} {
		got := written(t, format, 100, func(b *bytes.Buffer, o Options) error { return WritePlanDiff(b, o, d) })
		holds(t, got, "only before:", "objective both", "only after:", "pin web=tokyo", "Both rest on the same files.")
	}
	d.Terms = nil
	got := written(t, Text, 100, func(b *bytes.Buffer, o Options) error { return WritePlanDiff(b, o, d) })
	if !strings.Contains(got, "Both rest on the same inputs.") {
		t.Error(got)
	}
}
