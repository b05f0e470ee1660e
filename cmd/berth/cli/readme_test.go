package cli_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/cmd/berth/cli"
	"berth.dev/engine/spec"
	"berth.dev/policies"
	"berth.dev/providers/providertest/fake"
)

// fence is a block of commands in the README: sh for commands alone, console for
// commands with what they print.
var fence = regexp.MustCompile("(?ms)^```(sh|console)\n(.*?)^```$")

// TestTheREADMEIsTrue runs every command of the README, in its order, in one
// folder, and compares what it shows with what is printed.
func TestTheREADMEIsTrue(t *testing.T) {
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "testdata", "pixiv"), os.DirFS(filepath.Join(root, "testdata", "pixiv"))); err != nil {
		t.Fatal(err)
	}
	k0sctl, err := os.ReadFile(filepath.Join(root, "testdata", "k0sctl.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "testdata", "k0sctl.yaml"), k0sctl)
	prices, err := os.ReadFile(filepath.Join(root, "..", "shared", "data", "prices", "gcp-2025-07-31.yml"))
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	if err == nil {
		write(t, filepath.Join(dir, "gcp-prices.yml"), prices)
	}
	readmeClusters(t, filepath.Join(dir, "kubeconfig"))
	readmeRequest(t, root, dir)
	ran := 0
	rewritten := fence.ReplaceAllStringFunc(string(text), func(block string) string {
		m := fence.FindStringSubmatch(block)
		if m[1] == "sh" {
			for line := range strings.Lines(m[2]) {
				if strings.Contains(line, "gcp-prices.yml") && prices == nil {
					t.Log("not run without the price list:", line)
					continue
				}
				runReadme(t, root, dir, line)
				ran++
			}
			return block
		}
		command, shown, _ := strings.Cut(m[2], "\n")
		got := runReadme(t, root, dir, strings.TrimPrefix(command, "$ "))
		ran++
		if diff := cmp.Diff(shown, got); diff != "" && !*update {
			t.Errorf("%s prints something else (-README +real), run with -update:\n%s", command, diff)
		}
		return "```console\n" + command + "\n" + got + "```"
	})
	if ran < 10 {
		t.Errorf("only %d commands were found", ran)
	}
	if *update {
		write(t, filepath.Join(root, "README.md"), []byte(rewritten))
	}
}

// readmeClusters starts an API server for each site of the example. They are doubles:
// the story on real ones is told in the end-to-end tests.
func readmeClusters(t *testing.T, kubeconfig string) {
	t.Helper()
	all := map[string]*fake.Server{}
	for i, name := range []string{"tokyo", "gke"} {
		s, err := fake.Start(fake.Options{Seed: uint64(i + 1)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		all[name] = s
	}
	if err := fake.Kubeconfig(kubeconfig, all); err != nil {
		t.Fatal(err)
	}
}

// readmeRequest makes the folder a git repository where somebody is about to move the
// search of the company of package review to the cloud.
func readmeRequest(t *testing.T, root, dir string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil && os.Getenv("CI") != "true" {
		t.Skip("no git here")
	}
	specs := filepath.Join(dir, "placement")
	for _, from := range []string{"testdata/pixiv", "cmd/berth/review/testdata/company"} {
		layer(t, specs, filepath.Join(root, from))
	}
	for _, args := range [][]string{
		{"init", "--quiet", "--initial-branch=main"}, {"add", "placement"}, {"commit", "--quiet", "--message", "Say what we run and where"},
	} {
		git := exec.CommandContext(t.Context(), "git", args...)
		git.Dir = dir
		git.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
			"GIT_AUTHOR_NAME=author", "GIT_AUTHOR_EMAIL=author@company.example", "GIT_AUTHOR_DATE=2026-11-02T09:00:00Z",
			"GIT_COMMITTER_NAME=author", "GIT_COMMITTER_EMAIL=author@company.example", "GIT_COMMITTER_DATE=2026-11-02T09:00:00Z")
		if out, err := git.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
	search := filepath.Join(specs, "services", "search.hcl")
	b, err := os.ReadFile(search)
	if err != nil {
		t.Fatal(err)
	}
	write(t, search, bytes.Replace(b, []byte(`runs_on = "tokyo"`), []byte("runs_on = \"gke\"\n  pin     = \"gke\""), 1))
}

// layer copies a folder over another one.
func layer(t *testing.T, to, from string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(from), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		}
		b, err := os.ReadFile(filepath.Join(from, name))
		write(t, filepath.Join(to, name), b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestTheSpecsOfTheREADMEAreRight reads every HCL block of the README.
func TestTheSpecsOfTheREADMEAreRight(t *testing.T) {
	text, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?ms)^```hcl\n(.*?)^```$").FindAllSubmatch(text, -1)
	if len(blocks) < 2 {
		t.Fatalf("only %d blocks were found", len(blocks))
	}
	for _, b := range blocks {
		if bytes.HasPrefix(b[1], []byte("test ")) {
			continue
		}
		w, diags := spec.Parse([]spec.Source{{Name: "README.hcl", Bytes: b[1]}}, spec.Options{Fragment: true})
		_, more := policies.Compile(w)
		for _, d := range append(diags, more...) {
			t.Error(d)
		}
	}
}

// TestTheTestsOfTheREADMEPass runs them on the check that stands above them, in the
// workspace that init writes.
func TestTheTestsOfTheREADMEPass(t *testing.T) {
	text, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?ms)^```hcl\n(check .*?\n}\n|test .*?)(\n.*?)?^```$").FindAllSubmatch(text, -1)
	if len(blocks) != 2 {
		t.Fatalf("%d blocks, not a check and its tests", len(blocks))
	}
	dir := t.TempDir()
	runReadme(t, "../../..", dir, "berth init .")
	write(t, filepath.Join(dir, "three-copies.hcl"), blocks[0][1])
	write(t, filepath.Join(dir, "three-copies_test.hcl"), slices.Concat(blocks[1][1], blocks[1][2]))
	if got := runReadme(t, "../../..", dir, "berth test ."); !strings.Contains(got, "10 passed, 0 failed") {
		t.Error(got)
	}
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// runReadme runs one command line and returns what it printed.
func runReadme(t *testing.T, root, dir, line string) string {
	t.Helper()
	line = strings.TrimSpace(line)
	if line == "make test" {
		// This test is part of it.
		makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
		if err != nil || !regexp.MustCompile(`(?m)^test:`).Match(makefile) {
			t.Errorf("the Makefile has no target test (%v)", err)
		}
		return ""
	}
	line, told := strings.CutSuffix(line, "; echo $?")
	lines := -1
	if before, n, cut := strings.Cut(line, " | head -"); cut {
		number, err := strconv.Atoi(n)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		line, lines = before, number
	}
	stdin := []byte("yes\n") // the answer to whoever asks
	if before, _, piped := strings.Cut(line, " | kubectl apply "); piped {
		line = before
	} else if before, after, piped := strings.Cut(line, " | "); piped {
		if !strings.HasPrefix(before, "kubectl get ") {
			t.Fatalf("no way to run %q", before)
		}
		manifests, err := os.ReadFile(filepath.Join(root, "testdata", "kubectl.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		line, stdin = after, manifests
	}
	line = strings.Replace(line, "go run ./cmd/berth ", "berth ", 1)
	args, ok := strings.CutPrefix(line, "berth ")
	if !ok {
		t.Fatalf("no way to run %q", line)
	}
	var out, errs bytes.Buffer
	code := cli.Main(cli.Env{
		Args: words(args), Dir: dir, Stdin: bytes.NewReader(stdin), Stdout: &out, Stderr: &errs, StdinTerminal: true, StderrTerminal: true,
		Getenv: func(name string) string {
			return map[string]string{"KUBECONFIG": filepath.Join(dir, "kubeconfig"), "XDG_STATE_HOME": filepath.Join(dir, "state")}[name]
		},
		Context: context.Background(),
	})
	if told {
		fmt.Fprintln(&out, code)
	} else if code != 0 {
		t.Errorf("%s: exit %d\n%s", line, code, errs.String())
	}
	return strings.Join(firstLines(out.String(), lines), "")
}

// firstLines are so many lines of a text, or all for -1.
func firstLines(text string, n int) []string {
	lines := slices.Collect(strings.Lines(text))
	if n >= 0 && n < len(lines) {
		lines = lines[:n]
	}
	return lines
}

// words splits a command line at spaces, with single quotes.
func words(s string) (out []string) {
	for _, w := range strings.Fields(s) {
		out = append(out, strings.Trim(w, "'"))
	}
	return out
}
