package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/cmd/berth/cli"
	"berth.dev/providers/providertest/prometheus"
	"berth.dev/reports"
)

// measuring is a workspace that is measured in a test.
type measuring struct {
	dir  string
	vars map[string]string
}

func newMeasuring(t *testing.T, files map[string]string) *measuring {
	t.Helper()
	m := &measuring{dir: t.TempDir(), vars: map[string]string{}}
	for name, text := range files {
		write(t, filepath.Join(m.dir, name), []byte(text))
	}
	return m
}

// run runs berth and returns what it printed and how it ended.
func (m *measuring) run(ctx context.Context, args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	code = cli.Main(cli.Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Dir: m.dir, Context: ctx,
		Getenv: func(name string) string { return m.vars[name] },
	})
	return out.String(), errs.String(), code
}

// measure runs berth measure and reads its result, which follows its schema.
func (m *measuring) measure(t *testing.T, want int, args ...string) reports.Measurement {
	t.Helper()
	stdout, stderr, code := m.run(t.Context(), append([]string{"measure", "--format", "json"}, args...)...)
	if code != want {
		t.Fatalf("exit code %d, want %d\n%s%s", code, want, stdout, stderr)
	}
	follows(t, "measure", stdout)
	var got reports.Measurement
	if err := json.Unmarshal([]byte(stdout), &got); err != nil {
		t.Fatalf("%v\n%s", err, stdout)
	}
	return got
}

// wave is a day's rise and fall around a level, from a time until now.
func wave(from time.Time, level float64, labels map[string]string) prometheus.Series {
	s := prometheus.Series{Labels: labels}
	for at := from; at.Before(time.Now()); at = at.Add(time.Minute) {
		day := 2 * math.Pi * float64(at.Unix()%86400) / 86400
		s.Samples = append(s.Samples, prometheus.Sample{At: at, Value: level * (2 + math.Sin(day))})
	}
	return s
}

const shopOfTwo = `
service "frontend" {}
service "cart" {}
service "search" {
  traffic {
    source = "prod"
    query  = "sum(load)"
  }
}
metrics "prod" {
  kind   = "prometheus"
  url    = %q
  window = "3d"
  queries = {
    rate      = "sum by (service) (load)"
    call_rate = "sum by (from, to) (calls)"
  }
  names = { "cart-v1" = "cart", "cart-v2" = "cart" }
}
`

func TestMeasuringReadsOnlyWhatIsMissing(t *testing.T) {
	server := prometheus.Start(t, prometheus.Options{})
	from := time.Now().Add(-5 * 24 * time.Hour).Truncate(time.Minute)
	server.Write(t,
		wave(from, 100, map[string]string{"__name__": "load", "service": "frontend"}),
		wave(from, 10, map[string]string{"__name__": "load", "service": "cart-v1"}),
		wave(from, 20, map[string]string{"__name__": "load", "service": "cart-v2"}),
		wave(from, 5, map[string]string{"__name__": "load", "service": "basket"}),
		wave(from, 50, map[string]string{"__name__": "calls", "from": "frontend", "to": "cart-v1"}),
	)
	m := newMeasuring(t, map[string]string{"berth.hcl": fmt.Sprintf(shopOfTwo, server.URL())})
	first := m.measure(t, 0)
	got := first.Sources[0]
	if diff := cmp.Diff([]string{"basket"}, got.Strangers); diff != "" {
		t.Errorf("strangers (-want +got):\n%s", diff)
	}
	rate := got.Queries[0]
	if rate.Services != 2 || rate.Series != 2 || rate.Fetched < 4 || rate.Kept != 0 || rate.Failure != "" {
		t.Errorf("%+v", rate)
	}
	again := m.measure(t, 0).Sources[0].Queries[0]
	if again.Kept < rate.Fetched-1 || again.Fetched > 1 {
		t.Errorf("the second run read %d days and kept %d", again.Fetched, again.Kept)
	}
	if search := got.Queries[2]; search.Only != "search" || search.Points != rate.Points/2 || search.Failure != "" {
		t.Errorf("the query of one service: %+v", search)
	}
	if files := filesOf(t, filepath.Join(m.dir, "measured")); len(files) != rate.Fetched+4 {
		t.Errorf("days, .gitignore, index.json, lock and series were to be there: %q", files)
	}
}

