package k0s

import "testing"

// BenchmarkSteps is a cluster of 3 controllers and 100 workers that goes up one minor
// version: 101 steps.
func BenchmarkSteps(b *testing.B) {
	o := orders(b, managed(at, append([]string{host("cp1", "controller", 1), host("cp2", "controller", 2), host("cp3", "controller", 3)}, workers(100)...)...), nil)
	seen := running(b, o, "v1.35.3+k0s.1")
	for b.Loop() {
		if _, err := Steps(o, seen); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFile is the file for one of its workers.
func BenchmarkFile(b *testing.B) {
	o := orders(b, managed(at, append([]string{host("cp1", "controller", 1)}, workers(100)...)...), nil)
	for b.Loop() {
		if _, err := o.File(Stage{Version: o.Version, Worker: "w7"}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkImport is a k0sctl.yaml of four hosts.
func BenchmarkImport(b *testing.B) {
	for b.Loop() {
		if _, err := Import([]byte(wholeFile)); err != nil {
			b.Fatal(err)
		}
	}
}
