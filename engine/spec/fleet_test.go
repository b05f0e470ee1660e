package spec_test

import (
	"fmt"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/spec"
)

// BenchmarkParseFleet reads whole fleets; time and memory must grow with their
// size and no faster.
func BenchmarkParseFleet(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			sources := enginetest.Fleet(n, 1)
			size := 0
			for _, s := range sources {
				size += len(s.Bytes)
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				if w, diags := spec.Parse(sources, spec.Options{}); len(diags) > 0 || len(w.Services) != n {
					b.Fatal(diags[0])
				}
			}
		})
	}
}

// BenchmarkParseSmall reads a single block: what a run costs before the first
// service.
func BenchmarkParseSmall(b *testing.B) {
	sources := []spec.Source{{Name: "a.hcl", Bytes: []byte("team \"a\" {}\n")}}
	b.ReportAllocs()
	for b.Loop() {
		spec.Parse(sources, spec.Options{Fragment: true})
	}
}
