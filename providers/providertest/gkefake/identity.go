package gkefake

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
)

// Identity is somebody whom Google knows.
type Identity struct {
	// Token is the bearer token that stands for them.
	Token string
	// User is their address, as clusters see it too.
	User string
	// Groups are those that clusters see. The group system:masters may everything there,
	// as a Kubernetes Engine Admin may.
	Groups []string
	// May are the methods that they may call, as in "GetCluster"; nil is all.
	May []string
}

// DefaultIdentity may everything, on clusters too.
func DefaultIdentity() Identity {
	return Identity{Token: "ya29.test-token-of-deployer", User: "deployer@demo.iam.gserviceaccount.com", Groups: []string{"system:masters"}}
}

// Withdraw makes a token void, as one does that has run out.
func (s *Server) Withdraw(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.withdrawn[token] = true
}

// holder finds whom a bearer token stands for.
func (s *Server) holder(header string) (Identity, bool) {
	token, is := strings.CutPrefix(header, "Bearer ")
	s.mu.Lock()
	defer s.mu.Unlock()
	if !is || s.withdrawn[token] {
		return Identity{}, false
	}
	i := slices.IndexFunc(s.opts.Identities, func(i Identity) bool { return i.Token == token })
	if i < 0 {
		return Identity{}, false
	}
	return s.opts.Identities[i], true
}

// caller finds who makes a call of the API.
func (s *Server) caller(ctx context.Context) (Identity, error) {
	sent, _ := metadata.FromIncomingContext(ctx)
	if header := sent.Get("authorization"); len(header) == 1 {
		if who, known := s.holder(header[0]); known {
			return who, nil
		}
	}
	return Identity{}, refuse(codes.Unauthenticated, "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.")
}

// visitor finds who asks a cluster's API server.
func (s *Server) visitor(r *http.Request) (Identity, bool) {
	return s.holder(r.Header.Get("Authorization"))
}

// permits tells whether the identity may call a method.
func (i Identity) permits(method string) bool { return i.May == nil || slices.Contains(i.May, method) }
