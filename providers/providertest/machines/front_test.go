package machines_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/machines"
)

// asks sends a request to a controller's API server, whose certificate must be one of
// the cluster's. The answer is the status and the body, or "closed".
func asks(t *testing.T, w *machines.World, name, path string) string {
	t.Helper()
	authority, err := shared.Get(t)[0].Authority()
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}}
	answer, err := client.Get("https://" + w.Reach(name).Address + ":6443" + path)
	if err != nil {
		if strings.Contains(err.Error(), "connection refused") {
			return "closed"
		}
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.Status[:3] + " " + strings.TrimSpace(string(text))
}

func TestEachControllerAnswersForItself(t *testing.T) {
	w := world(t, threes...)
	if got := asks(t, w, "c1", "/readyz"); got != "closed" {
		t.Errorf("before there is k0s: %s", got)
	}
	if err := w.Stand(t.Context(), old, "spec: {}\n", map[string]string{"c1": "controller", "c2": "controller", "c3": "controller"}); err != nil {
		t.Fatal(err)
	}
	healths := func() (out []string) {
		for _, name := range w.Names() {
			got := asks(t, w, name, "/readyz")
			out = append(out, got[:min(len(got), 6)])
		}
		return out
	}
	const no = "500 [+"
	tests := []struct {
		name string
		do   func()
		want []string
	}{
		{"all run", func() {}, []string{"200 ok", "200 ok", "200 ok"}},
		{"one is slow", func() { w.Slow("c2", 1) }, []string{"200 ok", no, "200 ok"}},
		{"it is slow no more", func() {}, []string{"200 ok", "200 ok", "200 ok"}},
		{"one is down", func() { w.Crash("c3") }, []string{"200 ok", "200 ok", "closed"}},
		{"two are down, and with them the quorum", func() { w.Crash("c2") }, []string{no, "closed", "closed"}},
	}
	for _, test := range tests {
		test.do()
		if diff := cmp.Diff(test.want, healths()); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
	if got := asks(t, w, "c1", "/version"); !strings.Contains(got, `"gitVersion":"v1.35.4+k0s"`) {
		t.Error(got)
	}
	if got := asks(t, w, "c1", "/api/v1/nodes"); !strings.HasPrefix(got, "503 ") {
		t.Error("without a quorum:", got)
	}
	seen := slices.ContainsFunc(w.History(), func(e machines.Event) bool {
		return e.What == "http" && e.Host == "c2" && e.Detail == "GET /readyz"
	})
	if !seen {
		t.Error("that c2 was asked is not in the history")
	}
}

func TestWhoShowsNoCertificateIsNobody(t *testing.T) {
	w := world(t, threes[:1]...)
	if err := w.Stand(t.Context(), old, "spec: {}\n", map[string]string{"c1": "single"}); err != nil {
		t.Fatal(err)
	}
	if got := asks(t, w, "c1", "/api/v1/nodes"); !strings.HasPrefix(got, "403 ") || !strings.Contains(got, "system:anonymous") {
		t.Error(got)
	}
}

func TestTheWorldOutlivesWhoeverIsKilled(t *testing.T) {
	w := world(t, trio[:2]...)
	cmd := command(t, w, config(old, "", entry(w, "c1", "controller"), entry(w, "w1", "worker")), "apply", "--concurrency", "1")
	// What stands for berth starts the double in a group of its own, and is killed.
	killed := false
	parent := shell(t, cmd)
	w.Plant(machines.Fault{Point: "before install", Host: "c1", Kind: machines.Calls, Do: func(machines.Run) {
		killed = parent.Process.Kill() == nil
		_ = parent.Wait()
	}})
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	err := cluster.Until(t.Context(), func() (bool, error) {
		runs := w.Runs()
		return len(runs) == 1 && !runs[0].Ended.IsZero(), nil
	})
	if err != nil || !killed || w.Runs()[0].Code != 0 || !w.State("w1").Running {
		t.Errorf("%v, killed: %v: %+v", err, killed, w.Runs())
	}
}
