package kube_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"berth.dev/engine/target"
	"berth.dev/providers/kube"
	"berth.dev/providers/providertest/cluster"
)

func TestAServerIsReadyOnlyByItsOwnWord(t *testing.T) {
	const list = "[+]ping ok\n[+]log ok\n[-]etcd failed: reason withheld\n[+]poststarthook/start-kube-aggregator-informers ok\n[+]poststarthook/apiservice-registration-controller ok\n[-]shutdown failed: reason withheld\nreadyz check failed\n"
	tests := []struct {
		name, body string
		code       int
		class      target.Class
		words      string
	}{
		{"ready", "ok", 200, "", ""},
		{"somebody in between", "<html>", 200, target.Unclear, "it is not an API server's word"},
		{"some checks fail", list, 500, target.Unclear, "etcd failed: reason withheld; shutdown failed: reason withheld"},
		{"nobody serves it", "404 page not found", 404, target.UnknownKind, "the server answered 404 Not Found: 404 page not found"},
		{"the identity is unknown", "", 401, target.Unauthorized, "401"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, say(tt.code, tt.body))
			s.Config.Handler = plain(s.Config.Handler)
			err := open(t, s.URL, nil).Ready(t.Context())
			if target.ClassOf(err) != tt.class || err != nil && !strings.Contains(err.Error(), tt.words) {
				t.Errorf("got %v", err)
			}
			if err != nil && !strings.HasPrefix(err.Error(), "ask the API server whether it is ready: ") {
				t.Errorf("%v does not say what was asked", err)
			}
		})
	}
}

func TestARealServerIsReadyAndSaysItsVersion(t *testing.T) {
	c, _ := real(t)
	if err := c.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	if v, err := c.Version(t.Context()); err != nil || !strings.HasPrefix(v, "v1.") {
		t.Errorf("%q, %v", v, err)
	}
	if v, err := open(t, serve(t, say(200, `{}`)).URL, nil).Version(t.Context()); target.ClassOf(err) != target.Unclear || v != "" {
		t.Errorf("without a version: %q, %v", v, err)
	}
}

func TestAKubeconfigInMemoryIsUsedWithoutAFile(t *testing.T) {
	on := shared.Get(t)[0]
	ready := func(server string) error {
		text, err := on.Kubeconfig("tokyo", cluster.Name(t), "https://127.0.0.1:1", "system:masters")
		if err != nil {
			t.Fatal(err)
		}
		config, err := kube.Kubeconfig(text, server)
		if err != nil {
			t.Fatal(err)
		}
		before := config.String()
		c, err := kube.OpenConfig(config, kube.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if config.String() != before || config.Dial != nil {
			t.Error("the settings were changed")
		}
		return c.Ready(t.Context())
	}
	if err := ready(on.URL()); err != nil {
		t.Error(err)
	}
	if err := ready(""); target.ClassOf(err) != target.Busy {
		t.Errorf("at its own address, where nobody listens: %v", err)
	}
	stranger := httptest.NewTLSServer(say(200, "ok"))
	defer stranger.Close()
	if err := ready(stranger.URL); target.ClassOf(err) != target.Broken {
		t.Errorf("a server with another authority's certificate: %v", err)
	}
}

func TestAKubeconfigInMemoryMustHaveEverythingWithinAndIsNeverQuoted(t *testing.T) {
	const (
		good    = `{"apiVersion":"v1","kind":"Config","current-context":"c","clusters":[{"name":"k","cluster":{"server":"https://10.0.0.1:6443"%s}}],"users":[{"name":"u","user":{"token":"s3cret"%s}}],"contexts":[{"name":"c","context":{"cluster":"k","user":"%s"}}]}`
		missing = "s3cret: ["
	)
	tests := []struct{ name, text, words string }{
		{"good", fmt.Sprintf(good, "", "", "u"), ""},
		{"no YAML", missing, "cannot be read"},
		{"no context", `{"users":[{"name":"u","user":{"token":"s3cret"}}]}`, "has no context"},
		{"no such user", fmt.Sprintf(good, "", "", "v"), "names no cluster or no user"},
		{"a file", fmt.Sprintf(good, `,"certificate-authority":"ca.crt"`, "", "u"), "names files"},
		{"a file of a token", fmt.Sprintf(good, "", `,"tokenFile":"t"`, "u"), "names files"},
		{"a program", fmt.Sprintf(good, "", `,"exec":{"apiVersion":"client.authentication.k8s.io/v1","command":"sh"}`, "u"), "names a program"},
		{"no check of certificates", fmt.Sprintf(good, `,"insecure-skip-tls-verify":true`, "", "u"), "certificate checked"},
		{"no certificate", fmt.Sprintf(good, `,"certificate-authority-data":"!"`, "", "u"), "cannot be read"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			config, err := kube.Kubeconfig([]byte(tt.text), "https://10.0.0.2:6443")
			if tt.words == "" {
				if err != nil || config.Host != "https://10.0.0.2:6443" || config.BearerToken != "s3cret" {
					t.Errorf("%v, %v", config, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.words) || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// plain says that an answer is text, as an API server's list of checks is.
func plain(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.ServeHTTP(texts{w}, r) })
}

// texts sets the type of an answer at its end.
type texts struct{ http.ResponseWriter }

func (t texts) WriteHeader(code int) {
	t.Header().Set("Content-Type", "text/plain; charset=utf-8")
	t.ResponseWriter.WriteHeader(code)
}
