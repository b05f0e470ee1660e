package prometheus

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/measure"
)

// signed makes a certificate and its key in PEM; without a signer it signs itself.
func signed(t *testing.T, name string, by *tls.Certificate) (cert, key []byte, pair tls.Certificate) {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, BasicConstraintsValid: true, IsCA: by == nil,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	parent, signer := template, any(private)
	if by != nil {
		parent, signer = by.Leaf, by.PrivateKey
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, private.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	key = pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})
	if pair, err = tls.X509KeyPair(cert, key); err != nil {
		t.Fatal(err)
	}
	return cert, key, pair
}

func TestOnlyWhoShowsACertificateIsLetInAndOnlyATrustedServerIsAsked(t *testing.T) {
	ca, _, authority := signed(t, "authority", nil)
	_, _, serving := signed(t, "server", &authority)
	cert, key, _ := signed(t, "berth", &authority)
	otherCA, _, _ := signed(t, "another authority", nil)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	server := httptest.NewUnstartedServer(matrix(line(`"service":"a"`, "1")))
	server.TLS = &tls.Config{Certificates: []tls.Certificate{serving}, ClientCAs: pool, ClientAuth: tls.RequireAndVerifyClientCert}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)

	read(t, source(t, server.URL, func(o *Options) { o.CA, o.Cert, o.Key = ca, cert, key }), hour(measure.Rate, "x"))
	for name, test := range map[string]struct {
		change func(*Options)
		url    string
		cause  measure.Cause
		words  string
	}{
		"without a certificate": {func(o *Options) { o.CA = ca }, server.URL, measure.Refused, "our certificate"},
		"another authority":     {func(o *Options) { o.CA, o.Cert, o.Key = otherCA, cert, key }, server.URL, measure.Refused, "auth.ca"},
		"no authority":          {nil, server.URL, measure.Refused, "auth.ca"},
		"no TLS":                {func(o *Options) { o.CA = ca }, "https" + strings.TrimPrefix(newDouble(t, matrix()).URL, "http"), measure.Nonsense, "http://"},
	} {
		if f := fails(t, t.Context(), source(t, test.url, test.change), hour(measure.Rate, "x")); f.Cause != test.cause || !strings.Contains(f.Words, test.words) {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestEveryCallCarriesItsHeaders(t *testing.T) {
	var seen http.Header
	d := newDouble(t, func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header
		if r.Method == http.MethodPost {
			says(http.StatusMethodNotAllowed, ``)(w, r) // asked again by GET
			return
		}
		matrix(line(`"service":"a"`, "1"))(w, r)
	})
	for name, test := range map[string]struct {
		change func(*Options)
		header string
		want   string
	}{
		"tenant":  {func(o *Options) { o.Headers = map[string]string{"x-scope-orgid": "shop"} }, "X-Scope-OrgID", "shop"},
		"bearer":  {func(o *Options) { o.Bearer = "hush" }, "Authorization", "Bearer hush"},
		"basic":   {func(o *Options) { o.User, o.Password = "user", "hush" }, "Authorization", "Basic dXNlcjpodXNo"},
		"agent":   {func(o *Options) { o.Agent = "berth/1" }, "User-Agent", "berth/1"},
		"default": {nil, "User-Agent", "berth"},
	} {
		_, answer := read(t, source(t, d.URL, test.change), hour(measure.Rate, "x"))
		if got := seen.Get(test.header); got != test.want || answer.Calls != 2 {
			t.Errorf("%s: %q, %+v", name, got, answer)
		}
	}
}

func TestNoOtherHostSeesASecret(t *testing.T) {
	other := newDouble(t, matrix(line(`"service":"a"`, "1")))
	for _, code := range []int{301, 302, 303, 307, 308} {
		d := newDouble(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL+r.URL.Path, code) })
		s := source(t, d.URL, func(o *Options) { o.Bearer = "hush" })
		if f := fails(t, t.Context(), s, hour(measure.Rate, "x")); f.Cause != measure.Nonsense || !strings.Contains(f.Words, other.URL) {
			t.Errorf("%d: %+v", code, f)
		}
	}
	if other.calls.Load() > 0 {
		t.Error("another host was asked")
	}
}

func TestOptionsThatCannotBeUsedAreRefusedWithoutTheirSecrets(t *testing.T) {
	const url = "http://prometheus.example"
	cert, key, _ := signed(t, "one", nil)
	_, otherKey, _ := signed(t, "other", nil)
	for name, test := range map[string]struct {
		o     Options
		words string
	}{
		"no URL":              {Options{}, "url must begin"},
		"no host":             {Options{URL: "http://"}, "url must begin"},
		"another scheme":      {Options{URL: "file:///hush"}, "url must begin"},
		"no URL at all":       {Options{URL: "http://a b:hush@c"}, "url is none"},
		"a password in it":    {Options{URL: "http://user:hush@prometheus.example"}, "password_env"},
		"a token in it":       {Options{URL: url + "?token=hush"}, "query"},
		"bearer and user":     {Options{URL: url, Bearer: "hush", User: "me"}, "one of them"},
		"no user":             {Options{URL: url, Password: "hush"}, "no user"},
		"a broken bearer":     {Options{URL: url, Bearer: "hush\n"}, "line break"},
		"a broken header":     {Options{URL: url, Headers: map[string]string{"X-Key": "hush\n"}}, "X-Key"},
		"a header's name":     {Options{URL: url, Headers: map[string]string{"X Key": "hush"}}, "X Key"},
		"half a pair":         {Options{URL: url, Cert: cert}, "both or none"},
		"another's key":       {Options{URL: url, Cert: cert, Key: otherKey}, "no pair"},
		"no certificate":      {Options{URL: url, CA: key}, "no certificate in PEM"},
		"a key that is none":  {Options{URL: url, Cert: cert, Key: []byte("hush")}, "no pair"},
		"a CA that is a text": {Options{URL: url, CA: []byte("hush")}, "no certificate in PEM"},
	} {
		_, err := New(test.o)
		if err == nil || !strings.Contains(err.Error(), test.words) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := source(t, url+"/mimir/", nil)
	if s.Address() != url+"/mimir/" {
		t.Error(s.Address())
	}
}
