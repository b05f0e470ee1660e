package reports

import (
	"bytes"
	"strings"
	"testing"
)

func TestThePlanSaysThatStuckMovesAreInItsCost(t *testing.T) {
	for _, format := range []string{Text, HTML} {
		for _, stuck := range []bool{true, false} {
			p := moved()
			if !stuck {
				p.Stuck = nil
			}
			out := written(t, format, 200, func(b *bytes.Buffer, o Options) error { return WritePlan(b, o, p) })
			if told := strings.Contains(out, "count them as made"); told != stuck {
				t.Errorf("%s, stuck moves %t: told %t", format, stuck, told)
			}
		}
	}
}

func TestASearchThatCameToItsEndWasNotInterrupted(t *testing.T) {
	p := moved()
	p.Search.Stop = "ended"
	out := written(t, Text, 200, func(b *bytes.Buffer, o Options) error { return WritePlan(b, o, p) })
	if !strings.Contains(out, "all was searched") || strings.Contains(out, "interrupted") {
		t.Errorf("the search ended, and the plan says\n%s", out)
	}
}

func TestADigestStandsOnOneLine(t *testing.T) {
	digest := "sha256:" + strings.Repeat("0123456789abcdef", 4)
	v := Verification{Schema: "berth.verify/1", Holds: true, Checks: []Checked{{"the digest is that of the content", true, digest, nil}}}
	out := written(t, Text, 80, func(b *bytes.Buffer, o Options) error { return WriteVerification(b, o, v) })
	if strings.Count(out, digest) != 1 {
		t.Errorf("no whole digest in\n%s", out)
	}
}
