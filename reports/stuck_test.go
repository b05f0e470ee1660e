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
