package datadog

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
)

// Status answers with a status and a body.
func Status(status int, header map[string]string, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// Echo refuses and repeats the keys that came, as servers do that were written for
// finding mistakes.
func Echo(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		refuse(w, status, "the keys "+r.Header.Get("DD-API-KEY")+" and "+strings.ToUpper(r.Header.Get("DD-APPLICATION-KEY"))+" are of no use")
	}
}

// Hang never answers.
func Hang(_ http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body) // the end of the connection is seen only behind the body
	<-r.Context().Done()
}

// Reset closes the connection without a word.
func Reset(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// Cut announces more than it sends, as when a connection breaks in the middle.
func Cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	io.WriteString(w, `{"data":{"attributes":`)
}

// Endless answers with a list of a gigabyte.
func Endless(w http.ResponseWriter, _ *http.Request) {
	gigabyte(w)
}

// Bomb answers with a list of a gigabyte, packed into a few.
func Bomb(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	gigabyte(z)
	z.Close()
}

// gigabyte writes until nobody reads.
func gigabyte(w io.Writer) {
	io.WriteString(w, `{"data":{"attributes":{"values":[[`)
	zeros := strings.Repeat("0,", 1<<15)
	for range (1 << 30) / len(zeros) {
		if _, err := io.WriteString(w, zeros); err != nil {
			return
		}
	}
}
