package datadog_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/measure"
	"berth.dev/providers/datadog"
	double "berth.dev/providers/providertest/datadog"
)

func TestTheServiceMapGivesPairsInOrder(t *testing.T) {
	server, s, _ := start(t, double.Options{}, datadog.Options{Env: "prod"})
	server.Link("prod", map[string][]string{"web": {"cart", "ads", "cart"}, "cart": {"db"}, "db": {}})
	server.Link("test", map[string][]string{"web": {"mock"}})
	got, a, err := s.Calls(t.Context(), day, day.AddDate(0, 0, 30))
	if err != nil {
		t.Fatal(err)
	}
	want := []measure.Pair{{From: "cart", To: "db"}, {From: "web", To: "ads"}, {From: "web", To: "cart"}}
	if d := cmp.Diff(want, got); d != "" || a.Calls != 1 {
		t.Errorf("%d calls (-want +got)\n%s", a.Calls, d)
	}
}

func TestWithoutAnEnvironmentThereIsNoMapToAskFor(t *testing.T) {
	server, s, _ := start(t, double.Options{}, datadog.Options{})
	got, a, err := s.Calls(t.Context(), day, day.AddDate(0, 0, 30))
	if err != nil || len(got) > 0 || a.Calls != 0 || len(server.Calls()) != 0 {
		t.Errorf("got %v in %d calls: %v", got, a.Calls, err)
	}
}

func TestTheDocumentedServiceMapIsRead(t *testing.T) {
	needShared(t)
	body, err := os.ReadFile(filepath.Join(shared, "documented", "service_dependencies.json"))
	if err != nil {
		t.Fatal(err)
	}
	server, s, _ := start(t, double.Options{}, datadog.Options{Env: "prod"})
	server.Next(double.Status(200, nil, string(body)))
	got, _, err := s.Calls(t.Context(), day, day.AddDate(0, 0, 30))
	if err != nil {
		t.Fatal(err)
	}
	want := []measure.Pair{
		{From: "service_a", To: "service_b"}, {From: "service_a", To: "service_c"},
		{From: "service_b", To: "service_o"}, {From: "service_c", To: "service_o"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestAServiceMapOfAnotherFormIsRefused(t *testing.T) {
	for _, body := range []string{"[]", "null", "3", `{"web":[]}`, `{"web":{}}`, `{"web":{"calls":"cart"}}`, `{"web":{"calls":[1]}}`, `{"web":{"calls":[""]}}`, `{"":{"calls":["web"]}}`, `{"web":{"calls":{"a":"b"}}}`} {
		server, s, _ := start(t, double.Options{}, datadog.Options{Env: "prod"})
		server.Next(double.Status(200, nil, body))
		got, _, err := s.Calls(t.Context(), day, day.AddDate(0, 0, 30))
		if causeOf(t, err) != measure.Nonsense || got != nil {
			t.Errorf("%s gives %v: %v", body, got, err)
		}
	}
}
