package object

import "testing"

// pairNamed is a recorded object with what was wanted of it.
func pairNamed(b *testing.B, file, name string) (live, want Object) {
	b.Helper()
	for _, s := range scenes(b, file) {
		if s.name == name {
			return s.live, cleaned(b, s.want)
		}
	}
	b.Fatalf("%s has no %q", file, name)
	return nil, nil
}

func BenchmarkDifferencesOfADeployment(b *testing.B) {
	for _, s := range []struct{ name, file, scene string }{
		{"applied", "applied.jsonl", "nothing is changed"},
		{"changed", "applied.jsonl", "an image is changed"},
		{"made", "made.jsonl", "Deployment shop/small"},
		{"madeWithEverything", "made.jsonl", "Deployment shop/web"},
	} {
		live, want := pairNamed(b, s.file, s.scene)
		published()
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Differences(live, want, View{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
