package fleet_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
)

// placeable is a generated fleet in which no service forbids calls that it makes:
// those to what stands on no site always pass over the internet.
func placeable(n int, seed uint64) []spec.Source {
	out := enginetest.Fleet(n, seed)
	for i := range out {
		out[i].Bytes = bytes.ReplaceAll(out[i].Bytes, []byte("internet_transit = false"), []byte("internet_transit = true"))
	}
	return out
}

// BenchmarkPixiv states the nine services of testdata/pixiv as a problem.
func BenchmarkPixiv(b *testing.B) {
	w := loadPixiv(b)
	b.ReportAllocs()
	for b.Loop() {
		w.build(b, nil)
	}
}

// BenchmarkFleet states a generated fleet of a thousand services.
func BenchmarkFleet(b *testing.B) {
	w := load(b, placeable(1000, 1), nil)
	b.ReportAllocs()
	for b.Loop() {
		w.build(b, nil)
	}
}

// talking is n services of measured hours that may all be split and make ten calls
// each.
func talking(b *testing.B, n int, more string) *world {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	measured := map[string]profile.Profile{}
	texts := []string{strings.ReplaceAll(small, "nodes      = 3", "nodes      = 400"), more}
	for i := range n {
		name := enginetest.ServiceName(i)
		measured[name] = weeks()[r.IntN(3)]
		var calls []string
		for k := range 10 {
			other := (i/20*20 + 1 + k*7 + r.IntN(7)) % n
			if other != i && !slices.ContainsFunc(calls, func(c string) bool { return strings.Contains(c, enginetest.ServiceName(other)) }) {
				calls = append(calls, call(enginetest.ServiceName(other), "10Gi", "30Gi"))
			}
		}
		texts = append(texts, strings.ReplaceAll(busy(name, calls...), "series = \"x.csv\"\n    unit   = \"requests/s\"", "mean_rps = 1"))
	}
	return loadText(b, measured, texts...)
}

// BenchmarkTalking states a thousand services that talk much, on two sites and on
// three.
func BenchmarkTalking(b *testing.B) {
	for _, c := range []struct{ name, more string }{{"two sites", ""}, {"three sites", thirdSite("vpn", true)}} {
		w := talking(b, 1000, c.more)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w.build(b, nil)
			}
		})
	}
}

// BenchmarkRefine looks for better splits of the same thousand, with a price in every
// hour of the week.
func BenchmarkRefine(b *testing.B) {
	f := talking(b, 1000, "").build(b, nil)
	x := make(place.Placement, len(f.Services))
	var prices []place.Price
	for slot := range int32(f.Slots) {
		prices = append(prices, place.Price{Block: 0, Slot: slot, Value: int64(slot%24) * 1e5})
	}
	for b.Loop() {
		f.Refine(prices, x)
	}
}
