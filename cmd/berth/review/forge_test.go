package review

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
)

// forge is a double of the service where a merge request is talked about: as much of the
// APIs of GitLab and GitHub as the pipelines of the README ask for, and nothing else.
type forge struct {
	url string

	mu       sync.Mutex
	comments []comment
}

// comment is what somebody wrote under the merge request.
type comment struct {
	ID     int    `json:"id"`
	Body   string `json:"body"`
	Author person `json:"author"`
	User   person `json:"user"`
}

// person is who wrote it.
type person struct {
	ID    int    `json:"id"`
	Login string `json:"login"`
}

// pipeline is whom a pipeline's token belongs to, on both.
var pipeline = person{ID: 7, Login: "github-actions[bot]"}

// openForge starts one on which a stranger has written already, with berth's own marker.
func openForge(t testing.TB) *forge {
	t.Helper()
	f := &forge{comments: []comment{{ID: 1, Body: marker + "\nmine", Author: person{ID: 6}, User: person{Login: "stranger"}}}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /user", func(w http.ResponseWriter, r *http.Request) { answerJSON(w, pipeline) })
	for _, path := range []string{"/projects/42/merge_requests/5/notes", "/repos/company/specs/issues/5/comments"} {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) { answerJSON(w, f.all()) })
		mux.HandleFunc("POST "+path, f.add)
	}
	mux.HandleFunc("PUT /projects/42/merge_requests/5/notes/{id}", f.change)
	mux.HandleFunc("PATCH /repos/company/specs/issues/comments/{id}", f.change)
	s := httptest.NewServer(allowed(mux))
	t.Cleanup(s.Close)
	f.url = s.URL
	return f
}

// allowed lets those in who have the pipeline's token, in the header of either API.
func allowed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("PRIVATE-TOKEN") != "secret" && r.Header.Get("Authorization") != "Bearer secret" {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func answerJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	// The client is gone if this fails; its exit code tells the test.
	_ = json.NewEncoder(w).Encode(v)
}

// all are the comments, the oldest first.
func (f *forge) all() []comment {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]comment(nil), f.comments...)
}

// body is what a request wants to say: a form at GitLab, JSON at GitHub.
func body(r *http.Request) string {
	if r.Header.Get("PRIVATE-TOKEN") != "" {
		return r.FormValue("body")
	}
	// A text that is no JSON has no body, which the test would miss.
	var said struct{ Body string }
	_ = json.NewDecoder(r.Body).Decode(&said)
	return said.Body
}

func (f *forge) add(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := comment{ID: len(f.comments) + 1, Body: body(r), Author: pipeline, User: pipeline}
	f.comments = append(f.comments, c)
	w.WriteHeader(http.StatusCreated)
	answerJSON(w, c)
}

// change is for whoever wrote the comment.
func (f *forge) change(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil || id < 1 || id > len(f.comments) || f.comments[id-1].Author != pipeline {
		http.Error(w, "not yours", http.StatusForbidden)
		return
	}
	f.comments[id-1].Body = body(r)
	answerJSON(w, f.comments[id-1])
}
