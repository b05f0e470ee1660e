package fake_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/fake"
)

// What a content type is called in the table.
const (
	asJSON  = "application/json"
	asApply = "application/apply-patch+yaml"
	asPatch = "application/json-patch+json"
)

// ask is one request of the table. NS in path and body stands for the namespace that
// the table is run in.
type ask struct {
	name, method, path, content, body string
}

// server is either of the two.
type server struct {
	url    string
	client *http.Client
}

// answer is what a server said, without what may differ: times, UIDs, versions.
type answer struct {
	Code int
	Body any
}

// status does one request and throws the answer away.
func (s server) status(t testing.TB, a ask) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), a.method, s.url+a.path, strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", a.content)
	response, err := s.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode
}

func (s server) ask(t *testing.T, a ask, namespace string) answer {
	t.Helper()
	put := strings.NewReplacer("NS", namespace)
	request, err := http.NewRequestWithContext(t.Context(), a.method, s.url+put.Replace(a.path), strings.NewReader(put.Replace(a.body)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", a.content)
	request.Header.Set("User-Agent", "truth/v1")
	response, err := s.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var body any
	if err := json.Unmarshal(text, &body); err != nil {
		body = strings.TrimSpace(string(text))
	}
	return answer{response.StatusCode, settled(body)}
}

// settled takes out of an answer what no two servers can agree on.
func settled(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, inside := range v {
			switch name {
			case "uid", "resourceVersion", "creationTimestamp", "time", "clusterIP", "nodePort", "batch.kubernetes.io/controller-uid", "controller-uid":
				v[name] = "…"
			case "finalizers": // a claim's is taken off by a controller that the fake has not
				if fmt.Sprint(inside) == "[kubernetes.io/pvc-protection]" {
					delete(v, name)
				}
			case "clusterIPs":
				v[name] = []any{"…"}
			case "message":
				v[name] = uidless(fmt.Sprint(inside))
			default:
				v[name] = settled(inside)
			}
		}
	case []any:
		for i := range v {
			v[i] = settled(v[i])
		}
	}
	return v
}

// varying are the parts of sentences that differ: UIDs and versions, what stands in
// etcd, and the Go types that a decoder happens to have.
var varying = []*regexp.Regexp{
	regexp.MustCompile(`in record \([^)]*\)`),
	regexp.MustCompile(`in object meta: \S*`),
	regexp.MustCompile(`(json: )?cannot unmarshal .*`),
	regexp.MustCompile(`(converting|no kind is) .*`),
	regexp.MustCompile(`\([^)]*Kind=`),
	regexp.MustCompile(`Invalid value: \[\{.*\}\]`),
	regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`),
}

func uidless(text string) string {
	for _, part := range varying {
		text = part.ReplaceAllString(text, "…")
	}
	return text
}

func TestAFakeAnswersAsARealServerDoes(t *testing.T) {
	real, ours := realServer(t), double(start(t, fake.Options{Seed: 1}))
	namespace := cluster.Name(t)
	for _, a := range table() {
		want, got := real.ask(t, a, namespace), ours.ask(t, a, namespace)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s %s: real server -, fake +\n%s", a.name, a.method, a.path, diff)
		}
	}
}
