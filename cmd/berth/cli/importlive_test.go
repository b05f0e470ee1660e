package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"berth.dev/engine/spec"
	"berth.dev/providers/manifest"
)

func TestTheMetricsExampleValidatesOnceItsSignsAreTakenAway(t *testing.T) {
	var out strings.Builder
	for line := range strings.Lines(string(metricsExample("prod", "admin@prod", []string{"shop"}))) {
		words := strings.TrimPrefix(strings.TrimPrefix(line, "#"), " ")
		if strings.ContainsAny(words, "={}") {
			out.WriteString(words)
		}
	}
	w, diags := spec.Parse([]spec.Source{{Name: "metrics.hcl", Bytes: []byte(out.String())}}, spec.Options{Fragment: true})
	if diags.HasErrors() || len(w.Metrics) != 2 || w.Metrics[0].Match.V["namespace"] != "shop" || w.Metrics[1].Context.V != "admin@prod" {
		t.Errorf("%v\n%s", diags, out.String())
	}
}

func TestASiteHasTheNameOfItsCluster(t *testing.T) {
	for context, want := range map[string]string{
		"prod":                           "prod",
		"admin@tokyo":                    "tokyo",
		"gke_demo_asia-northeast1_web":   "web",
		"arn:aws:eks:ap-1:123:cluster/A": "a",
		"Prod_East":                      "prod-east",
	} {
		if got := siteName(context); got != want {
			t.Errorf("%s: %q, want %q", context, got, want)
		}
	}
}

func TestEachSourceHasAFolderOfItsOwnWithoutTheMachinesPaths(t *testing.T) {
	seen := map[string]string{}
	for _, from := range []string{"kubernetes/prod", "kubernetes/a/b", "kubernetes/a-b", "kubernetes/a:b", "manifests/a,b", "manifests/-", "gke/projects/p/locations/l/clusters/c", "score/.", "score/.."} {
		name := folderName(from)
		if other, twice := seen[name]; twice || strings.ContainsAny(name, "/\\:") || strings.HasPrefix(name, ".") {
			t.Errorf("%s is kept in %q, as is %q", from, name, other)
		}
		seen[name] = from
	}
	if got := folderName("compose/" + filepath.Join(t.TempDir(), "compose.yaml")); got != "compose-compose.yaml" {
		t.Errorf("the machine's own path is in %q", got)
	}
}

func TestWhatIsLeftOutForOneReasonIsToldOnce(t *testing.T) {
	var all []manifest.Skipped
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		all = append(all, manifest.Skipped{Kind: "Job", Name: name, Reason: "over"}, manifest.Skipped{Kind: "Job", Name: name, Reason: name})
	}
	got := together(all)
	if len(got) != 6 || got[0].Name != "a and 4 more" {
		t.Errorf("%v", got)
	}
}

// asked runs an import of two versions of a manifest, at a terminal where a person
// gives this answer to the second.
func asked(t *testing.T, answer string) (stdout, file string, code int) {
	t.Helper()
	dir := t.TempDir()
	var out bytes.Buffer
	for _, image := range []string{"web:1", "web:2"} {
		save(t, filepath.Join(dir, "web.yaml"), []byte(strings.ReplaceAll(oneManifest, "web:1", image)))
		out.Reset()
		code = Main(Env{
			Args: []string{"import", "kubernetes", "web.yaml", "--out", "shop", "--color", "always"}, Dir: dir, StdinTerminal: true, StderrTerminal: true,
			Stdin: strings.NewReader(answer), Stdout: &out, Stderr: &bytes.Buffer{},
		})
	}
	text, err := os.ReadFile(filepath.Join(dir, "shop", "services.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), string(text), code
}

func TestAPersonIsAskedBeforeFilesThatAreThereChange(t *testing.T) {
	stdout, file, code := asked(t, "yes\n")
	if code != exitOK || !strings.Contains(file, "web:2") || !strings.Contains(stdout, "\x1b[32m+") || !strings.Contains(stdout, "\x1b[31m-") {
		t.Errorf("exit code %d\n%q\n%s", code, stdout, file)
	}
	if _, file, code = asked(t, "no\n"); code == exitOK || !strings.Contains(file, "web:1") {
		t.Errorf("exit code %d\n%s", code, file)
	}
}
