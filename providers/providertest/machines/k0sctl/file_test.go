package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDollarsAreSubstituted(t *testing.T) {
	t.Setenv("SITE", "tokyo")
	t.Setenv("EMPTY", "")
	tests := []struct{ text, want string }{
		{"a $SITE b", "a tokyo b"},
		{"${SITE}!", "tokyo!"},
		{"$NOBODY|${NOBODY}|", "||"},
		{"$$SITE", "$SITE"},
		{"$$$$", "$$"},
		{"${NOBODY:-osaka} ${EMPTY:-kyoto}", "osaka kyoto"},
		{"100$", "100$"},
		{"$1 $ $-", "$1 $ $-"},
		{"${open", "${open"},
	}
	for _, test := range tests {
		if got := substitute(test.text); got != test.want {
			t.Errorf("%s: want %q, got %q", test.text, test.want, got)
		}
	}
}

func FuzzWhatHasNoDollarStays(f *testing.F) {
	f.Add("a $$ b")
	f.Fuzz(func(t *testing.T, text string) {
		plain := strings.ReplaceAll(text, "$", "")
		if got := substitute(plain); got != plain {
			t.Errorf("%q became %q", plain, got)
		}
		if got := substitute(strings.ReplaceAll(text, "$", "$$")); got != text {
			t.Errorf("%q, written as it is to be, became %q", text, got)
		}
	})
}

// read loads a file's text.
func read(t *testing.T, text string) (*file, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "k0sctl.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return load([]string{path})
}

const head = "apiVersion: k0sctl.k0sproject.io/v1beta1\nkind: Cluster\nspec:\n  hosts: [{role: controller, ssh: {address: 10.0.0.1}}]\n"

func TestZeroMeansDefaultAndNumbersAreNanoseconds(t *testing.T) {
	f, err := read(t, head+"  options:\n    drain: {timeout: 300, gracePeriod: 0s}\n    concurrency: {limit: 0, workerDisruptionPercent: 0}\n")
	if err != nil {
		t.Fatal(err)
	}
	o := f.Spec.Options
	if o.Drain.Timeout != 300 || o.Drain.GracePeriod != duration(2*time.Minute) || o.Concurrency.Limit != 30 || o.Concurrency.WorkerDisruptionPercent != 10 {
		t.Errorf("%+v", o)
	}
	if h := f.Spec.Hosts[0]; h.SSH.Port != 22 || h.SSH.User != "root" {
		t.Errorf("%+v", h.SSH)
	}
}

func TestPercentsAreOfWholeNumbers(t *testing.T) {
	for percent, want := range map[int]int{1: 1, 50: 1, 99: 1, 100: 10, 199: 10, 200: 20} {
		r := &runner{file: &file{}}
		r.Spec.Options.Concurrency.WorkerDisruptionPercent, r.Spec.Options.Concurrency.Limit = percent, 30
		if got := r.batch(10); got != want {
			t.Errorf("%d %% of 10: want %d, got %d", percent, want, got)
		}
	}
}

func TestDocumentsAreToldApart(t *testing.T) {
	f, err := read(t, head+"---\napiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nspec: {telemetry: {enabled: false}}\n---\napiVersion: v1\nkind: Secret\n")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"apiVersion": "k0s.k0sproject.io/v1beta1", "kind": "ClusterConfig", "spec": map[string]any{"telemetry": map[string]any{"enabled": false}}}
	if diff := cmp.Diff(want, f.Spec.K0s.Config); diff != "" || len(f.others) != 1 {
		t.Error(diff, f.others)
	}
	for _, text := range []string{"", head + "---\n" + head, "kind: Cluster\n", head + "  unknown: 1\n"} {
		if _, err := read(t, text); err == nil {
			t.Errorf("this is a file: %s", text)
		}
	}
}

func TestVersionsAreOlderNumberByNumber(t *testing.T) {
	versions := []string{"v1.9.12+k0s.0", "v1.35.4+k0s.0", "v1.35.4+k0s.1", "v1.36.0+k0s.0", "v1.36.10+k0s.0"}
	for i, a := range versions {
		for j, b := range versions {
			if older(a, b) != (i < j) {
				t.Errorf("%s before %s: %v", a, b, older(a, b))
			}
		}
	}
}

func TestAFlagWithoutAValueIsNeverWhatRuns(t *testing.T) {
	tests := []struct {
		flags   []string
		changed bool
	}{
		{[]string{"--debug=true"}, false},
		{[]string{"--debug"}, true},
		{[]string{"--debug=true", "--verbose=true"}, true},
		{nil, true},
	}
	for _, test := range tests {
		h := &host{Role: "worker", DataDir: "/var/lib/k0s", InstallFlags: test.flags}
		h.facts.Args = []string{"/usr/local/bin/k0s", "worker", "--data-dir=/var/lib/k0s", "--token-file=/etc/k0s/k0stoken", "--debug=true"}
		if got := h.flagsChanged(); got != test.changed {
			t.Errorf("%q: changed: %v", test.flags, got)
		}
	}
}
