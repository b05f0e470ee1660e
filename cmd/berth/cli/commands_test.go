package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"berth.dev/engine/object"
	"berth.dev/providers/billing/duck"
	"berth.dev/providers/providertest/fake"
)

// everyCommand calls do for each command of the program but help.
func everyCommand(do func(*cobra.Command)) {
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		do(c)
		for _, child := range c.Commands() {
			visit(child)
		}
	}
	visit(newApp(Env{Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}}).root())
}

func TestEveryCommandHasHelpWithExamples(t *testing.T) {
	n := 0
	everyCommand(func(c *cobra.Command) {
		n++
		for what, text := range map[string]string{"Short": c.Short, "Long": c.Long, "Example": c.Example} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", c.CommandPath(), what)
			}
		}
		for line := range strings.Lines(c.Long) {
			if len(strings.TrimRight(line, "\n")) > 84 {
				t.Errorf("%s: a line of its help is longer than 84 characters: %q", c.CommandPath(), line)
			}
		}
		if !strings.Contains(c.Example, c.CommandPath()) && c.HasParent() && !c.HasSubCommands() {
			t.Errorf("%s: its examples do not run it", c.CommandPath())
		}
	})
	if n < 20 {
		t.Errorf("only %d commands seen", n)
	}
}

// oneManifest is what examples import.
const oneManifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "registry.example/web:1"}]
`

// priceList is the published list that the examples of prices import name.
const priceList = "../../../../shared/data/prices/gcp-2025-07-31.yml"

// changing are the commands that change clusters: their examples need a plan in a
// certain state, and a person. Scripts and tests of their own run them.
func changing() []string {
	return []string{"apply", "status", "resume", "abandon", "rollback", "destroy"}
}

func TestEveryExampleRuns(t *testing.T) {
	everyCommand(func(c *cobra.Command) {
		path := c.CommandPath()
		t.Run(path, func(t *testing.T) {
			if slices.Contains(changing(), c.Name()) {
				t.Skip("it changes clusters")
			}
			dir := exampleFolder(t)
			needsSteps := c.Name() != "plan" && strings.Contains(c.Example, "steps.json")
			if needsSteps || strings.Contains(c.Example, "berth.key") && c.Name() != "key" && c.Name() != "new" {
				runExample(t, dir, "berth key new berth.key")
			}
			if needsSteps {
				runExample(t, dir, "berth plan --steps --context tokyo=admin@tokyo --out steps.json --key berth.key")
			}
			if c.Name() == "profile" {
				giveSeries(t, dir)
			}
			if c.Name() == "measure" {
				giveMetrics(t, dir)
			}
			if strings.HasPrefix(path, "berth report") {
				giveMonths(t, dir, c.Name() == "diff")
			}
			if c.Name() != "plan" && strings.Contains(c.Example, "plan.json") {
				runExample(t, dir, "berth plan --out plan.json")
				runExample(t, dir, "berth plan --out last.json")
			}
			for line := range strings.Lines(strings.ReplaceAll(c.Example, "\\\n", " ")) {
				line = strings.TrimSpace(line)
				if strings.Contains(line, "pricing.yml") && !hasFile(filepath.Join(dir, "pricing.yml")) {
					t.Log("not run without the price list:", line)
					continue
				}
				if strings.Contains(line, "--against") || strings.Contains(line, "policy diff") {
					t.Log("not run: it needs a repository; scripts make one:", line)
					continue
				}
				if strings.Contains(line, "import gke") {
					t.Log("not run: it asks Google; a test of its own has a double:", line)
					continue
				}
				runExample(t, dir, line)
			}
		})
	})
}

// exampleFolder is the workspace of init, with manifests beside it, and a cluster that
// its kubeconfig reaches.
func exampleFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	runExample(t, dir, "berth init")
	if err := os.Mkdir(filepath.Join(dir, "manifests"), 0o755); err != nil {
		t.Fatal(err)
	}
	save(t, filepath.Join(dir, "manifests", "web.yaml"), []byte(oneManifest))
	for name, text := range ofOthers() {
		save(t, filepath.Join(dir, name), []byte(text))
	}
	machines, err := os.ReadFile("../../../testdata/k0sctl.yaml")
	if err != nil {
		t.Fatal(err)
	}
	save(t, filepath.Join(dir, "k0sctl.yaml"), machines)
	cluster, err := fake.Start(fake.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	if err := cluster.Put("kubectl", object.Object{
		"apiVersion": "apps/v1", "kind": "Deployment", "metadata": map[string]any{"name": "web", "namespace": "default"},
		"spec": map[string]any{
			"selector": map[string]any{"matchLabels": map[string]any{"app": "web"}},
			"template": map[string]any{
				"metadata": map[string]any{"labels": map[string]any{"app": "web"}},
				"spec":     map[string]any{"containers": []any{map[string]any{"name": "web", "image": "registry.example/web:1"}}},
			},
		},
	}); err != nil {
		t.Fatal(err)
	}
	if err := fake.Kubeconfig(filepath.Join(dir, "kubeconfig"), map[string]*fake.Server{"admin@tokyo": cluster}); err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile(priceList)
	switch {
	case err == nil:
		save(t, filepath.Join(dir, "pricing.yml"), list)
	case os.Getenv("CI") == "true":
		t.Fatal(err)
	}
	return dir
}

// giveSeries gives the starter's frontend a series in a file, instead of its numbers.
func giveSeries(t *testing.T, dir string) {
	t.Helper()
	series, err := os.ReadFile("../../../testdata/pixiv/traffic/vroid-hub.csv")
	if err != nil {
		t.Fatal(err)
	}
	save(t, filepath.Join(dir, "frontend.csv"), series)
	replaceIn(t, filepath.Join(dir, "services.hcl"), "mean_rps = 300\n    p99_rps  = 1500\n    trend    = \"3%/mo\"", "series = \"frontend.csv\"\n    unit   = \"requests/10m\"")
}

// giveMonths makes the folder that of the nine services, with bills of two months, in
// December. kept says that the reports of both are in the archive.
func giveMonths(t *testing.T, dir string, kept bool) {
	t.Helper()
	if !duck.Available {
		t.Skip("this build reads no bills: it is one without a C compiler")
	}
	others, err := filepath.Glob(filepath.Join(dir, "*.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range others {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(dir, os.DirFS("../../../testdata/pixiv")); err != nil {
		t.Fatal(err)
	}
	replaceIn(t, filepath.Join(dir, "workspace.hcl"), `"2026-10-31"`, `"2026-12-10"`)
	for _, month := range []string{"2026-10", "2026-11"} {
		if kept {
			runExample(t, dir, "berth report --month "+month+" --pin")
		}
	}
}

// runExample runs one line of an example: a pipe's left side is what stdin would
// be, and redirections are left out.
func runExample(t *testing.T, dir, line string) {
	t.Helper()
	stdin := ""
	if before, after, piped := strings.Cut(line, "|"); piped {
		line, stdin = strings.TrimSpace(after), pipedBy(before)
		if name, isCat := strings.CutPrefix(strings.TrimSpace(before), "cat "); isCat {
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			stdin = string(b)
		}
	}
	line, _, _ = strings.Cut(line, " > ")
	words := strings.Fields(strings.ReplaceAll(line, "'", ""))
	if len(words) == 0 || words[0] != "berth" {
		t.Fatalf("%q does not begin with berth", line)
	}
	var out, errs bytes.Buffer
	code := Main(Env{
		Args: words[1:], Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &errs, Dir: dir,
		Getenv: func(name string) string {
			return map[string]string{"KUBECONFIG": filepath.Join(dir, "kubeconfig")}[name]
		},
	})
	if code != exitOK {
		t.Errorf("%s: exit code %d\n%s", line, code, errs.String())
	}
	if out.Len() == 0 && !strings.Contains(line, "fmt") && !strings.Contains(line, "--out") {
		t.Errorf("%s: printed nothing", line)
	}
}

func hasFile(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func save(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}
