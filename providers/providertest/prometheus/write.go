package prometheus

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/klauspost/compress/snappy"
	"google.golang.org/protobuf/encoding/protowire"
)

// Series is one series with its samples.
type Series struct {
	// Labels are its labels, "__name__" too.
	Labels map[string]string
	// Samples are in the order of time.
	Samples []Sample
}

// Sample is a value at a time.
type Sample struct {
	At    time.Time
	Value float64
}

// Stale is the value that says that a series has ended: no query looks back past it.
func Stale() float64 { return math.Float64frombits(0x7ff0000000000002) }

// Each makes samples from one time on, step after step.
func Each(from time.Time, step time.Duration, values ...float64) []Sample {
	out := make([]Sample, len(values))
	for i, v := range values {
		out[i] = Sample{At: from.Add(time.Duration(i) * step), Value: v}
	}
	return out
}

// most is how many samples one call carries.
const most = 100_000

// Write puts series into the server. They may be old, and come in any order; a sample
// that is there already stays.
func (s *Server) Write(t testing.TB, series ...Series) {
	t.Helper()
	var message []byte
	held := 0
	for _, one := range series {
		for part := range slices.Chunk(one.Samples, most) {
			if held += len(part); held > most && len(message) > 0 {
				s.send(t, message)
				message, held = nil, len(part)
			}
			message = appendSeries(message, one.Labels, part)
		}
	}
	if len(message) > 0 {
		s.send(t, message)
	}
}

// send posts a message of the remote write protocol, version 1.0.
func (s *Server) send(t testing.TB, message []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/api/v1/write", bytes.NewReader(snappy.Encode(nil, message)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Encoding", "snappy")
	request.Header.Set("Content-Type", "application/x-protobuf")
	request.Header.Set("X-Prometheus-Remote-Write-Version", "0.1.0")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		words, err := io.ReadAll(io.LimitReader(answer.Body, 1000))
		t.Fatal(fmt.Errorf("writing to Prometheus: %s: %s %w", answer.Status, words, err))
	}
}

// appendSeries adds a series to a prometheus.WriteRequest: field 1, a TimeSeries of
// labels (1: name, 2: value) and samples (1: value, 2: milliseconds).
func appendSeries(message []byte, labels map[string]string, samples []Sample) []byte {
	var series, one []byte
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		one = protowire.AppendString(protowire.AppendTag(one[:0], 1, protowire.BytesType), name)
		one = protowire.AppendString(protowire.AppendTag(one, 2, protowire.BytesType), labels[name])
		series = protowire.AppendBytes(protowire.AppendTag(series, 1, protowire.BytesType), one)
	}
	for _, sample := range samples {
		one = protowire.AppendFixed64(protowire.AppendTag(one[:0], 1, protowire.Fixed64Type), math.Float64bits(sample.Value))
		one = protowire.AppendVarint(protowire.AppendTag(one, 2, protowire.VarintType), uint64(sample.At.UnixMilli()))
		series = protowire.AppendBytes(protowire.AppendTag(series, 2, protowire.BytesType), one)
	}
	return protowire.AppendBytes(protowire.AppendTag(message, 1, protowire.BytesType), series)
}
