package gkefake

import (
	"crypto/x509"
	"encoding/json"
	"fmt"

	"golang.org/x/oauth2"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// Reach is what a client needs to reach a server, from its own process or another.
type Reach struct {
	// Endpoint is where the API listens.
	Endpoint string `json:"endpoint"`
	// Token is the bearer token of whoever calls.
	Token string `json:"token"`
	// Authority is the certificate, as PEM, that stands for those which all machines
	// trust: it signs for the API and for the DNS names of clusters.
	Authority []byte `json:"authority"`
}

// Reach is how the first of the identities reaches the server.
func (s *Server) Reach() Reach { return s.ReachAs(s.opts.Identities[0]) }

// ReachAs is how an identity reaches the server.
func (s *Server) ReachAs(who Identity) Reach {
	return Reach{Endpoint: s.endpoint, Token: who.Token, Authority: s.public.pem()}
}

// ClientOptions are those with which Google's client libraries call the server as the
// first of the identities.
func (s *Server) ClientOptions() []option.ClientOption { return s.Reach().ClientOptions() }

// ParseReach reads what String wrote.
func ParseReach(text string) (Reach, error) {
	var r Reach
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		return Reach{}, fmt.Errorf("gkefake: not a reach: %w", err)
	}
	return r, nil
}

// String is the reach in one line, for a variable that a child process gets.
func (r Reach) String() string {
	text, err := json.Marshal(r)
	if err != nil {
		panic(err) // strings and bytes alone: nothing in it can fail to be written
	}
	return string(text)
}

// ClientOptions are those with which Google's client libraries call the server. They are
// the production's ones but for the address and the authority.
func (r Reach) ClientOptions() []option.ClientOption {
	return []option.ClientOption{
		option.WithEndpoint(r.Endpoint),
		option.WithTokenSource(r.TokenSource()),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(credentials.NewClientTLSFromCert(r.Roots(), ""))),
		option.WithTelemetryDisabled(),
	}
}

// TokenSource gives the token.
func (r Reach) TokenSource() oauth2.TokenSource {
	return oauth2.StaticTokenSource(&oauth2.Token{AccessToken: r.Token, TokenType: "Bearer"})
}

// Roots are the certificates to trust in the place of the machine's.
func (r Reach) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(r.Authority)
	return pool
}
