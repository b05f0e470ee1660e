package manifest

import (
	"os"
	"strings"
	"testing"
)

// FuzzRead gives the importer any text. Whatever comes out is a valid part of a
// workspace, and the same a second time; messages have no control characters.
func FuzzRead(f *testing.F) {
	shop, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(shop)
	for _, doc := range strings.Split(string(shop), "---\n") {
		f.Add([]byte(doc))
	}
	for _, text := range []string{
		"", "a: [", "{}", `{"kind":"List","apiVersion":"v1","items":[{}]}`, "&a [*a]", "--- x\n--- y\n...\nz", "%YAML 1.1\n---\na",
		deployment(`{containers: [{image: a, env: [{name: X, value: "http://u:p@[::1]:80,b/"}], args: [--x, "$(X)"]}]}`),
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, diags := Import([]Source{{"a.yaml", b}}, DefaultOptions())
		if len(r.Services) == 0 && !diags.HasErrors() {
			t.Error("nothing came of it, and nothing is said")
		}
		mustValidate(t, r.HCL)
		again, _ := Import([]Source{{"a.yaml", b}}, DefaultOptions())
		if string(again.HCL) != string(r.HCL) {
			t.Error("the same input gave other output")
		}
		for _, d := range diags {
			if strings.ContainsFunc(d.Error(), func(r rune) bool { return r < ' ' }) {
				t.Errorf("a control character: %q", d.Error())
			}
		}
	})
}

// FuzzHosts gives the search for hosts any value. A host is a part of the value
// that needs no escape, and nothing of a credential's value is one.
func FuzzHosts(f *testing.F) {
	for _, v := range []string{"http://u:p@h:1/x", "a:1,b:2", "host=a port=1", "u:p@tcp(h:1)/d", "[::1]:80", "jdbc:x://a;b=c"} {
		f.Add("X", v)
	}
	f.Fuzz(func(t *testing.T, key, value string) {
		for _, m := range hostsIn(key, value) {
			if !isPlain(m.host) || strings.ContainsAny(m.host, " @/\"$") {
				t.Errorf("%q gave the host %q", value, m.host)
			}
		}
		if hosts := hostsIn(key+"_PASSWORD", value); len(hosts) > 0 {
			t.Errorf("a password gave %v", hosts)
		}
	})
}
