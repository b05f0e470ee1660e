package machines_test

import (
	"testing"

	"berth.dev/providers/providertest/machines"
)

// BenchmarkWorld is how long a test waits for three machines that have nothing.
func BenchmarkWorld(b *testing.B) {
	shared.Get(b)
	for b.Loop() {
		world(b, trio...)
	}
}

// BenchmarkApply is how long the double takes to make a cluster of three machines, and
// to find that there is nothing to do.
func BenchmarkApply(b *testing.B) {
	w := world(b, trio...)
	file := whole(w, old, "")
	wipe := func() {
		if out, code := k0sctl(b, w, file, "reset", "--force"); code != 0 {
			b.Fatal(out)
		}
	}
	b.Run("make", func(b *testing.B) {
		for b.Loop() {
			if out, code := k0sctl(b, w, file, "apply", "--concurrency", "1"); code != 0 {
				b.Fatal(out)
			}
			b.StopTimer()
			wipe()
			b.StartTimer()
		}
	})
	k0sctl(b, w, file, "apply", "--concurrency", "1")
	b.Run("again", func(b *testing.B) {
		for b.Loop() {
			if out, code := k0sctl(b, w, file, "apply", "--concurrency", "1"); code != 0 {
				b.Fatal(out)
			}
		}
	})
}

// BenchmarkVersion is how long the double takes to begin and end.
func BenchmarkVersion(b *testing.B) {
	w := world(b, machines.Host{Name: "c1"})
	for b.Loop() {
		if out, code := finish(b, version(w)); code != 0 {
			b.Fatal(out)
		}
	}
}
