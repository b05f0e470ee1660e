package k0s

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestOrdersAreReadAsTheyWereWritten(t *testing.T) {
	for _, s := range sites() {
		was := orders(t, s.words, s.files)
		data, err := was.JSON()
		if err != nil {
			t.Fatal(err)
		}
		is, err := ReadOrders(data)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		if diff := cmp.Diff(was, is, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", s.name, diff)
		}
		for range 3 {
			if again, err := orders(t, s.words, s.files).JSON(); err != nil || !bytes.Equal(data, again) {
				t.Errorf("%s: other bytes for the same site: %v", s.name, err)
			}
		}
	}
	for _, bad := range []string{"", "{", "[]", `{"siet":"tokyo"}`, `{} {}`, `{"version":"1.36"}`, `{"config":[]}`} {
		if o, err := ReadOrders([]byte(bad)); err == nil {
			t.Errorf("%s is read as %+v", bad, o)
		}
	}
}

func TestHostsAreOrderedAsPeopleCount(t *testing.T) {
	o := orders(t, managed(at, host("cp10", "controller", 10), host("cp2", "controller", 2), host("a", "worker", 3)), nil)
	if got := strings.Join(hostNames(o.Hosts), " "); got != "a cp2 cp10" {
		t.Error(got)
	}
}

func TestLayersAreJoinedFromTheBaseToTheSite(t *testing.T) {
	o := orders(t, managed(at+"    base = \"base\"\n    overlays = [\"o\"]\n    config = \"c\"\n", host("a", "controller", 1)), files{
		"base": config("  api: {port: 1000, k0sApiPort: 2000, sans: [a, b]}\n  konnectivity: {adminPort: 1, agentPort: 2}\n"),
		"o":    config("  api: {port: 1001, sans: [c]}\n  konnectivity: null\n"),
		"c":    config("  api: {k0sApiPort: null}\n  telemetry: null\n"),
	})
	want := map[string]any{"api": map[string]any{"port": int64(1001), "sans": []any{"c"}}}
	if diff := cmp.Diff(want, o.Config["spec"]); diff != "" {
		t.Error(diff)
	}
}

func TestWhatALayerCannotBeIsSaidWhereItIsNamed(t *testing.T) {
	words := managed(at+"    base = \"base\"\n    overlays = [\"o\"]\n", host("a", "controller", 1))
	_, diags := ordered(t, words, files{"base": "kind: ConfigMap\n", "o": config("  api: {prot: 1}\n")})
	var got []string
	for _, d := range diags {
		got = append(got, d.Code+" "+d.Error())
	}
	want := []string{
		`BERTH-C001 site.hcl:25,12: Not a configuration for k0s: Site "tokyo", base: it is "ConfigMap" of ""; a configuration begins with apiVersion: k0s.k0sproject.io/v1beta1 and kind: ClusterConfig`,
		`BERTH-C001 site.hcl:26,16: Not a configuration for k0s: Site "tokyo": spec.api.prot: k0s has no such word. Did you mean "port"?`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, diags := ordered(t, "  manage = \"objects\"\n", nil); len(diags) != 1 || diags[0].Code != CodeOrders {
		t.Errorf("a site without a k0s block: %v", diags)
	}
}

func TestADigestIsOfWhatIsSaid(t *testing.T) {
	a, err := Digest([]byte("# generated-by-k0sctl 2026-01-01\na: 1\nb: [x, \"z\"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	for text, same := range map[string]bool{"b: ['x', z]\na: 1\n": true, "a: \"1\"\nb: [x, z]\n": false, "a: 1\nb: [z, x]\n": false} {
		if b, err := Digest([]byte(text)); err != nil || (a == b) != same {
			t.Errorf("%q: %v", text, err)
		}
	}
	one, err := Digest([]byte("password: hunter2\na: 1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if two, err := Digest([]byte("password: hunter3\na: 1\n")); err != nil || one != two {
		t.Errorf("a digest gives a password away: %v", err)
	}
	if _, err := Digest([]byte("[")); err == nil {
		t.Error("what is no YAML has a digest")
	}
}
