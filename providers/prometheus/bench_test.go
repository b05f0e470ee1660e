package prometheus

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"berth.dev/engine/measure"
	server "berth.dev/providers/providertest/prometheus"
)

// BenchmarkADay reads a day of a fleet in steps of five minutes from a server that takes
// no time of its own to think: 288 points of each service.
func BenchmarkADay(b *testing.B) {
	for _, services := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprintf("services=%d", services), func(b *testing.B) {
			answers := newDouble(b, kept(constant(services, "service")))
			r := hour(measure.Rate, "x")
			r.To = r.From.AddDate(0, 0, 1)
			s := source(b, answers.URL, nil)
			_, first := read(b, s, r) // finds out what fits
			var answer measure.Answer
			for b.Loop() {
				var err error
				if answer, err = s.Read(b.Context(), r, func(measure.Batch) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
			if answer.Points != services*288 {
				b.Fatalf("%+v", answer)
			}
			b.ReportMetric(float64(first.Calls), "first-calls")
			b.ReportMetric(float64(answer.Calls), "calls")
			b.ReportMetric(float64(answer.Points)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mpoints/s")
		})
	}
}

// kept keeps answers, so that making them is not measured with reading them.
func kept(next http.HandlerFunc) http.HandlerFunc {
	texts := map[string][]byte{}
	return func(w http.ResponseWriter, r *http.Request) {
		key := r.FormValue("start") + r.FormValue("end")
		if texts[key] == nil {
			held := httptest.NewRecorder()
			next(held, r)
			texts[key] = bytes.Clone(held.Body.Bytes())
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(texts[key])
	}
}

// BenchmarkARealServer reads a day of rates from a Prometheus that holds a counter of
// each service, scraped once a minute.
func BenchmarkARealServer(b *testing.B) {
	const services, minutes = 1000, 24 * 60
	s := server.Start(b, server.Options{})
	values := make([]float64, minutes+1)
	for i := range values {
		values[i] = float64(i) * 90
	}
	for i := range services {
		s.Write(b, server.Series{
			Labels:  map[string]string{"__name__": "requests_total", "service": fmt.Sprintf("s%d", i)},
			Samples: server.Each(noon(), time.Minute, values...),
		})
	}
	r := hour(measure.Rate, "sum by (service) (rate(requests_total[$step]))")
	r.To = r.From.AddDate(0, 0, 1)
	src := source(b, s.URL(), nil)
	var answer measure.Answer
	for b.Loop() {
		var err error
		if answer, err = src.Read(b.Context(), r, func(measure.Batch) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	if answer.Points != services*288 {
		b.Fatalf("%+v", answer)
	}
	b.ReportMetric(float64(answer.Points)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mpoints/s")
}
