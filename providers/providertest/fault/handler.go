package fault

import (
	"io"
	"net/http"
	"strconv"
)

// Handler puts the plan between the network and a server.
func (p *Plan) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind := p.decide(r)
		switch {
		case kind == "":
			next.ServeHTTP(w, r)
		case kind == Slow:
			wait(r, p.Pause)
			next.ServeHTTP(w, r)
		case kind.after():
			held := &answer{code: http.StatusOK, header: http.Header{}}
			next.ServeHTTP(held, r)
			serve(kind, w, r, held)
		default:
			_, _ = io.Copy(io.Discard, r.Body)
			serve(kind, w, r, &answer{})
		}
	})
}

// answer holds back what the server said.
type answer struct {
	code   int
	header http.Header
	text   []byte
}

// Header returns the headers of the answer.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader keeps the code.
func (a *answer) WriteHeader(code int) { a.code = code }

// Write keeps the text.
func (a *answer) Write(text []byte) (int, error) {
	a.text = append(a.text, text...)
	return len(text), nil
}

// serve answers a request that fails. To end a connection is to panic, in the words
// of net/http.
func serve(kind Kind, w http.ResponseWriter, r *http.Request, held *answer) {
	switch kind {
	case Hang, HangAfter:
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server see that the client has gone
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case Reset, ResetAfter, Unreached:
		panic(http.ErrAbortHandler)
	case Truncated:
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(held.text)))
		w.WriteHeader(held.code)
		_, _ = w.Write(held.text[:len(held.text)/2])
		_ = http.NewResponseController(w).Flush() // else the half is thrown away with the connection
		panic(http.ErrAbortHandler)
	}
	said, _ := kind.reply()
	w.Header().Set("Content-Type", "application/json")
	if said.wait != "" {
		w.Header().Set("Retry-After", said.wait)
	}
	w.WriteHeader(said.code)
	_, _ = io.WriteString(w, said.body(r))
}
