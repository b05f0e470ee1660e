package datadog_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/providers/datadog"
	double "berth.dev/providers/providertest/datadog"
)

// BenchmarkADayOfManyServices reads one answer of nearly the most bytes that are held:
// 1,400 services with 288 points each.
func BenchmarkADayOfManyServices(b *testing.B) {
	const services, points = 1400, 288
	body := manyServices(services, points)
	server, s, _ := start(b, double.Options{}, datadog.Options{})
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	var most int64
	for b.Loop() {
		server.Next(double.Status(http.StatusOK, nil, body))
		most = max(most, heap(func() {
			a, err := s.Read(b.Context(), hours(cpu, 24, 5*time.Minute), func(measure.Batch) error { return nil })
			if err != nil || a.Points != services*points {
				b.Fatalf("%d points: %v", a.Points, err)
			}
		}))
	}
	b.ReportMetric(float64(most)/(1<<20), "MiB-held")
}

// manyServices is an answer with values of all digits, as averages have them.
func manyServices(services, points int) string {
	var series, times, values []string
	for i := range points {
		times = append(times, fmt.Sprint((day.Unix()+int64(i)*300)*1000))
	}
	for i := range services {
		series = append(series, fmt.Sprintf(`{"group_tags":["service:service-%d"],"query_index":0,"unit":[{"family":"cpu","name":"nanocore"},null]}`, i))
		row := make([]string, points)
		for j := range row {
			row[j] = fmt.Sprintf("%.9f", 1e7*float64(1+(i*j)%97)/7)
		}
		values = append(values, "["+strings.Join(row, ",")+"]")
	}
	return fmt.Sprintf(`{"data":{"type":"timeseries_response","attributes":{"series":[%s],"times":[%s],"values":[%s]}}}`,
		strings.Join(series, ","), strings.Join(times, ","), strings.Join(values, ","))
}
