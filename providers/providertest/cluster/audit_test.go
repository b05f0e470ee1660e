package cluster

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	arrived  = `{"stage":"RequestReceived","auditID":"%","verb":"create","requestURI":"/api/v1/namespaces/shop/configmaps?dryRun=All&fieldManager=berth","user":{"username":"ann"},"userAgent":"berth/1","objectRef":{"resource":"configmaps","namespace":"shop","apiVersion":"v1"},"requestReceivedTimestamp":"2026-11-01T00:00:0%.000000Z","stageTimestamp":"2026-11-01T00:00:0%.000000Z"}` + "\n"
	answered = `{"stage":"ResponseComplete","auditID":"%","verb":"create","requestURI":"/api/v1/namespaces/shop/configmaps?dryRun=All&fieldManager=berth","user":{"username":"ann"},"userAgent":"berth/1","objectRef":{"resource":"configmaps","namespace":"shop","name":"settings","apiVersion":"v1"},"responseStatus":{"code":201},"requestReceivedTimestamp":"2026-11-01T00:00:0%.000000Z","stageTimestamp":"2026-11-01T00:00:09.000000Z"}` + "\n"
)

func line(template, id string) string { return strings.ReplaceAll(template, "%", id) }

func second(n int) time.Time { return time.Date(2026, 11, 1, 0, 0, n, 0, time.UTC) }

func TestLinesOfARequestAreJoinedInTheOrderOfArrival(t *testing.T) {
	under := Request{
		User: "ann", Agent: "berth/1", Verb: "create", Resource: "configmaps", Namespace: "shop",
		DryRun: true, Manager: "berth", Begun: second(1),
	}
	done := under
	done.Name, done.Code, done.Ended = "settings", 201, second(9)
	unheard := done
	unheard.Code = 0
	later := under
	later.Begun = second(2)
	tests := []struct {
		name, log string
		want      []Request
	}{
		{"nothing yet", "", nil},
		{"one under way", line(arrived, "1"), []Request{under}},
		{"one answered", line(arrived, "1") + line(answered, "1"), []Request{done}},
		{"one whose client was gone", line(arrived, "1") + strings.Replace(line(answered, "1"), `"code":201`, ``, 1), []Request{unheard}},
		{"an answer before another's arrival", line(arrived, "2") + line(arrived, "1") + line(answered, "1"), []Request{done, later}},
		{"a line half written", line(arrived, "1") + line(answered, "1")[:100], []Request{under}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := readAudit([]byte(test.log))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestALogThatIsNoneIsAnError(t *testing.T) {
	if got, err := readAudit([]byte("no JSON\n")); err == nil {
		t.Errorf("read %v", got)
	}
}
