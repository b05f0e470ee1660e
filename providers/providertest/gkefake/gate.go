package gkefake

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/protobuf/proto"
)

// gate are the addresses of one cluster's API server.
type gate struct {
	authority authority
	servers   []*http.Server
	// by is the address of each way.
	by map[Way]string
}

// Way is how a request reaches a cluster's API server.
type Way string

// The ways to a cluster's API server.
const (
	// DNS is the DNS name, under a certificate that all machines trust.
	DNS Way = "dns"
	// Public and Private are addresses, under the certificate of the cluster's authority.
	Public  Way = "public"
	Private Way = "private"
)

// Request is one request to a cluster's API server.
type Request struct {
	// Cluster is the cluster's name, as in "projects/p/locations/l/clusters/c".
	Cluster string
	Way     Way
	// User is who asked, "" for nobody that is known. Bearer says that a token came along.
	User         string
	Bearer       bool
	Method, Path string
	Code         int
}

// Requests are those to API servers of all clusters so far, in the order of their
// arrival.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// address opens a cluster's addresses and tells of them in its words. Which of them are
// open is as it was asked: the DNS name is, unless its external traffic is refused; the
// addresses are, unless they are disabled.
func (s *Server) address(c *kubernetes) error {
	own, err := newAuthority("authority of " + c.address.cluster)
	if err != nil {
		return err
	}
	g := &gate{authority: own, by: map[Way]string{}}
	c.gate = g
	for _, at := range []struct {
		way    Way
		signer authority
		name   string
		ip     net.IP
	}{{DNS, s.public, "localhost", nil}, {Public, own, "", net.IPv4(127, 0, 0, 1)}, {Private, own, "", net.IPv4(127, 0, 0, 2)}} {
		certificate, err := at.signer.serve(at.name, at.ip)
		if err != nil {
			return err
		}
		if err := s.listen(c, at.way, certificate); err != nil {
			return err
		}
	}
	c.describe()
	return nil
}

// listen opens one address.
func (s *Server) listen(c *kubernetes, way Way, certificate *tls.Certificate) error {
	host, name := "127.0.0.1", "127.0.0.1"
	switch way {
	case DNS:
		name = "localhost"
	case Private:
		host, name = "127.0.0.2", "127.0.0.2"
	}
	listener, err := net.Listen("tcp", host+":0")
	if err != nil {
		return err
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return err
	}
	c.gate.by[way] = net.JoinHostPort(name, port)
	server := &http.Server{
		Handler: s.admit(c, way), ReadHeaderTimeout: time.Minute, ErrorLog: quiet(),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{*certificate}},
	}
	c.gate.servers = append(c.gate.servers, server)
	s.busy.Go(func() {
		_ = server.ServeTLS(listener, "", "") // always an error: that it was closed
	})
	return nil
}

// close ends the addresses; a cluster that was refused has none.
func (g *gate) close() {
	if g == nil {
		return
	}
	for _, server := range g.servers {
		_ = server.Close()
	}
}

// describe writes the addresses into what the API says of the cluster.
func (c *kubernetes) describe() {
	p := c.proto
	p.MasterAuth = &containerpb.MasterAuth{ClusterCaCertificate: encode(c.gate.authority.pem())}
	if p.ControlPlaneEndpointsConfig == nil {
		p.ControlPlaneEndpointsConfig = &containerpb.ControlPlaneEndpointsConfig{}
	}
	e := p.ControlPlaneEndpointsConfig
	if e.DnsEndpointConfig == nil {
		e.DnsEndpointConfig = &containerpb.ControlPlaneEndpointsConfig_DNSEndpointConfig{AllowExternalTraffic: proto.Bool(true)}
	}
	if e.IpEndpointsConfig == nil {
		e.IpEndpointsConfig = &containerpb.ControlPlaneEndpointsConfig_IPEndpointsConfig{Enabled: proto.Bool(true), EnablePublicEndpoint: proto.Bool(true)}
	}
	e.DnsEndpointConfig.Endpoint = c.gate.by[DNS]
	e.IpEndpointsConfig.PublicEndpoint, e.IpEndpointsConfig.PrivateEndpoint = c.gate.by[Public], c.gate.by[Private]
	p.Endpoint = c.gate.by[Public]
	if !e.GetIpEndpointsConfig().GetEnablePublicEndpoint() {
		e.IpEndpointsConfig.PublicEndpoint, p.Endpoint = "", c.gate.by[Private]
	}
}

// isOpen tells whether a way leads to the cluster; the caller holds the lock.
func (c *kubernetes) isOpen(way Way) bool {
	e := c.proto.GetControlPlaneEndpointsConfig()
	switch ip := e.GetIpEndpointsConfig(); way {
	case DNS:
		return e.GetDnsEndpointConfig().GetAllowExternalTraffic()
	case Public:
		return ip.GetEnabled() && ip.GetEnablePublicEndpoint()
	default:
		return ip.GetEnabled()
	}
}

// versionText is what an API server says at /version.
func versionText(version string) string {
	return fmt.Sprintf(`{"major":"1","minor":"%d","gitVersion":"v%s","goVersion":"go1.26","compiler":"gc","platform":"linux/amd64"}`, minor(version), version)
}

// isHealth tells whether a path asks how an API server is.
func isHealth(path string) bool {
	return slices.Contains([]string{"readyz", "livez", "healthz"}, strings.Trim(path, "/"))
}
