package gkefake

import (
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net/http"

	"cloud.google.com/go/container/apiv1/containerpb"
)

// admit answers what comes in at one of a cluster's addresses.
func (s *Server) admit(c *kubernetes, way Way) http.Handler {
	h := s.answerer(c, way)
	if s.opts.Wrap == nil {
		return h
	}
	return s.opts.Wrap(h)
}

func (s *Server) answerer(c *kubernetes, way Way) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, known := s.visitor(r)
		s.mu.Lock()
		at := len(s.requests)
		s.requests = append(s.requests, Request{
			Cluster: c.address.String(), Way: way, User: who.User, Bearer: r.Header.Get("Authorization") != "", Method: r.Method, Path: r.URL.RequestURI(),
		})
		s.mu.Unlock()
		seen := &watched{ResponseWriter: w, code: http.StatusOK}
		defer func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.requests[at].Code = seen.code
		}()
		if code, says := s.barred(c, way, known); code != 0 {
			reject(seen, code, says)
			return
		}
		s.hand(seen, r, c, who)
	})
}

// barred tells why a request does not get to the API server, 0 where it does.
func (s *Server) barred(c *kubernetes, way Way, known bool) (int, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	o := s.under(c)
	zonal := !isRegion(c.address.location)
	switch status := c.proto.GetStatus(); {
	case !c.isOpen(way):
		return http.StatusForbidden, "this endpoint of the cluster is closed"
	case status == containerpb.Cluster_PROVISIONING || status == containerpb.Cluster_STOPPING || status == containerpb.Cluster_ERROR:
		return http.StatusServiceUnavailable, "the control plane is not there"
	case zonal && o != nil && o.proto.GetOperationType() == containerpb.Operation_UPGRADE_MASTER:
		return http.StatusServiceUnavailable, "the control plane is being upgraded"
	case !known:
		return http.StatusUnauthorized, "Unauthorized"
	}
	return 0, ""
}

// hand hands a request to the control plane.
func (s *Server) hand(w http.ResponseWriter, r *http.Request, c *kubernetes, who Identity) {
	if r.URL.Path == "/version" {
		s.mu.Lock()
		version := c.proto.GetCurrentMasterVersion()
		s.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, versionText(version)) // whoever asked may be gone
		return
	}
	if s.opts.Planes == nil {
		if !isHealth(r.URL.Path) {
			reject(w, http.StatusServiceUnavailable, "there is no control plane behind this cluster: Options.Planes gives it one")
			return
		}
		_, _ = io.WriteString(w, "ok") // whoever asked may be gone
		return
	}
	p, err := s.grounded(s.alive, c)
	if err != nil {
		reject(w, http.StatusServiceUnavailable, err.Error())
		return
	}
	h, err := p.as(who)
	if err != nil {
		reject(w, http.StatusServiceUnavailable, err.Error())
		return
	}
	h.ServeHTTP(w, r)
}

// reject answers as an API server does that refuses.
func reject(w http.ResponseWriter, code int, says string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_, _ = fmt.Fprintf(w, `{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":%q,"reason":%q,"code":%d}`, says, reason(code), code)
}

func reason(code int) string {
	switch code {
	case http.StatusUnauthorized:
		return "Unauthorized"
	case http.StatusForbidden:
		return "Forbidden"
	}
	return "ServiceUnavailable"
}

// watched is an answer whose code is remembered.
type watched struct {
	http.ResponseWriter
	code int
}

// WriteHeader remembers the code.
func (w *watched) WriteHeader(code int) { w.code = code; w.ResponseWriter.WriteHeader(code) }

// Unwrap lets watches be flushed.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// quiet is where servers complain of clients that do not trust them, which tests are
// about.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }

func encode(text []byte) string { return base64.StdEncoding.EncodeToString(text) }
