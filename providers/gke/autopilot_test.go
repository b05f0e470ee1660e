package gke_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/providers/gke"
)

func TestWhatAutopilotRefusesIsSaidBeforeItDoes(t *testing.T) {
	for text, want := range map[string][]string{
		`{"kind":"Service","metadata":{"name":"web","namespace":"ads"},"spec":{"hostNetwork":true}}`: nil,
		`{"kind":"Deployment","metadata":{"name":"web","namespace":"ads"},"spec":{"template":{"spec":{"containers":[{"name":"web","ports":[{"containerPort":80}]}],
			"volumes":[{"name":"logs","hostPath":{"path":"/var/log/pods"}},{"name":"tmp","emptyDir":{}}]}}}}`: nil,
		`{"kind":"DaemonSet","metadata":{"name":"agent","namespace":"ops"},"spec":{"template":{"spec":{"hostNetwork":true,"hostPID":true,
			"initContainers":[{"name":"sysctl","securityContext":{"privileged":true}}],"containers":[{"name":"agent","ports":[{"hostPort":9100}]}],
			"volumes":[{"name":"proc","hostPath":{"path":"/proc"}},{"name":"sly","hostPath":{"path":"/var/log/../lib"}}]}}}}`: {
			"DaemonSet ops/agent: its pods have hostNetwork, which Autopilot refuses",
			"DaemonSet ops/agent: its pods have hostPID, which Autopilot refuses",
			"DaemonSet ops/agent: its volume proc is the node's folder /proc, which Autopilot refuses",
			"DaemonSet ops/agent: its volume sly is the node's folder /var/log/../lib, which Autopilot refuses",
			"DaemonSet ops/agent: its container sysctl is privileged, which Autopilot refuses",
			"DaemonSet ops/agent: its container agent takes the node's port 9100, which Autopilot refuses",
		},
		`{"kind":"CronJob","metadata":{"name":"dump","namespace":"ads"},"spec":{"jobTemplate":{"spec":{"template":{"spec":{"hostIPC":true}}}}}}`: {
			"CronJob ads/dump: its pods have hostIPC, which Autopilot refuses",
		},
	} {
		var o object.Object
		if err := json.Unmarshal([]byte(text), &o); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, gke.Unfit(o)); diff != "" {
			t.Error(diff)
		}
	}
}
