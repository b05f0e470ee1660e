//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery

import (
	"encoding/json"
	"errors"
	"net/http"
)

// fault is an error as BigQuery tells it.
type fault struct {
	status          int
	reason, message string
}

func (f *fault) Error() string { return f.message }

// faultOf is what an error of ours is to BigQuery.
func faultOf(err error) *fault {
	var f *fault
	if errors.As(err, &f) {
		return f
	}
	return &fault{http.StatusBadRequest, "invalidQuery", err.Error()}
}

// Fault makes calls fail.
type Fault struct {
	// Method is the call that fails: "jobs.insert", "jobs.get", "jobs.getQueryResults" or
	// "tables.get".
	Method string
	// Status and Reason are the answer's, as in 503 and "backendError"; with status 0 the
	// connection breaks off.
	Status          int
	Reason, Message string
	// Times is how often; it counts down.
	Times int
	// Skip is how many calls pass before.
	Skip int
	// After says that the call does its work first, so that its answer alone is lost.
	After bool
}

// Fail makes the next calls of a method fail.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// failing is the fault that a call meets now, nil for none.
func (s *Server) failing(method string) *Fault {
	for _, f := range s.faults {
		switch {
		case f.Method != method || f.Times == 0:
		case f.Skip > 0:
			f.Skip--
		default:
			f.Times--
			return f
		}
	}
	return nil
}

func (f *Fault) write(w http.ResponseWriter) {
	if f.Status == 0 {
		panic(http.ErrAbortHandler)
	}
	writeFault(w, &fault{f.Status, f.Reason, f.Message})
}

func writeFault(w http.ResponseWriter, f *fault) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(f.status)
	detail := map[string]any{"message": f.message, "domain": "global", "reason": f.reason}
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"code": f.status, "message": f.message, "errors": []any{detail}}})
}

// lost holds back what a call answers.
type lost struct{ header http.Header }

func (l lost) Header() http.Header         { return l.header }
func (l lost) Write(b []byte) (int, error) { return len(b), nil }
func (l lost) WriteHeader(int)             {}
