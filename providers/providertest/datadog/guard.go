package datadog

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// guarded lets faults, the limit and the keys answer first, in the order of Datadog: who
// has no key is not counted.
func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if fault := s.fault(); fault != nil {
			s.note(Call{Method: r.Method, Path: r.URL.Path})
			fault(w, r)
			return
		}
		if r.Header.Get("DD-API-KEY") != s.o.APIKey || r.Header.Get("DD-APPLICATION-KEY") != s.o.AppKey {
			s.note(Call{Method: r.Method, Path: r.URL.Path, Status: http.StatusForbidden})
			refuse(w, http.StatusForbidden, "Forbidden")
			return
		}
		if !s.allowed(w.Header()) {
			s.note(Call{Method: r.Method, Path: r.URL.Path, Status: http.StatusTooManyRequests})
			refuse(w, http.StatusTooManyRequests, "Too many requests")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// fault is the next one that was asked for.
func (s *Server) fault() http.HandlerFunc {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.faults) == 0 {
		return nil
	}
	f := s.faults[0]
	s.faults = s.faults[1:]
	return f
}

// allowed counts a call into its period and writes the headers of the limit.
func (s *Server) allowed(h http.Header) bool {
	if s.o.Limit == 0 {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.o.Now()
	if period := now.Truncate(s.o.Period); !period.Equal(s.period) {
		s.period, s.taken = period, 0
	}
	ok := s.taken < s.o.Limit
	if ok {
		s.taken++
	}
	left := s.period.Add(s.o.Period).Sub(now)
	h.Set("X-RateLimit-Name", "batch_query")
	h.Set("X-RateLimit-Limit", strconv.Itoa(s.o.Limit))
	h.Set("X-RateLimit-Period", strconv.Itoa(int(s.o.Period/time.Second)))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(s.o.Limit-s.taken))
	h.Set("X-RateLimit-Reset", strconv.Itoa(int((left+time.Second-1)/time.Second)))
	return ok
}

// refuse answers as Datadog does: {"errors": ["Forbidden"]}.
func refuse(w http.ResponseWriter, status int, words string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string][]string{"errors": {words}})
}

// dependencies answers for the service map.
func (s *Server) dependencies(w http.ResponseWriter, r *http.Request) {
	s.note(Call{Method: r.Method, Path: r.URL.Path, Status: http.StatusOK})
	type service struct {
		Calls []string `json:"calls"`
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !r.URL.Query().Has("env") {
		refuse(w, http.StatusBadRequest, "env is required")
		return
	}
	out := map[string]service{}
	for from, to := range s.edges[r.URL.Query().Get("env")] {
		out[from] = service{to}
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(out)
}
