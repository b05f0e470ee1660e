package gke

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"k8s.io/client-go/rest"
)

// RESTConfig tells how the API server of a cluster is reached by an endpoint: "dns",
// "public" or "private". Its token goes to that one host over TLS, and nowhere else.
func (c *Client) RESTConfig(ctx context.Context, n Name, endpoint string) (*rest.Config, error) {
	cluster, err := c.cluster(ctx, n)
	switch {
	case err != nil:
		return nil, err
	case cluster == nil:
		return nil, fmt.Errorf("%s: there is no such cluster. Correct project, location and cluster of the site, or let berth make it with manage = \"cluster\"", n)
	}
	return c.reach(seenOf(n, "", cluster), endpoint)
}

// reach is RESTConfig for a cluster that was read.
func (c *Client) reach(s *Seen, endpoint string) (*rest.Config, error) {
	host, roots := s.DNS, c.roots
	switch endpoint {
	case "public":
		host, roots = s.Public, s.CA
	case "private":
		host, roots = s.Private, s.CA
	}
	if host == "" {
		return nil, fmt.Errorf("%s: it has no %s endpoint; it has %s. Open it at Google, or set endpoint in the site's gke block", s.Name, endpoint, s.endpoints())
	}
	if endpoint != "dns" && len(roots) == 0 {
		return nil, fmt.Errorf("%s: Google names no certificate for its %s endpoint", s.Name, endpoint)
	}
	u := &url.URL{Scheme: "https", Host: host}
	if again, err := url.Parse(u.String()); err != nil || again.Host != host || again.Hostname() == "" || strings.ContainsAny(host, "/@?# ") {
		return nil, fmt.Errorf("%s: its %s endpoint %q is no host", s.Name, endpoint, host)
	}
	return &rest.Config{
		Host:            u.String(),
		TLSClientConfig: rest.TLSClientConfig{CAData: roots},
		WrapTransport: func(next http.RoundTripper) http.RoundTripper {
			return &bound{host: host, token: c.token, next: next}
		},
	}, nil
}

// endpoints names those that are open.
func (s *Seen) endpoints() string {
	var list []string
	for _, e := range []struct{ name, host string }{{"dns", s.DNS}, {"public", s.Public}, {"private", s.Private}} {
		if e.host != "" {
			list = append(list, e.name)
		}
	}
	if len(list) == 0 {
		return "none yet"
	}
	return strings.Join(list, ", ")
}

// bound puts the token on requests to one host.
type bound struct {
	host  string
	token func(context.Context) (string, error)
	next  http.RoundTripper
}

var errElsewhere = errors.New("not sent: the request is for another host than the cluster's")

// RoundTrip refuses requests to any other host before it asks for a token.
func (b *bound) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "https" || r.URL.Host != b.host || r.Host != "" && r.Host != b.host {
		return nil, errElsewhere
	}
	token, err := b.token(r.Context())
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+token)
	return b.next.RoundTrip(r)
}

// WrappedRoundTripper lets client-go find the connection below, to close it.
func (b *bound) WrappedRoundTripper() http.RoundTripper { return b.next }
