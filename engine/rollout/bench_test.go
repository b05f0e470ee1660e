package rollout_test

import (
	"fmt"
	"testing"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
)

// BenchmarkFiveThousandServices builds work for 5,000 services of four objects each:
// a third is moved, a third changed, a third is as it should be.
func BenchmarkFiveThousandServices(b *testing.B) {
	s := newScene(b.Fatalf, "gke", "tokyo")
	var services []rollout.Service
	for i := range 5000 {
		name := fmt.Sprintf("s%04d", i)
		objects := []object.Object{config(name, "1"), service(name), deployment(name, 2), scaler(name, 9)}
		one := rollout.Service{Name: name, Namespace: "shop", Runs: []string{"gke"}, Called: true, Stops: []rollout.Stop{on(0, "gke")}, Objects: everywhere(objects, "gke", "tokyo")}
		switch i % 3 {
		case 0:
			one.Stops = append(one.Stops, on(1+i%50, "tokyo"))
		case 1:
			objects = append([]object.Object{config(name, "0")}, objects[1:]...)
		}
		for _, o := range objects {
			live := s.owned(s.named(object.Own(o, name, setOf("shop"))), object.Manager, "Apply")
			s.live["gke"][live.Ref()] = live
		}
		services = append(services, one)
	}
	s.recordAll("gke")
	in := s.input(services...)
	b.ReportAllocs()
	for b.Loop() {
		r, err := rollout.Build(in)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(r.Work.Stages)), "stages")
	}
}