func TestOneSourceThatFailsStopsNoOther(t *testing.T) {
	server := prometheus.Start(t, prometheus.Options{})
	server.Write(t, wave(time.Now().Add(-26*time.Hour).Truncate(time.Minute), 100, map[string]string{"__name__": "load", "service": "frontend"}))
	m := newMeasuring(t, map[string]string{"berth.hcl": fmt.Sprintf(`
service "frontend" {}
metrics "gone" {
  kind = "prometheus"
  url  = "http://127.0.0.1:9"
}
metrics "keys" {
  kind = "datadog"
}
metrics "prod" {
  kind    = "prometheus"
  url     = %q
  window  = "1d"
  queries = {
    rate = "sum by (service) (load)"
    cpu  = "sum by (service ("
  }
}
`, server.URL())})
	got := m.measure(t, 7)
	causes := map[string]string{}
	for _, s := range got.Sources {
		for _, q := range s.Queries {
			causes[s.Name+" "+q.Measures] = q.Cause
		}
	}
	want := map[string]string{
		"gone rate": "down", "gone cpu": "down", "gone memory": "down",
		"keys rate": "refused", "keys call_rate": "refused", "keys cpu": "refused", "keys memory": "refused",
		"prod rate": "", "prod cpu": "wrong query",
	}
	if diff := cmp.Diff(want, causes); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := m.measure(t, 1, "--source", "gone"); got.Sources[2].Asked || got.Sources[2].Queries[0].Points == 0 {
		t.Errorf("a source that nobody asked for was asked, or lost its points: %+v", got.Sources[2])
	}
}

func TestNoSecretIsInAnyOutput(t *testing.T) {
	// A server that refuses, and repeats what it was sent.
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_ = r.Header.Write(w)
		_, _ = fmt.Fprintf(w, "%s %s", r.URL, r.Header)
	}))
	t.Cleanup(echo.Close)
	m := newMeasuring(t, map[string]string{"berth.hcl": strings.ReplaceAll(`
service "frontend" {}
metrics "a" {
  kind = "prometheus"
  url  = "URL"
  auth {
    bearer_env = "A_TOKEN"
  }
  headers_env = { X-Token = "A_HEADER" }
}
metrics "b" {
  kind = "prometheus"
  url  = "URL"
  auth {
    user         = "berth"
    password_env = "B_PASSWORD"
  }
}
metrics "c" {
  kind = "datadog"
  url  = "URL"
}
`, "URL", echo.URL)})
	secrets := canaries()
	for i, name := range []string{"A_TOKEN", "A_HEADER", "B_PASSWORD", "DD_API_KEY", "DD_APP_KEY"} {
		m.vars[name] = secrets[i]
	}
	for _, args := range [][]string{{"measure"}, {"measure", "--format", "json"}, {"measure", "--show-queries"}} {
		stdout, stderr, _ := m.run(t.Context(), args...)
		if found := leaks(stdout + stderr); len(found) > 0 {
			t.Errorf("%q leaks %q:\n%s%s", args, found, stdout, stderr)
		}
		if len(args) == 1 && strings.Count(stdout, " refused") < 8 {
			t.Errorf("somebody was not refused:\n%s", stdout)
		}
	}
	for _, name := range filesOf(t, m.dir) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if found := leaks(string(text)); len(found) > 0 {
			t.Errorf("%s has %q", name, found)
		}
	}
}

// filesOf are all files of a folder.
func filesOf(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// slow is a server that answers no more, and says when it was asked.
func slow(t *testing.T) (url string, asked <-chan struct{}) {
	t.Helper()
	ch, over := make(chan struct{}, 1000), make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then is the end of the connection seen
		ch <- struct{}{}
		select {
		case <-over:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(s.Close)
	t.Cleanup(func() { close(over) })
	return s.URL, ch
}

func TestAnInterruptLeavesTheSnapshotAndTwoAtOnceAreRefused(t *testing.T) {
	url, asked := slow(t)
	m := newMeasuring(t, map[string]string{"berth.hcl": fmt.Sprintf("service \"frontend\" {}\nmetrics \"prod\" {\n  kind = \"prometheus\"\n  url = %q\n}\n", url)})
	ctx, interrupt := context.WithCancel(t.Context())
	ended := make(chan string)
	go func() {
		_, stderr, code := m.run(ctx, "measure")
		ended <- fmt.Sprintf("%d %s", code, stderr)
	}()
	<-asked
	if _, stderr, code := m.run(t.Context(), "measure"); code != 6 {
		t.Errorf("two at once: exit code %d, want 6: %s", code, stderr)
	}
	interrupt()
	if got := <-ended; !strings.HasPrefix(got, "1 ") || !strings.Contains(got, "interrupted") || !strings.Contains(got, "to go on") {
		t.Errorf("interrupted: %s", got)
	}
	for _, name := range filesOf(t, m.dir) {
		if base := filepath.Base(name); base == "index.json" || strings.HasPrefix(base, ".new-") {
			t.Errorf("%s is left behind", base)
		}
	}
}
