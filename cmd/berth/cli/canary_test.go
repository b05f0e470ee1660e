package cli_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"berth.dev/engine/object"
	"berth.dev/providers/providertest/fake"
)

// canaries are values that must be seen nowhere but on clusters and in the files they
// come from: ten of manifests, one of the cluster alone, one in a note that kubectl
// leaves there.
func canaries() []string {
	var out []string
	for i := range 12 {
		out = append(out, fmt.Sprintf("c4n4ry?%02d&s3cr3t/%x", i, 7919*(i+1)))
	}
	return out
}

// forms are the ways in which a value could be written.
func forms(value string) []string {
	b := []byte(value)
	std := base64.StdEncoding.EncodeToString(b)
	return []string{
		value, strings.TrimRight(std, "="), strings.TrimRight(base64.URLEncoding.EncodeToString(b), "="), hex.EncodeToString(b), strings.ToUpper(hex.EncodeToString(b)),
		url.QueryEscape(value), url.PathEscape(value), base64.StdEncoding.EncodeToString([]byte(std)),
	}
}

// leaks are the canaries found in a text.
func leaks(text string) (found []string) {
	for _, c := range canaries() {
		for _, form := range forms(c) {
			if strings.Contains(text, form) {
				found = append(found, form)
			}
		}
	}
	return found
}

// plant puts the canaries where secrets are.
func (h *harbour) plant() {
	h.t.Helper()
	all := canaries()
	var data strings.Builder
	for i, c := range all[:10] {
		fmt.Fprintf(&data, "  key%d: %q\n", i, c)
	}
	h.change("deploy/store/store.yaml", "  password: hunter2-canary\n", "  password: hunter2-canary\n"+data.String())
	h.must(h.servers["admin@tokyo"].Edit("kubectl-client-side-apply", object.Ref{Kind: "Secret", Namespace: "shop", Name: "store"}, func(o object.Object) {
		o.At("data").(map[string]any)["old"] = base64.StdEncoding.EncodeToString([]byte(all[10]))
		o.At("metadata").(map[string]any)["annotations"] = map[string]any{"kubectl.kubernetes.io/last-applied-configuration": `{"stringData":{"x":"` + all[11] + `"}}`}
	}))
}

// written are all files that berth has written.
func (h *harbour) written() map[string]string {
	h.t.Helper()
	out := map[string]string{}
	h.must(filepath.WalkDir(h.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.Name() == "shop" {
				return fs.SkipDir
			}
			return err
		}
		raw, err := os.ReadFile(name)
		out[name] = string(raw)
		return err
	}))
	return out
}

func TestNoSecretLeavesItsPlaceThroughAnyCommand(t *testing.T) {
	h := newHarbour(t).withGate()
	h.plant()
	lines := []string{
		"plan shop --steps", "key new berth.key", "plan shop --steps --out plan.json --key berth.key", "key new other.key",
		"show plan.json --steps", "show plan.json --steps --format json", "verify plan.json", "verify plan.json --require-signature berth.key.pub",
		"validate shop", "evaluate shop --format json", "apply plan.json --dry-run", "apply plan.json --key other.key -C shop --yes",
		"apply plan.json --key berth.key -C shop --dry-run --format json", "apply plan.json --key berth.key --yes",
		"apply plan.json --key berth.key -C shop --yes --format json", "status", "status --key berth.key --format json", "status --key other.key",
		"resume --key berth.key -C shop --gate " + gateIt, "status --key berth.key -C shop --format markdown",
		"rollback plan.json --yes", "rollback plan.json --key berth.key -C shop --out undo.json", "rollback plan.json --key berth.key -C shop --yes",
		"abandon plan.json --yes", "show plan.json", "plan shop --steps --key berth.key", "destroy -C shop --yes",
	}
	for _, line := range lines {
		s := h.berth(line)
		if found := leaks(s.out + s.errors); len(found) > 0 {
			t.Errorf("berth %s shows %q:\n%s%s", line, found, s.out, s.errors)
		}
	}
	for name, text := range h.written() {
		if found := leaks(text); len(found) > 0 {
			t.Errorf("%s has %q", name, found)
		}
	}
}

func TestARefusalThatQuotesASecretIsNotPassedOn(t *testing.T) {
	h := newHarbour(t)
	h.plant()
	h.planned()
	all := canaries()
	for _, s := range h.servers {
		s.Refuse(func(r fake.Request) string {
			if r.Ref.Kind == "Secret" && !r.Dry {
				return "the value " + all[3] + " (" + base64.StdEncoding.EncodeToString([]byte(all[3])) + ") is too weak"
			}
			return ""
		})
	}
	s := h.refuses(7, applyIt, "Secret shop/store")
	for name, text := range h.written() {
		if found := leaks(text); len(found) > 0 {
			t.Errorf("%s has %q", name, found)
		}
	}
	if found := leaks(s.out + s.errors); len(found) > 0 {
		t.Errorf("shows %q:\n%s%s", found, s.out, s.errors)
	}
}

func TestTheCanariesWouldBeFound(t *testing.T) {
	for _, c := range canaries() {
		for _, form := range forms(c) {
			if len(leaks("before "+form+" after")) == 0 {
				t.Errorf("%q is not found", form)
			}
		}
	}
	h := newHarbour(t)
	h.plant()
	h.planned()
	h.ok(applyIt)
	secret := h.object("admin@tokyo", "Secret", "store")
	raw, err := secret.Bytes()
	h.must(err)
	if n := len(leaks(string(raw))); n < 10 {
		t.Errorf("the cluster has only %d of the canaries", n)
	}
}
