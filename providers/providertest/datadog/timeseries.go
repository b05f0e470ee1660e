package datadog

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// body is a question about timeseries.
type body struct {
	Data struct {
		Type       string `json:"type"`
		Attributes struct {
			Formulas []struct {
				Formula string `json:"formula"`
			} `json:"formulas"`
			Queries  []query `json:"queries"`
			From     int64   `json:"from"`
			To       int64   `json:"to"`
			Interval int64   `json:"interval"`
		} `json:"attributes"`
	} `json:"data"`
}

// query is one of its queries.
type query struct {
	DataSource string   `json:"data_source"`
	Name       string   `json:"name"`
	Query      string   `json:"query"`
	Stat       string   `json:"stat"`
	SpanKind   string   `json:"span_kind"`
	GroupBy    []string `json:"group_by"`
}

// asked reads the query in either language.
func (q query) asked(step int64) (asked, error) {
	switch q.DataSource {
	case "metrics":
		a, ok := parse(q.Query)
		if !ok {
			return a, fmt.Errorf("error parsing query %q", q.Query)
		}
		if a.interval == 0 {
			a.interval = step
		}
		return a, nil
	case "apm_metrics":
		return asked{
			space: "sum", metric: APM(q.SpanKind), groups: q.GroupBy, interval: step,
			count: q.Stat == "hits", rate: q.Stat == "hits_per_second",
		}, nil
	}
	return asked{}, fmt.Errorf("the double has no data source %q", q.DataSource)
}

// timeseries answers a question.
func (s *Server) timeseries(w http.ResponseWriter, r *http.Request) {
	var b body
	err := json.NewDecoder(r.Body).Decode(&b)
	if err == nil && b.Data.Type != "timeseries_request" {
		err = fmt.Errorf("API input validation failed: Invalid type. Expected \"timeseries_request\"")
	}
	at := b.Data.Attributes
	call := Call{Method: r.Method, Path: r.URL.Path, From: at.From / 1000, To: at.To / 1000, Status: http.StatusOK}
	for _, q := range at.Queries {
		call.Queries = append(call.Queries, q.Query)
	}
	var answer any
	if err == nil {
		answer, err = s.answer(b)
	}
	if err != nil {
		call.Status = http.StatusBadRequest
	}
	s.note(call)
	if err != nil {
		refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	w.Header().Set("Content-Type", "application/vnd.api+json")
	json.NewEncoder(w).Encode(answer)
}

// answer works a question out.
func (s *Server) answer(b body) (any, error) {
	at := b.Data.Attributes
	if len(at.Formulas) != 1 {
		return nil, fmt.Errorf("the double works out one formula")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	from, to := at.From/1000, at.To/1000
	lines := map[string][]line{}
	for _, q := range at.Queries {
		a, err := q.asked(at.Interval / 1000)
		if err != nil {
			return nil, err
		}
		lines[q.Name] = rolled(s.series, a, from, to, interval(a.interval, to-from, s.o.Points))
	}
	return shape(at.Formulas[0].Formula, lines)
}

// shape puts lines into the form of an answer: groups that all queries have in common.
func shape(text string, lines map[string][]line) (any, error) {
	type series struct {
		Tags  []string `json:"group_tags"`
		Index int      `json:"query_index"`
		Unit  []*Unit  `json:"unit"`
	}
	all, byGroup, times := []series{}, map[string]map[string]line{}, []int64{}
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		for _, l := range lines[name] {
			group := strings.Join(l.tags, ",")
			if byGroup[group] == nil {
				byGroup[group] = map[string]line{}
				one := series{Tags: l.tags}
				if l.unit != nil {
					one.Unit = []*Unit{l.unit, l.per}
				}
				all = append(all, one)
			}
			byGroup[group][name] = l
			for t := range l.points {
				times = append(times, t*1000)
			}
		}
	}
	slices.Sort(times)
	times = slices.Compact(times)
	slices.SortFunc(all, func(x, y series) int { return slices.Compare(x.Tags, y.Tags) })
	values := make([][]*float64, len(all))
	for i, one := range all {
		values[i] = make([]*float64, len(times))
		for j, t := range times {
			v, ok, err := evaluate(text, func(name string) (float64, bool) {
				v, ok := byGroup[strings.Join(one.Tags, ",")][name].points[t/1000]
				return v, ok
			})
			if err != nil {
				return nil, err
			}
			if ok {
				values[i][j] = &v
			}
		}
	}
	attributes := map[string]any{"series": all, "times": times, "values": values}
	return map[string]any{"data": map[string]any{"id": "0", "type": "timeseries_response", "attributes": attributes}}, nil
}
