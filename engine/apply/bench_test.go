package apply_test

import (
	"context"
	"fmt"
	"testing"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/providers/providertest/fake"
)

// BenchmarkAThousandObjects makes 1,002 objects of 334 services on an empty cluster,
// with dry runs and everything else that a run does, against the fake API server. It
// reports how many requests that took for each object.
func BenchmarkAThousandObjects(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s := newScene(b)
		s.put("gke", namespaceShop)
		s.put("tokyo", namespaceShop)
		w, bag := s.plan(manyServices(334)...)
		job := s.job(w, bag)
		job.Events, job.Workers = nil, 8
		s.forget()
		b.StartTimer()
		if _, err := apply.Run(context.Background(), job); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		report(b, s)
		b.StartTimer()
	}
}

func manyServices(n int) (all []rollout.Service) {
	for i := range n {
		name := fmt.Sprintf("s%03d", i)
		service := rollout.Service{Name: name, Product: "shop", Namespace: "shop", Stops: []rollout.Stop{at(0, "gke")}, Objects: map[string][]object.Object{}}
		for _, text := range []string{configOf(name), serviceOf(name), deploymentOf(name, 1)} {
			o, err := object.Parse([]byte(text))
			if err != nil {
				panic(err) // the texts are this test's own
			}
			service.Objects["gke"] = append(service.Objects["gke"], o)
		}
		all = append(all, service)
	}
	return all
}

func report(b *testing.B, s *scene) {
	reads, dry, writes := 0, 0, 0
	for _, q := range s.servers["gke"].History() {
		switch {
		case q.Class == fake.Read:
			reads++
		case q.Dry:
			dry++
		default:
			writes++
		}
	}
	b.ReportMetric(float64(reads)/1002, "reads/object")
	b.ReportMetric(float64(dry)/1002, "dry/object")
	b.ReportMetric(float64(writes)/1002, "writes/object")
}
