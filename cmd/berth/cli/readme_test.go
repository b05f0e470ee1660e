package cli_test

import (
	"bytes"
	"context"
	"os"
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
		w, diags := spec.Parse([]spec.Source{{Name: "README.hcl", Bytes: b[1]}}, spec.Options{Fragment: true})
		_, more := policies.Compile(w)
		for _, d := range append(diags, more...) {
			t.Error(d)
		}
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
	if code != 0 {
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
