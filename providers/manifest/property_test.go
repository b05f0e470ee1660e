package manifest

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/spec"
)

// fleet draws objects that refer to each other, each with a name of its own.
func fleet(t *rapid.T) []string {
	names := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g"}), 1, 6, rapid.ID).Draw(t, "names")
	namespace := rapid.SampledFrom([]string{"", ", namespace: blog", ", namespace: shop"})
	var out []string
	for _, n := range names {
		host := rapid.SampledFrom(names).Draw(t, "host")
		for _, ns := range rapid.SliceOfNDistinct(namespace, 1, 3, rapid.ID).Draw(t, "namespaces") {
			value := rapid.SampledFrom([]string{host + ":80", host + ".blog", "http://" + host + ".shop.svc", "https://" + host + ".example.com", "10.0.0.1", "none"}).Draw(t, "value")
			kind := rapid.SampledFrom([]string{"Deployment", "StatefulSet"}).Draw(t, "kind")
			out = append(out,
				fmt.Sprintf("{apiVersion: apps/v1, kind: %s, metadata: {name: %s%s}, spec: {template: {metadata: {labels: {app: %s}}, spec: {containers: [{name: a, image: a, env: [{name: ADDR, value: %q}], envFrom: [{configMapRef: {name: %s}}]}]}}}}", kind, n, ns, n, value, host),
				fmt.Sprintf("{apiVersion: v1, kind: Service, metadata: {name: %s%s}, spec: {type: NodePort, selector: {app: %s}}}", n, ns, n),
				fmt.Sprintf("{apiVersion: v1, kind: ConfigMap, metadata: {name: %s%s}, data: {URL: \"http://%s\", K: v}}", n, ns, host),
				fmt.Sprintf("{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: %s%s}, spec: {maxReplicas: 4, scaleTargetRef: {kind: %s, name: %s}}}", n, ns, kind, host),
				fmt.Sprintf("{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: %s%s}, spec: {minAvailable: 1, selector: {matchLabels: {app: %s}}}}", n, ns, host),
			)
		}
	}
	return out
}

func join(docs []string) []byte {
	var b bytes.Buffer
	for _, d := range docs {
		b.WriteString("---\n" + d + "\n")
	}
	return b.Bytes()
}

func TestTheOrderOfDocumentsAndSourcesNeverShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := fleet(t)
		want, _ := Import([]Source{{"a.yaml", join(docs)}}, DefaultOptions())
		got, _ := Import([]Source{{"a.yaml", join(rapid.Permutation(docs).Draw(t, "order"))}}, DefaultOptions())
		if diff := cmp.Diff(string(want.HCL), string(got.HCL)); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(want.Skipped, got.Skipped); diff != "" {
			t.Fatal(diff)
		}
		cut := rapid.IntRange(0, len(docs)).Draw(t, "cut")
		two := []Source{{"a.yaml", join(docs[:cut])}, {"b.yaml", join(docs[cut:])}}
		x, _ := Import(two, DefaultOptions())
		slices.Reverse(two)
		y, _ := Import(two, DefaultOptions())
		if diff := cmp.Diff(string(x.HCL), string(y.HCL)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestEveryWorkloadBecomesOneServiceWithCallsThatLeadSomewhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := fleet(t)
		r, _ := Import([]Source{{"a.yaml", join(docs)}}, DefaultOptions())
		known := map[string]bool{internet: true}
		for _, e := range r.Endpoints {
			known[e.Name] = true
		}
		for _, s := range r.Services {
			if known[s.Name] {
				t.Fatalf("%s is a name twice", s.Name)
			}
			known[s.Name] = true
		}
		// Each group of five documents has one workload.
		if len(r.Services) != len(docs)/5 {
			t.Fatalf("want %d services, got %d", len(docs)/5, len(r.Services))
		}
		for _, s := range r.Services {
			for _, c := range s.Calls {
				if !known[c.To] || c.To == s.Name || len(c.From) == 0 {
					t.Fatalf("%s calls %q from %v", s.Name, c.To, c.From)
				}
			}
		}
		_, diags := spec.Parse([]spec.Source{{Name: "frame.hcl", Bytes: []byte(frame)}, {Name: "a.hcl", Bytes: r.HCL}}, spec.Options{})
		if len(diags) > 0 {
			t.Fatal(diagText(diags))
		}
	})
}

func TestOfAnAddressOnlyTheHostIsKept(t *testing.T) {
	secret := rapid.StringMatching(`[a-z0-9/@:,;?&#=+. -]{1,12}`)
	rapid.Check(t, func(t *rapid.T) {
		password := "hunter" + secret.Draw(t, "password")
		value := rapid.SampledFrom([]string{"postgres://u:%s@db.example.com/x", "u:%s@tcp(db.example.com:3306)/x", "http://db.example.com/x?key=%s", "amqp://u:%s@a:1,u:%s@b:2"}).Draw(t, "form")
		value = string(bytes.ReplaceAll([]byte(value), []byte("%s"), []byte(password)))
		for _, m := range hostsIn("X", value) {
			if bytes.Contains([]byte(m.host), []byte("hunter")) {
				t.Fatalf("%q gave the host %q", value, m.host)
			}
		}
	})
}
