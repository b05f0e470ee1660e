package kube_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/target"
	"berth.dev/providers/kube"
)

func TestFilesAreThoseThatKubectlReads(t *testing.T) {
	list := strings.Join([]string{"a", "", "b"}, string(os.PathListSeparator))
	tests := map[string]struct {
		env  map[string]string
		want []string
	}{
		"variable": {map[string]string{"KUBECONFIG": list, "HOME": "/home/ci"}, []string{"a", "b"}},
		"home":     {map[string]string{"HOME": "/home/ci"}, []string{filepath.Join("/home/ci", ".kube", "config")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := kube.Files(func(key string) string { return tt.env[key] })
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAMissingContextIsToldWithThoseThereAre(t *testing.T) {
	file := kubeconfig(t, "http://127.0.0.1:1")
	_, err := kube.Open(kube.Options{Files: []string{file}, Context: "tokyo"})
	want := fmt.Sprintf(`kubeconfig %s: no context named "tokyo"; there are: other, test`, file)
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestAKubeconfigThatCannotBeUsedIsAnError(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	const rest = `"users":[{"name":"u","user":{}}],"contexts":[{"name":"c","context":{"cluster":"k","user":"u"}}]}`
	tests := map[string]struct {
		files []string
		words string
	}{
		"none":           {nil, "no kubeconfig"},
		"not there":      {[]string{filepath.Join(dir, "nothing")}, "there is no such file"},
		"no YAML":        {[]string{write("bad", "a: [")}, "bad"},
		"no cluster":     {[]string{write("lost", `{"apiVersion":"v1","kind":"Config","current-context":"c",`+rest)}, "context c"},
		"strange server": {[]string{write("odd", `{"apiVersion":"v1","kind":"Config","current-context":"c","clusters":[{"name":"k","cluster":{"server":"http://a b"}}],`+rest)}, "server"},
		"no certificate": {[]string{write("ca", `{"apiVersion":"v1","kind":"Config","current-context":"c","clusters":[{"name":"k","cluster":{"server":"https://a","certificate-authority":"nothing.crt"}}],`+rest)}, "nothing.crt"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := kube.Open(kube.Options{Files: tt.files})
			if err == nil || !strings.Contains(err.Error(), tt.words) {
				t.Errorf("%v does not say %q", err, tt.words)
			}
		})
	}
}

// plugin writes a kubeconfig whose credentials come from a program.
func plugin(t *testing.T, server, script string) string {
	t.Helper()
	dir := t.TempDir()
	program, file := filepath.Join(dir, "login"), filepath.Join(dir, "config")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf(`{"apiVersion":"v1","kind":"Config","current-context":"test","clusters":[{"name":"c","cluster":{"server":%q,"insecure-skip-tls-verify":true}}],
"users":[{"name":"u","user":{"exec":{"apiVersion":"client.authentication.k8s.io/v1","command":%q,"interactiveMode":"Never"}}}],
"contexts":[{"name":"test","context":{"cluster":"c","user":"u"}}]}`, server, program)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestCredentialsComeFromAPluginAndAreRenewedWhenRefused(t *testing.T) {
	count := filepath.Join(t.TempDir(), "count")
	script := fmt.Sprintf(`echo x >> %s; n=$(wc -l < %s); printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"token-%%d"}}' "$n"`, count, count)
	// Credentials are only ever sent over TLS.
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer token-2" {
			say(401, `{"kind":"Status","message":"Unauthorized","reason":"Unauthorized"}`)(w, r)
			return
		}
		say(200, `{"metadata":{"name":"web"}}`)(w, r)
	}))
	t.Cleanup(s.Close)
	c, err := kube.Open(kube.Options{Files: []string{plugin(t, s.URL, script)}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if _, err := c.Get(ctx, config(t).Ref()); target.ClassOf(err) != target.Unauthorized {
		t.Fatalf("with the first token: %v", err)
	}
	if _, err := c.Get(ctx, config(t).Ref()); err != nil {
		t.Errorf("with the next token: %v", err)
	}
}

func TestAPluginThatFailsIsAnUnknownIdentity(t *testing.T) {
	c, err := kube.Open(kube.Options{Files: []string{plugin(t, "https://127.0.0.1:1", "exit 3")}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Get(context.Background(), config(t).Ref()); target.ClassOf(err) != target.Unauthorized {
		t.Errorf("%v is %q", err, target.ClassOf(err))
	}
}
