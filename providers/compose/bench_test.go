package compose

import (
	"fmt"
	"strings"
	"testing"

	"berth.dev/providers/manifest"
)

// BenchmarkImport imports a project of so many services, each of which calls the next.
func BenchmarkImport(b *testing.B) {
	for _, services := range []int{100, 1000} {
		b.Run(fmt.Sprintf("services=%d", services), func(b *testing.B) {
			var text strings.Builder
			text.WriteString("services:\n")
			for n := range services {
				fmt.Fprintf(&text, "  s%d:\n    image: i:%d\n    environment: {NEXT_URL: 'http://s%d:80'}\n    volumes: ['v%d:/data']\n", n, n, (n+1)%services, n)
			}
			text.WriteString("volumes:\n")
			for n := range services {
				fmt.Fprintf(&text, "  v%d: {}\n", n)
			}
			for b.Loop() {
				res, err := Import(Alone(manifest.Source{Name: "compose.yaml", Bytes: []byte(text.String())}), DefaultOptions())
				if err != nil || len(res.Services) != services {
					b.Fatal(err)
				}
			}
		})
	}
}
