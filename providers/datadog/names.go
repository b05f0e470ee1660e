package datadog

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"berth.dev/engine/measure"
)

// metricsPath lists the names of metrics that report now, page by page
// (docs.datadoghq.com/api/latest/metrics, "Get a list of metrics").
const metricsPath = "/api/v2/metrics"

// A page of names, and how many pages are read for a hint.
const (
	namesAPage = 10_000
	mostPages  = 10
)

// names are the metrics that an organisation has, listed once, where a query is empty:
// a misspelt name and a service without load look the same in an answer.
type names struct {
	mu     sync.Mutex
	listed bool
	all    []string
	// whole tells that the list has come to its end.
	whole bool
}

// hint says more of an empty answer: which metric there is none of, and what there is.
func (s *Source) hint(ctx context.Context, metrics []string, calls *int) string {
	if len(metrics) == 0 {
		return ""
	}
	s.names.mu.Lock()
	defer s.names.mu.Unlock()
	if !s.names.listed {
		s.names.all, s.names.whole = s.listNames(ctx, calls)
		s.names.listed = ctx.Err() == nil
	}
	for _, m := range metrics {
		if _, known := slices.BinarySearch(s.names.all, m); known || !s.names.whole {
			continue
		}
		said := ": no metric that reports now is called " + clip(m)
		if like := alike(m, s.names.all); len(like) > 0 {
			said += "; there are " + s.shown(strings.Join(like, ", "))
		}
		return said
	}
	return ""
}

// listNames reads the list page by page, sorted, and tells whether it is whole. What
// cannot be read is no failure, and is not tried again: a hint is not worth it.
func (s *Source) listNames(ctx context.Context, calls *int) (all []string, whole bool) {
	query := url.Values{"page[size]": {strconv.Itoa(namesAPage)}}
	for range mostPages {
		if d, _ := s.pace.hold(s.o.Now()); d > 0 {
			return nil, false // a hint is not worth a wait either
		}
		*calls++
		got, err := s.once(ctx, request{method: http.MethodGet, path: metricsPath, query: query})
		if s.judge(ctx, got, err) != nil {
			return nil, false
		}
		s.pace.note(got.header, s.o.Now())
		var page struct {
			Data json.RawMessage `json:"data"`
			Meta struct {
				Pagination struct {
					Next string `json:"next_cursor"`
				} `json:"pagination"`
			} `json:"meta"`
		}
		if json.Unmarshal(got.body, &page) != nil {
			return nil, false
		}
		before := len(all)
		for cell := range cells(page.Data) {
			var one struct {
				ID string `json:"id"`
			}
			if json.Unmarshal(cell, &one) != nil || len(all)-before == namesAPage {
				return nil, false
			}
			all = append(all, one.ID)
		}
		if page.Meta.Pagination.Next == "" || len(all) == before {
			slices.Sort(all)
			return all, true
		}
		query.Set("page[cursor]", page.Meta.Pagination.Next)
	}
	return nil, false
}

// alike are up to three metrics of the same family and of the same last word, as
// trace.flask.request.hits for trace.http.request.hits.
func alike(metric string, all []string) (out []string) {
	first, _, _ := strings.Cut(metric, ".")
	last := metric[strings.LastIndex(metric, ".")+1:]
	for _, m := range all {
		if strings.HasPrefix(m, first+".") && strings.HasSuffix(m, "."+last) && len(out) < 3 {
			out = append(out, m)
		}
	}
	return out
}

// empty is the failure of a query that has no points.
func (w *reading) empty(ctx context.Context) *measure.Failure {
	s, q := w.source, w.request.Query
	why := s.why(w.unnamed, q)
	if w.unnamed == 0 {
		why = s.hint(ctx, w.question.metrics, &w.answer.Calls)
	}
	return measure.Fail(measure.Empty, "%s: Datadog has nothing for %s in this time%s. Look at the query in its Metrics Explorer", s.address, q.Kind, why)
}
