package fleet_test

import (
	"bytes"
	"testing"

	"berth.dev/engine/enginetest"
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
