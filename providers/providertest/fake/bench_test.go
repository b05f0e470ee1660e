package fake_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"berth.dev/providers/providertest/fake"
)

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		s, err := fake.Start(fake.Options{})
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}

// exchange does one request of a benchmark.
func exchange(b *testing.B, s server, a ask, want int) {
	if got := s.status(b, a); got != want {
		b.Fatalf("%s %s: %d, want %d", a.method, a.path, got, want)
	}
}

func BenchmarkGet(b *testing.B) {
	s := double(start(b, fake.Options{}))
	exchange(b, s, ask{"", "POST", "/apis/apps/v1/namespaces/default/deployments", asJSON, `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"f"},"spec":{` + frontend + "}}"}, 201)
	for b.Loop() {
		exchange(b, s, ask{"", "GET", "/apis/apps/v1/namespaces/default/deployments/f", asJSON, ""}, 200)
	}
}

func BenchmarkCreateBy8(b *testing.B) {
	s := double(start(b, fake.Options{}))
	var n atomic.Int64
	b.SetParallelism(4)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			body := fmt.Sprintf(`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"f%d"},"spec":{%s}}`, n.Add(1), frontend)
			exchange(b, s, ask{"", "POST", "/apis/apps/v1/namespaces/default/deployments?fieldManager=berth", asJSON, body}, 201)
		}
	})
}

func BenchmarkApply(b *testing.B) {
	s := double(start(b, fake.Options{}))
	body := `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"f"},"spec":{"replicas":COUNT,` + frontend + "}}"
	path := "/apis/apps/v1/namespaces/default/deployments/f?fieldManager=berth"
	exchange(b, s, ask{"", "PATCH", path, asApply, strings.Replace(body, "COUNT", "0", 1)}, 201)
	n := 0
	for b.Loop() {
		n++
		exchange(b, s, ask{"", "PATCH", path, asApply, strings.Replace(body, "COUNT", fmt.Sprint(n), 1)}, 200)
	}
}
