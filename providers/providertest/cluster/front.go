package cluster

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
)

// frontName is the name by which the API server knows its fronts.
const frontName = "front"

// Front is a way to the API server that stands before it, as the address of one
// controller does, or an endpoint of a cloud. It passes each request on as from the
// user whom who names; without a name the request goes on with nothing but its own
// token. Whoever serves it may keep requests back, or answer them differently.
func (c *Cluster) Front(who func(*http.Request) (user string, groups []string)) (http.Handler, error) {
	if _, err := os.Stat(c.file(frontName + ".crt")); err != nil {
		if _, err := c.User(frontName); err != nil {
			return nil, err
		}
	}
	known, err := c.connect(frontName)
	if err != nil {
		return nil, err
	}
	to, err := url.Parse(c.url)
	if err != nil {
		return nil, err
	}
	unknown := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: c.trusted()}, ForceAttemptHTTP2: true}
	pass := func(through http.RoundTripper, user string, groups []string) http.Handler {
		return &httputil.ReverseProxy{Transport: through, FlushInterval: -1, Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			for _, claimed := range []string{"X-Remote-User", "X-Remote-Group"} {
				r.Out.Header.Del(claimed)
			}
			if user != "" {
				r.Out.Header.Del("Authorization")
				r.Out.Header["X-Remote-User"], r.Out.Header["X-Remote-Group"] = []string{user}, groups
			}
		}}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, groups := who(r)
		if user == "" {
			pass(unknown, "", nil).ServeHTTP(w, r)
			return
		}
		pass(known.Transport, user, groups).ServeHTTP(w, r)
	}), nil
}

// ByCertificate names the user of a request as the API server itself would: by the
// certificate of the client, where it has shown one. It is for [Cluster.Front].
func ByCertificate(r *http.Request) (user string, groups []string) {
	if r.TLS == nil || len(r.TLS.VerifiedChains) == 0 {
		return "", nil
	}
	subject := r.TLS.VerifiedChains[0][0].Subject
	return subject.CommonName, subject.Organization
}

// Serving is how a front of these addresses and names serves TLS: with a certificate of
// the cluster's own authority, and a look at the client's.
func (c *Cluster) Serving(name string, addresses ...string) (*tls.Config, error) {
	template := &x509.Certificate{Subject: pkix.Name{CommonName: name}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	for _, a := range addresses {
		if ip := net.ParseIP(a); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
			continue
		}
		template.DNSNames = append(template.DNSNames, a)
	}
	file := "serving-" + name
	if err := c.certify(file, template); err != nil {
		return nil, err
	}
	own, err := tls.LoadX509KeyPair(c.file(file+".crt"), c.file(file+".key"))
	if err != nil {
		return nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{own}, ClientAuth: tls.VerifyClientCertIfGiven, ClientCAs: c.trusted()}, nil
}

// Authority is the certificate, as PEM, by which clients know the cluster's servers.
func (c *Cluster) Authority() ([]byte, error) { return os.ReadFile(c.file("ca.crt")) }

// trusted are those whose certificates count.
func (c *Cluster) trusted() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(c.authority.certificate)
	return pool
}
