package hosts_test

import (
	"context"
	"fmt"
	"testing"

	"berth.dev/providers/k0s/hosts"
)

// BenchmarkAskingMachines asks machines that run k0s all that berth asks.
func BenchmarkAskingMachines(b *testing.B) {
	for _, n := range []int{1, 20, 100} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m := &machine{replies: map[string]reply{look: {out: program + controller + "config /etc/k0s/k0s.yaml\n" + end}, status: running("controller", "false", ""), config: {out: "spec: {}\n"}}}
			list := make([]hosts.Host, n)
			for i := range list {
				list[i] = serve(b, m)
			}
			for b.Loop() {
				if _, err := (&hosts.Access{}).All(context.Background(), list); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
