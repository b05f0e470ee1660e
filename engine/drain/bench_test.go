package drain_test

import (
	"testing"
	"time"

	"berth.dev/engine/drain"
)

// BenchmarkANodeOf100Pods empties a real node whose pods end at once, by berth and by
// kubectl.
func BenchmarkANodeOf100Pods(b *testing.B) {
	s := newScene(b, 2)
	s.kubectl("cordon", s.nodes[1])
	s.web(100, "", "")
	s.kubectl("uncordon", s.nodes[1])
	ways := map[string]func(node string) error{
		"berth": func(node string) error {
			_, err := drain.Node(b.Context(), s.client(""), node, drain.Options{Limit: time.Minute})
			return err
		},
		"kubectl": func(node string) error {
			_, err := s.Kubectl(b.Context(), "", "", "drain", node, "--ignore-daemonsets")
			return err
		},
	}
	for _, name := range []string{"berth", "kubectl"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				from := s.gather()
				b.StartTimer()
				if err := ways[name](from); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				s.kubectl("uncordon", from)
				b.StartTimer()
			}
		})
	}
}

// gather waits until all pods are on one of the nodes, and returns that.
func (s *scene) gather() (node string) {
	s.until("all pods are on one node", func() bool {
		for _, node = range s.nodes {
			if len(s.on(node)) == 100 {
				return true
			}
		}
		return false
	})
	return node
}
