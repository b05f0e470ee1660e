package pool_test

import (
	"fmt"
	"strings"
	"testing"

	"berth.dev/engine/allot/pool"
	"berth.dev/engine/usage"
)

// BenchmarkMonth is a month of two pools that a thousand services use.
func BenchmarkMonth(b *testing.B) {
	var services strings.Builder
	var uses []usage.Use
	for i := range 1000 {
		fmt.Fprintf(&services, "service \"s-%d\" {\n  product = \"ads\"\n  runs_on = \"tokyo\"\n}\n", i)
		uses = append(uses, usage.Use{Site: "tokyo", Service: fmt.Sprintf("s-%d", i), CoreHours: 10 + float64(i)/7, GiBHours: 40 + float64(i)/3})
	}
	in := input(b, uses, `team "ads" {}`, `team "ads" {}`+"\n"+services.String())
	for b.Loop() {
		if _, err := pool.Month(in); err != nil {
			b.Fatal(err)
		}
	}
}
