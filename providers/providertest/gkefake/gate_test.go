package gkefake_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"testing"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"berth.dev/providers/providertest/gkefake"
)

// visit asks an address and returns the code and the body, or the error.
func visit(t *testing.T, roots *x509.CertPool, token, url string) (int, string, error) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := client.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body), err
}

// trusting trusts what signs DNS names.
func trusting(s *gkefake.Server) *tls.Config { return &tls.Config{RootCAs: s.Reach().Roots()} }

// own is the certificate of a cluster's authority.
func own(t *testing.T, c *containerpb.Cluster) *x509.CertPool {
	t.Helper()
	text := must(base64.StdEncoding.DecodeString(c.GetMasterAuth().GetClusterCaCertificate()))(t)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	return pool
}

func TestEachAddressHasItsAuthority(t *testing.T) {
	s, _ := added(t, gkefake.Options{})
	c, reach := s.Cluster(web), s.Reach()
	e := c.GetControlPlaneEndpointsConfig()
	dns, public, private := e.GetDnsEndpointConfig().GetEndpoint(), e.GetIpEndpointsConfig().GetPublicEndpoint(), e.GetIpEndpointsConfig().GetPrivateEndpoint()
	for _, test := range []struct {
		host  string
		roots *x509.CertPool
		good  bool
	}{
		{dns, reach.Roots(), true}, {public, own(t, c), true}, {private, own(t, c), true}, {c.GetEndpoint(), own(t, c), true},
		{dns, own(t, c), false}, {public, reach.Roots(), false}, {private, reach.Roots(), false},
	} {
		code, body, err := visit(t, test.roots, reach.Token, "https://"+test.host+"/version")
		if good := err == nil && code == http.StatusOK && strings.Contains(body, `"v1.35.8-gke.1400000"`); good != test.good {
			t.Errorf("%s: %d %s %v", test.host, code, body, err)
		}
	}
	var ways []gkefake.Way
	for _, r := range s.Requests() {
		ways = append(ways, r.Way)
		if r.Cluster != web || !r.Bearer || r.User != gkefake.DefaultIdentity().User || r.Code != http.StatusOK {
			t.Errorf("%+v", r)
		}
	}
	if diff := cmp.Diff([]gkefake.Way{gkefake.DNS, gkefake.Public, gkefake.Private, gkefake.Public}, ways); diff != "" {
		t.Error(diff)
	}
}

func TestAnAddressIsClosedToStrangersAndWhereTheClusterSaysSo(t *testing.T) {
	s, client := added(t, gkefake.Options{})
	roots := s.Reach().Roots()
	at := "https://" + s.Cluster(web).GetControlPlaneEndpointsConfig().GetDnsEndpointConfig().GetEndpoint() + "/readyz"
	code := func(token string) int {
		code, _, err := visit(t, roots, token, at)
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	got := []int{code(s.Reach().Token), code("stolen"), code("")}
	closed := &containerpb.ControlPlaneEndpointsConfig{DnsEndpointConfig: &containerpb.ControlPlaneEndpointsConfig_DNSEndpointConfig{AllowExternalTraffic: proto.Bool(false)}}
	must(client.UpdateCluster(t.Context(), &containerpb.UpdateClusterRequest{Name: web, Update: &containerpb.ClusterUpdate{DesiredControlPlaneEndpointsConfig: closed}}))(t)
	got = append(got, code(s.Reach().Token))
	if diff := cmp.Diff([]int{200, 401, 401, 403}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheAPIServerOfAZonalClusterIsAwayWhileItIsUpgraded(t *testing.T) {
	s := gkefake.Start(t, gkefake.Options{})
	client := dial(t, s.Reach())
	name := must(s.Add(tokyo+"-a", standard("small")))(t)
	at := "https://" + s.Cluster(name).GetControlPlaneEndpointsConfig().GetDnsEndpointConfig().GetEndpoint() + "/readyz"
	var got []int
	look := func() {
		code, _, err := visit(t, s.Reach().Roots(), s.Reach().Token, at)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, code)
	}
	s.Destine(gkefake.Fate{Hold: true})
	must(client.UpdateMaster(t.Context(), &containerpb.UpdateMasterRequest{Name: name, MasterVersion: "1.36"}))(t)
	look()
	s.Release()
	look()
	if diff := cmp.Diff([]int{503, 200}, got); diff != "" {
		t.Error(diff)
	}
}
