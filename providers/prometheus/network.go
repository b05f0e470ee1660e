package prometheus

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
)

// headerBytes bound the headers of an answer.
const headerBytes = 64 << 10

// network is the way to the server: the proxies of the environment, and the options'
// certificates.
func (o Options) network() (http.RoundTripper, error) {
	base := http.DefaultTransport.(*http.Transport).Clone()
	base.MaxResponseHeaderBytes = headerBytes
	if len(o.CA)+len(o.Cert) > 0 {
		trust, err := o.trust()
		if err != nil {
			return nil, err
		}
		base.TLSClientConfig = trust
	}
	if o.Wrap != nil {
		return o.Wrap(base), nil
	}
	return base, nil
}

// trust is whom the source trusts, and what it shows.
func (o Options) trust() (*tls.Config, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if len(o.CA) > 0 {
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(o.CA) {
			return nil, errors.New("ca has no certificate in PEM")
		}
	}
	if len(o.Cert) > 0 {
		pair, err := tls.X509KeyPair(o.Cert, o.Key)
		if err != nil {
			// The error of the library is about the files' form, and quotes nothing.
			return nil, errors.New("cert and key are no pair in PEM: " + err.Error())
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return c, nil
}
