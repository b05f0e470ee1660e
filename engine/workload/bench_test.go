package workload

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkMakeAThousandServices(b *testing.B) {
	var src strings.Builder
	for i := range 1000 {
		name := fmt.Sprintf("s%d", i)
		if i == 0 {
			name = "web"
		}
		fmt.Fprintf(&src, "service %q {\n  product = \"shop\"\n  calls = \"complete\"\n  call \"web\" {}\n  container {\n    image = \"x:1\"\n    port = 8080\n    probe = \"/healthz\"\n    env = { A = \"1\", B = \"2\" }\n  }\n  replica {\n    cpu = \"500m\"\n    memory = \"1Gi\"\n  }\n  replicas {\n    min = 2\n    max = 9\n  }\n}\n", name)
	}
	in := input(b, strings.Replace(src.String(), "  call \"web\" {}\n", "", 1))
	sites := map[string][]string{}
	for _, s := range in.Workspace.Services {
		sites[s.Name] = []string{"tokyo"}
	}
	for b.Loop() {
		in.Neighbours = Meet(in.Workspace, sites)
		var made []Made
		for _, s := range in.Workspace.Services {
			in.Service = s
			objects, diags := Make(in)
			if len(diags) > 0 {
				b.Fatalf("said: %v", diags)
			}
			made = append(made, Made{s.Name, "tokyo", objects})
		}
		if diags := Clashes(made); len(diags) > 0 || len(made[0].Objects) != 6 {
			b.Fatalf("%d objects, said: %v", len(made[0].Objects), diags)
		}
	}
}
