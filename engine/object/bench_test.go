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

// BenchmarkTwentyThousandObjects compares 20,000 objects that are as they should be:
// a quarter each of Deployments, Services, autoscalers and ConfigMaps.
func BenchmarkTwentyThousandObjects(b *testing.B) {
	var live, want [4]Object
	for i, name := range []string{"nothing is changed", "a Service stays", "an autoscaler stays", "a key of a ConfigMap is changed"} {
		live[i], want[i] = pairNamed(b, "applied.jsonl", name)
	}
	want[3]["data"].(map[string]any)["a"] = "1"
	published()
	for b.Loop() {
		for i := range 20_000 {
			d, err := Differences(live[i%4], want[i%4], View{})
			if err != nil || len(d) > 0 {
				b.Fatal(d, err)
			}
		}
	}
}

func BenchmarkSeen(b *testing.B) {
	live, want := pairNamed(b, "applied.jsonl", "nothing is changed")
	published()
	for b.Loop() {
		o, err := Seen(live, want, View{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := o.Digest(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkClean(b *testing.B) {
	_, want := pairNamed(b, "applied.jsonl", "nothing is changed")
	for b.Loop() {
		if _, err := Clean(want); err != nil {
			b.Fatal(err)
		}
	}
}
