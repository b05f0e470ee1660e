package cli_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/providertest/datadog"
)

// The keys of these tests: nothing may show eight signs of one in a row.
const (
	datadogAPIKey = "0123456789abcdef0123456789abcdef"
	datadogAppKey = "fedcba98765432100123456789abcdef01234567"
)

const shopAtDatadog = `
service "frontend" {}
service "cart" {}
metrics "dog" {
  kind   = "datadog"
  url    = %q
  window = "30d"
}
`

// startDatadog starts a double with a month of the two services, and a workspace that is
// measured there.
func startDatadog(t *testing.T) (*datadog.Server, *measuring) {
	t.Helper()
	server := datadog.Start(t, datadog.Options{APIKey: datadogAPIKey, AppKey: datadogAppKey})
	from := time.Now().Add(-32 * 24 * time.Hour).Truncate(5 * time.Minute)
	for _, service := range []string{"frontend", "cart"} {
		tags := map[string]string{"service": service, "peer.service": "cart"}
		server.Hold(
			month(datadog.Series{Metric: "kubernetes.cpu.usage.total", Unit: &datadog.Unit{Family: "cpu", Name: "nanocore"}, Tags: tags}, from, 25e7),
			month(datadog.Series{Metric: "kubernetes.memory.usage", Unit: &datadog.Unit{Family: "bytes", Name: "byte"}, Tags: tags}, from, 1<<28),
			month(datadog.Series{Metric: datadog.APM("server"), Type: datadog.Count, Tags: tags}, from, 1500),
		)
		if service == "frontend" {
			server.Hold(month(datadog.Series{Metric: datadog.APM("client"), Type: datadog.Count, Tags: tags}, from, 600))
		}
	}
	server.Link("prod", map[string][]string{"frontend": {"cart"}, "cart": {"redis"}})
	m := newMeasuring(t, map[string]string{"berth.hcl": fmt.Sprintf(shopAtDatadog, server.URL)})
	m.vars["DD_API_KEY"], m.vars["DD_APP_KEY"], m.vars["DD_ENV"] = datadogAPIKey, datadogAppKey, "prod"
	return server, m
}

// month gives a series the same value every five minutes until now.
func month(s datadog.Series, from time.Time, value float64) datadog.Series {
	for at := from; at.Before(time.Now()); at = at.Add(5 * time.Minute) {
		s.Times, s.Values = append(s.Times, at.Unix()), append(s.Values, value)
	}
	return s
}

func TestAMonthAtDatadogIsACallForEachDayAndQuery(t *testing.T) {
	server, m := startDatadog(t)
	source := m.measure(t, 0).Sources[0]
	calls := 1 // the service map
	for _, q := range source.Queries {
		if q.Failure != "" || q.Fetched < 30 || q.Calls != q.Fetched || q.Missing > 0 {
			t.Errorf("%s: %+v", q.Measures, q)
		}
		calls += q.Calls
	}
	if len(source.Queries) != 4 || source.Calls != calls || len(server.Calls()) != calls {
		t.Errorf("%d queries, %d calls told, %d came in, want %d", len(source.Queries), source.Calls, len(server.Calls()), calls)
	}
	again := m.measure(t, 0).Sources[0]
	if again.Calls > 1+2*len(again.Queries) {
		t.Errorf("the second run took %d calls: days that are there were read again", again.Calls)
	}
	wantNoDatadogKey(t, m)
}

func TestAWrongKeyOfDatadogIsOneClearErrorWithoutIt(t *testing.T) {
	server, m := startDatadog(t)
	m.vars["DD_APP_KEY"] = strings.Repeat("wrong", 8)
	stdout, stderr, code := m.run(t.Context(), "measure")
	said := strings.Join(strings.Fields(stdout+stderr), " ") // lines are broken for the terminal
	if code != 1 || strings.Count(said, "Check DD_API_KEY and DD_APP_KEY") != 1 {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
	for _, call := range server.Calls() {
		if call.Status != http.StatusForbidden {
			t.Errorf("a call was answered with %d", call.Status)
		}
	}
	if text := stdout + stderr; strings.Contains(text, "wrongwro") || strings.Contains(text, datadogAPIKey[:8]) {
		t.Errorf("a key is shown:\n%s", text)
	}
	wantNoDatadogKey(t, m)
}

func TestAMissingKeyOfDatadogIsNamedBeforeAnybodyIsAsked(t *testing.T) {
	server, m := startDatadog(t)
	delete(m.vars, "DD_APP_KEY")
	stdout, stderr, code := m.run(t.Context(), "measure")
	if code != 1 || !strings.Contains(stdout+stderr, "DD_APP_KEY") {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
	if d := cmp.Diff([]datadog.Call(nil), server.Calls()); d != "" {
		t.Errorf("calls (-want +got)\n%s", d)
	}
}

func TestASiteOfDatadogThatIsNoneIsShownNowhere(t *testing.T) {
	_, m := startDatadog(t)
	write(t, filepath.Join(m.dir, "berth.hcl"), []byte("service \"cart\" {}\nmetrics \"dog\" {\n  kind = \"datadog\"\n}\n"))
	m.vars["DD_SITE"] = "user:" + datadogAppKey + "@datadoghq.eu"
	stdout, stderr, code := m.run(t.Context(), "measure")
	if code != 1 || !strings.Contains(stdout+stderr, "DD_SITE is a name") {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
	wantNoDatadogKey(t, m)
}

// wantNoDatadogKey runs what shows a measurement, and reads every file of the workspace.
func wantNoDatadogKey(t *testing.T, m *measuring) {
	t.Helper()
	var said strings.Builder
	for _, args := range [][]string{{"measure"}, {"measure", "--show-queries"}, {"measure", "--format", "json"}, {"evaluate", "--format", "json"}} {
		stdout, stderr, _ := m.run(t.Context(), args...)
		said.WriteString(stdout + stderr)
	}
	err := filepath.WalkDir(m.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		said.Write(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{datadogAPIKey, datadogAppKey} {
		for at := range len(key) - 7 {
			if part := key[at : at+8]; strings.Contains(strings.ToLower(said.String()), part) {
				t.Fatalf("%q of a key is in an output or in a file", part)
			}
		}
	}
}
