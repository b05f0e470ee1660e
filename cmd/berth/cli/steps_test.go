package cli

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/plan"
	"berth.dev/engine/seal"
	"berth.dev/engine/spec"
	"berth.dev/engine/target"
	"berth.dev/providers/providertest/fake"
)

// stopped is a clock that stands still.
type stopped time.Time

func (s stopped) Now() time.Time { return time.Time(s) }

func (s stopped) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func TestTheTimeOfAPlanCanBeSaid(t *testing.T) {
	clock := stopped(time.Date(2026, 10, 31, 18, 0, 0, 5, time.FixedZone("JST", 9*3600)))
	for epoch, want := range map[string]string{
		"": "2026-10-31T09:00:00Z", "0": "1970-01-01T00:00:00Z", "1793437200": "2026-10-31T09:00:00Z",
		"noon": "", "-1": "", "1.5": "", "99999999999999": "",
	} {
		a := newApp(Env{Stdout: &bytes.Buffer{}, Clock: clock, Getenv: func(string) string { return epoch }})
		got, err := a.made()
		if got != want || (err == nil) != (want != "") {
			t.Errorf("SOURCE_DATE_EPOCH=%s: %s, %v", epoch, got, err)
		}
	}
}

func TestWhoOnlyLooksCannotWrite(t *testing.T) {
	server, err := fake.Start(fake.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	config := filepath.Join(t.TempDir(), "kubeconfig")
	if err := fake.Kubeconfig(config, map[string]*fake.Server{"admin@tokyo": server}); err != nil {
		t.Fatal(err)
	}
	a := newApp(Env{Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}})
	found, err := a.reach(t.Context(), &clusterOptions{kubeconfig: config}, map[string]string{"tokyo": "admin@tokyo"}, neverWrites)
	if err != nil || len(found) != 1 || found[0].uid == "" {
		t.Fatalf("%+v, %v", found, err)
	}
	c, o := found[0].cluster, object.Object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "a", "namespace": "default"}}
	_, created := c.Create(t.Context(), o, target.Write{})
	read := o.Copy()
	read["metadata"].(map[string]any)["resourceVersion"] = "1"
	_, replaced := c.Replace(t.Context(), read)
	_, patched := c.Patch(t.Context(), o.Ref(), nil, target.Write{})
	for what, err := range map[string]error{
		"create": created, "replace": replaced, "patch": patched,
		"delete": c.Delete(t.Context(), object.Ref{Kind: "Namespace", Name: "default"}, target.Only{}),
	} {
		if !errors.Is(err, errReadOnly) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, r := range server.History() {
		if r.Effect != 0 || r.Verb != "get" && r.Verb != "list" {
			t.Errorf("%s %s was sent", r.Verb, r.Ref)
		}
	}
}

// secretWorld is a workspace whose service has a Secret of a value.
func secretWorld(t *testing.T, value string) *vault {
	t.Helper()
	dir := t.TempDir()
	a := newApp(Env{Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}, Dir: dir})
	save(t, filepath.Join(dir, "web.yaml"), []byte("apiVersion: v1\nkind: Secret\nmetadata:\n  name: web\nstringData:\n  password: "+value+"\n"))
	m, err := a.manifests(".")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.close)
	w, diags := spec.Parse([]spec.Source{{Name: "web.hcl", Bytes: []byte(`
site "tokyo" {
  kind     = "onprem"
  provider = "k0s"
  country  = "JP"
}
service "web" {
  manifests = "."
}
service "bare" {}
`)}}, spec.Options{Fragment: true})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	key, err := seal.NewKey(strings.NewReader(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	return &vault{key: key, workspace: w, manifests: m}
}

// maskedSecret is what a plan has of the Secret of a service.
func maskedSecret(t *testing.T, v *vault, service, name string) object.Object {
	t.Helper()
	all, err := v.manifests.render(".")
	if err != nil {
		t.Fatal(err)
	}
	o := all[0]
	o["metadata"] = map[string]any{"name": name, "namespace": "default"}
	masked, err := v.Mask(object.Own(o, service, "set"))
	if err != nil {
		t.Fatal(err)
	}
	return masked
}

func TestASecretIsReadAgainFromItsManifests(t *testing.T) {
	v := secretWorld(t, "canary")
	masked := maskedSecret(t, v, "web", "web")
	if bytes.Contains(mustBytes(t, masked), []byte("Y2FuYXJ5")) {
		t.Fatal("the value is not masked")
	}
	real, err := v.Reveal("tokyo", masked)
	if err != nil {
		t.Fatal(err)
	}
	if got := real.At("data", "password"); got != "Y2FuYXJ5" {
		t.Errorf("the value is %v", got)
	}
	if real.Label(object.LabelService) != "web" {
		t.Error("what the plan says beside the values is gone")
	}
	same := object.Object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": "a"}}
	if got, err := v.Reveal("tokyo", same); err != nil || !cmp.Equal(same, got) {
		t.Errorf("what is no Secret: %v, %v", got, err)
	}
}

func TestASecretThatIsNotThePlannedOneIsNotWritten(t *testing.T) {
	planned := secretWorld(t, "canary")
	masked := maskedSecret(t, planned, "web", "web")
	keyless, folderless := *secretWorld(t, "canary"), *planned
	keyless.key, folderless.manifests = nil, nil
	for name, c := range map[string]struct {
		vault  *vault
		site   string
		masked object.Object
		want   string
	}{
		"another value":   {secretWorld(t, "other"), "tokyo", masked, "not what was planned"},
		"no key":          {&keyless, "tokyo", masked, "--key FILE"},
		"no folder":       {&folderless, "tokyo", masked, "give it with -C DIR"},
		"another service": {planned, "tokyo", maskedSecret(t, planned, "cart", "web"), `service "cart" on "tokyo" is not in the workspace any longer`},
		"another site":    {planned, "osaka", masked, `service "web" on "osaka" is not in the workspace any longer`},
		"no manifests":    {planned, "tokyo", maskedSecret(t, planned, "bare", "web"), `service "bare" has no manifests for tokyo any longer`},
		"another name":    {planned, "tokyo", maskedSecret(t, planned, "web", "gone"), "the manifests in . have it no longer"},
	} {
		_, err := c.vault.Reveal(c.site, c.masked)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "Secret default/") {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && (strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "Y2FuYXJ5")) {
			t.Errorf("%s: the value is in the error", name)
		}
	}
}

func TestTheEvidenceOfManifestsGivesNoSecretAway(t *testing.T) {
	evidence := func(value string, other byte) []plan.Evidence {
		v := secretWorld(t, value)
		key, err := seal.NewKey(bytes.NewReader(bytes.Repeat([]byte{other}, 32)))
		if err != nil {
			t.Fatal(err)
		}
		v.key = key
		if _, err := v.manifests.render("."); err != nil {
			t.Fatal(err)
		}
		out, err := v.manifests.evidence(v.Mask)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	first := evidence("a", 1)
	if len(first) != 1 || first[0].Kind != "manifests" || first[0].Name != "." {
		t.Fatalf("%v", first)
	}
	if diff := cmp.Diff(first, evidence("a", 1)); diff != "" {
		t.Errorf("the same manifests and key: %s", diff)
	}
	if cmp.Equal(first, evidence("b", 1)) {
		t.Error("another value is not seen")
	}
	if cmp.Equal(first, evidence("a", 2)) {
		t.Error("the digest does not hang on the key: who tries all passwords finds this one")
	}
}

func mustBytes(t *testing.T, o object.Object) []byte {
	t.Helper()
	b, err := o.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
