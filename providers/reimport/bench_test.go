package reimport

import (
	"fmt"
	"strings"
	"testing"

	"berth.dev/engine/spec"
)

// fleet are files of so many services, as an import writes them, in parts of a thousand;
// every tenth has another image.
func fleet(services int, image string) (out []spec.Source) {
	var b strings.Builder
	for i := range services {
		is := "1"
		if i%10 == 0 {
			is = image
		}
		fmt.Fprintf(&b, "service \"svc-%d\" {\n  # Deployment shop/svc-%d in the cluster prod.\n  runs_on = \"prod\"\n  # Settings name the calls below.\n  calls = \"partial\"\n  container {\n    image = \"registry.example/svc:%s\"\n    port  = 8080\n  }\n  replica {\n    cpu    = \"100m\"\n    memory = \"128Mi\"\n  }\n  replicas {\n    min = 2\n    max = 2\n  }\n  call \"svc-1\" {\n    # From env DB_ADDR.\n    sent     = \"unknown\"\n    received = \"unknown\"\n  }\n}\n\n", i, i, is)
		if (i+1)%1000 == 0 || i+1 == services {
			out = append(out, spec.Source{Name: fmt.Sprintf("services-%05d.hcl", i), Bytes: []byte(strings.TrimSuffix(b.String(), "\n"))})
			b.Reset()
		}
	}
	return out
}

// BenchmarkMerge merges an import in which one service in ten has changed.
func BenchmarkMerge(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		base, fresh := fleet(n, "1"), fleet(n, "2")
		b.Run(fmt.Sprintf("%d services", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, err := Merge(base, base, fresh, Options{})
				if err != nil || len(r.Changes) != n/10 {
					b.Fatal(len(r.Changes), err)
				}
			}
		})
	}
}
