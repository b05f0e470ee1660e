package manifest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
)

func TestAReadinessThatNoPathSaysIsAComment(t *testing.T) {
	const rest = "; a spec says a path of HTTP, or names manifests."
	for name, c := range map[string]struct {
		probe *corev1.Probe
		want  Container
	}{
		"none":      {nil, Container{}},
		"nothing":   {&corev1.Probe{}, Container{}},
		"a path":    {&corev1.Probe{ProbeHandler: corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: "/ready?key=1"}}}, Container{Probe: "/ready"}},
		"gRPC":      {&corev1.Probe{ProbeHandler: corev1.ProbeHandler{GRPC: &corev1.GRPCAction{Port: 1}}}, Container{Comments: []string{"Its readiness is asked for by gRPC" + rest}}},
		"a port":    {&corev1.Probe{ProbeHandler: corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{}}}, Container{Comments: []string{"Its readiness is asked for by opening a port" + rest}}},
		"a command": {&corev1.Probe{ProbeHandler: corev1.ProbeHandler{Exec: &corev1.ExecAction{Command: []string{"hunter2"}}}}, Container{Comments: []string{"Its readiness is asked for by a command" + rest}}},
	} {
		var got Container
		got.readiness(c.probe)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
