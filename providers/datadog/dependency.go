package datadog

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"berth.dev/engine/measure"
)

// dependencyPath is the service map, an endpoint in beta that Datadog's client has not
// (docs.datadoghq.com/api/latest/service-dependencies).
const dependencyPath = "/api/v1/service_dependencies"

// Calls reads who calls whom from the service map of APM: pairs without amounts,
// in order. Without [Options.Env] there are none.
func (s *Source) Calls(ctx context.Context, from, to time.Time) ([]measure.Pair, measure.Answer, error) {
	var answer measure.Answer
	if s.o.Env == "" {
		return nil, answer, nil
	}
	raw, f := s.call(ctx, request{method: http.MethodGet, path: dependencyPath, query: url.Values{
		"env": {s.o.Env}, "start": {strconv.FormatInt(from.Unix(), 10)}, "end": {strconv.FormatInt(to.Unix(), 10)},
	}}, &answer.Calls)
	if f != nil {
		return nil, answer, f
	}
	pairs, f := s.decodePairs(raw)
	if f != nil {
		return nil, answer, f
	}
	answer.Points = len(pairs)
	return pairs, answer, nil
}

// decodePairs reads the map {"cart": {"calls": ["db"]}}, service by service.
func (s *Source) decodePairs(raw []byte) ([]measure.Pair, *measure.Failure) {
	strange := s.nonsense("the answer is no map of services")
	d := json.NewDecoder(bytes.NewReader(raw))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, strange
	}
	var pairs []measure.Pair
	for d.More() {
		from, err := d.Token()
		name, ok := from.(string)
		var of struct {
			Calls json.RawMessage `json:"calls"`
		}
		if err != nil || !ok || d.Decode(&of) != nil || len(of.Calls) == 0 || of.Calls[0] != '[' {
			return nil, strange
		}
		for cell := range cells(of.Calls) {
			var to string
			if json.Unmarshal(cell, &to) != nil || to == "" || name == "" {
				return nil, strange
			}
			if len(pairs) == s.o.Limits.Series {
				return nil, measure.Fail(measure.TooLarge, "%s: the service map has more than %d calls", s.address, s.o.Limits.Series)
			}
			pairs = append(pairs, measure.Pair{From: name, To: to})
		}
	}
	slices.SortFunc(pairs, func(a, b measure.Pair) int {
		return cmpPair(a, b)
	})
	return slices.Compact(pairs), nil
}

func cmpPair(a, b measure.Pair) int {
	if c := strings.Compare(a.From, b.From); c != 0 {
		return c
	}
	return strings.Compare(a.To, b.To)
}
