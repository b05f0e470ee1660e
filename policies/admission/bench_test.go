package admission_test

import (
	"fmt"
	"strings"
	"testing"

	"berth.dev/policies/admission"
	"berth.dev/providers/providertest/cluster"
)

// BenchmarkExport translates the standard suite for a site of a thousand services.
func BenchmarkExport(b *testing.B) {
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "service \"s%d\" {\n needs = [\"gpu\"]\n security {\n  residency = [\"JP\"]\n }\n}\n", i)
	}
	s := build(b, sites+text.String())
	for b.Loop() {
		s.export(b, "gke", admission.Deny)
	}
}

// BenchmarkCreate asks a server to take a workload, in a namespace that is judged by
// the standard suite and in one that is not.
func BenchmarkCreate(b *testing.B) {
	on := clusters.Get(b)[1]
	free, home := cluster.Namespace(b, on), cluster.Namespace(b, on)
	s := build(b, sites+fmt.Sprintf("service \"a\" {\n namespace = %q\n needs = [\"gpu\"]\n security {\n  residency = [\"US\"]\n }\n}\n", home))
	install(b, on, s.export(b, on.Name, admission.Deny))
	force(b, on, home)
	for name, namespace := range map[string]string{"free": free, "judged": home} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if said := try(b, on, deployment(namespace, "a")); said != "" {
					b.Fatal(said)
				}
			}
		})
	}
}
