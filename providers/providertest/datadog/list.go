package datadog

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// metrics lists the names of metrics, a page a call. The cursor is where the next page
// begins, in a form that nobody should read.
func (s *Server) metrics(w http.ResponseWriter, r *http.Request) {
	s.note(Call{Method: r.Method, Path: r.URL.Path, Status: http.StatusOK})
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, one := range s.series {
		if !strings.HasPrefix(one.Metric, APM("")) {
			all = append(all, one.Metric)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	size, err := strconv.Atoi(r.URL.Query().Get("page[size]"))
	if err != nil || size > s.o.Names {
		size = s.o.Names
	}
	from := 0
	if cursor := r.URL.Query().Get("page[cursor]"); cursor != "" {
		n, err := strconv.ParseInt(cursor, 36, 32)
		if err != nil || int(n) > len(all) {
			refuse(w, http.StatusBadRequest, "Invalid cursor")
			return
		}
		from = int(n)
	}
	to := min(from+size, len(all))
	type metric struct {
		Type string `json:"type"`
		ID   string `json:"id"`
	}
	data := []metric{}
	for _, name := range all[from:to] {
		data = append(data, metric{"metrics", name})
	}
	var next any
	if to < len(all) {
		next = strconv.FormatInt(int64(to), 36)
	}
	pagination := map[string]any{"type": "cursor_limit", "limit": size, "next_cursor": next}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"data": data, "meta": map[string]any{"pagination": pagination}})
}
