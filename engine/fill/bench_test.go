package fill_test

import (
	"fmt"
	"strings"
	"testing"

	"berth.dev/engine/fill"
	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
)

// BenchmarkFill chooses and fills the load, the memory and a call of every service; time
// must grow with their number and no faster.
func BenchmarkFill(b *testing.B) {
	shape := of("prom", measure.CPU, 2).Profile
	for _, n := range []int{100, 1_000, 10_000} {
		var text strings.Builder
		var all []snapshot.Series
		var rows []snapshot.Row
		for i := range n {
			name := fmt.Sprintf("s%05d", i)
			fmt.Fprintf(&text, "service %q {}\n", name)
			for _, key := range []measure.Key{{Service: name, Kind: measure.CPU}, {Service: name, Kind: measure.Memory}, {Service: name, Kind: measure.CallSent, Peer: "db"}} {
				row := snapshot.Row{Series: snapshot.Series{Key: key, Source: "prom", QueryID: string(key.Kind), From: end.AddDate(0, -1, 0), To: end}, Profile: shape}
				rows, all = append(rows, row), append(all, row.Series)
			}
		}
		w := parse(b, text.String())
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if r := fill.Choose(w, index(), all, fill.Options{}).Fill(rows); len(r.Profiles) != n {
					b.Fatalf("%d loads", len(r.Profiles))
				}
			}
		})
	}
}
