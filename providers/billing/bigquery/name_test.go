package bigquery

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"berth.dev/engine/bill"
)

func TestTablesAreReadInTwoAndInThreeParts(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"exports.gcp", "acme-billing.exports.gcp"},
		{"other-project.exports.gcp_v1_0", "other-project.exports.gcp_v1_0"},
		{"example.com:billing.exports.gcp", "example.com:billing.exports.gcp"},
		{"exports.請求 2026-10", "acme-billing.exports.請求 2026-10"},
		{"gcp", ""}, {"a.b.c.d", ""}, {"exports.gcp_*", ""}, {"exports.a`b", ""}, {"exports.a\\b", ""}, {"exports.a\nb", ""}, {"ex-ports.a", ""}, {".a", ""}, {"exports.", ""},
		{"example.com:exports.gcp", ""}, {"Other.exports.gcp", ""},
	} {
		got, err := tableOf(bill.Ask{Name: "x", Table: c.in}, "acme-billing")
		if (err == nil) != (c.want != "") || err == nil && got.String() != c.want {
			t.Errorf("%q is %q, %v; want %q", c.in, got, err, c.want)
		}
	}
}

// FuzzTable holds that no name ends the quotes it is put between, whatever a spec says.
func FuzzTable(f *testing.F) {
	for _, s := range []string{"a.b", "aaaaaa.b.c", "a.b` --", "x:y.z", "ü.ü", "a.b\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got, err := tableOf(bill.Ask{Name: "x", Table: name}, "acme-billing")
		if err == nil && strings.ContainsAny(got.String(), "`\\\n\r*\x00'\"") {
			t.Errorf("%q became %q", name, got)
		}
	})
}

func TestLabelsAreSuchAsGoogleTakes(t *testing.T) {
	takes := regexp.MustCompile(`^[a-z0-9_-]{0,63}$`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if got := label(text); !takes.MatchString(got) {
			t.Fatalf("%q became the label %q", text, got)
		}
	})
}

func TestOptionsThatMakeNoSenseAreRefused(t *testing.T) {
	for _, o := range []Options{{}, {Project: "Acme"}, {Project: "a"}, {Project: "acme billing"}, {Project: "acme-billing", MostBytes: -1}, {Project: "acme-billing", Timeout: -1}} {
		if r, err := Open(t.Context(), o); err == nil {
			t.Errorf("%+v was opened: %v", o, r)
		}
	}
}
