package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"berth.dev/cmd/berth/cli"
)

// demo is a workspace of a published demo shop: its manifests imported, its
// frontend's traffic a real series, its prices the public list.
type demo struct {
	dir    string
	shared string
}

// newDemo imports the shop; the test is skipped where the data are not there.
func newDemo(t *testing.T) *demo {
	t.Helper()
	shared, err := filepath.Abs("../../../../shared/data")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(shared); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the shared data are not there: ", err)
	}
	d := &demo{dir: filepath.Join(t.TempDir(), "shop"), shared: shared}
	d.run(t, "import", "kubernetes", filepath.Join(shared, "services/microservices-demo/release/kubernetes-manifests.yaml"), "--runs-on", "gke", "--out", d.dir)
	d.run(t, "prices", "import", filepath.Join(shared, "prices/gcp-2025-07-31.yml"), "--region", "asia-northeast1", "--machine", "e2-*", "--out", filepath.Join(d.dir, "gcp.hcl"))
	d.edit(t, "workspace.hcl", func(s string) string {
		return replaceOnce(t, s, `prices       = "example"`, `prices       = "gcp-asia-northeast1"`)
	})
	series, err := os.ReadFile(filepath.Join(shared, "series/elb_request_count_8c0756.csv"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(d.dir, "frontend.csv"), series)
	d.edit(t, "services.hcl", func(s string) string {
		return replaceOnce(t, s, `service "frontend" {`, `service "frontend" {
  traffic {
    series = "frontend.csv"
    unit   = "requests/5m"
  }`)
	})
	return d
}

func (d *demo) edit(t *testing.T, file string, f func(string) string) {
	t.Helper()
	path := filepath.Join(d.dir, file)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, []byte(f(string(b))))
}

func replaceOnce(t *testing.T, s, old, with string) string {
	t.Helper()
	if strings.Count(s, old) != 1 {
		t.Fatalf("%q stands %d times", old, strings.Count(s, old))
	}
	return strings.Replace(s, old, with, 1)
}

func (d *demo) run(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	code := cli.Main(cli.Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
		Getenv: func(string) string { return "" }, Context: context.Background(),
	})
	if code != 0 {
		t.Fatalf("berth %s: exit %d\n%s", strings.Join(args, " "), code, errs.String())
	}
	return out.String()
}

// evaluated is what the tests read of evaluate's JSON.
type evaluated struct {
	Services []struct {
		Name string
		Firm bool
	}
	Settle struct {
		Measurements []string
	}
}

func (d *demo) evaluate(t *testing.T) evaluated {
	t.Helper()
	var e evaluated
	if err := json.Unmarshal([]byte(d.run(t, "evaluate", d.dir, "--settle", "9", "--format", "json")), &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestTheDemoShopSaysWhatToMeasureAndMeasuringSettlesIt(t *testing.T) {
	d := newDemo(t)
	d.run(t, "validate", d.dir)
	before := d.evaluate(t)
	if n := len(before.Services); n != 12 {
		t.Fatalf("%d services, want the eleven and their redis", n)
	}
	measured := before.Settle.Measurements
	if len(measured) == 0 {
		t.Fatal("nothing is to be measured")
	}
	t.Logf("to settle nine: %q", measured)
	services, err := os.ReadFile(filepath.Join(d.dir, "services.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	// Whatever the measurements show: nothing, much, or anything between.
	r := rand.New(rand.NewPCG(1, 1))
	for _, volume := range []func() string{
		func() string { return "0" },
		func() string { return "10Ti" },
		func() string { return fmt.Sprintf("%dGi", r.IntN(2000)) },
	} {
		write(t, filepath.Join(d.dir, "services.hcl"), []byte(measure(t, string(services), measured, volume)))
		firm := 0
		for _, s := range d.evaluate(t).Services {
			if s.Firm {
				firm++
			}
		}
		if firm < 9 {
			t.Errorf("after measuring, %d services are firm, want 9", firm)
		}
	}
}

var (
	serviceBlock = regexp.MustCompile(`(?ms)^service "([^"]+)" \{.*?^\}`)
	unknownBytes = regexp.MustCompile(`((?:sent|received)\s+= )"unknown"`)
)

// measure writes what measuring the calls of some services gives.
func measure(t *testing.T, specs string, measured []string, volume func() string) string {
	for _, m := range measured {
		if !strings.HasPrefix(m, "calls of ") {
			t.Fatalf("no way to measure %q", m)
		}
	}
	return serviceBlock.ReplaceAllStringFunc(specs, func(block string) string {
		name := serviceBlock.FindStringSubmatch(block)[1]
		if !slices.Contains(measured, "calls of "+name) {
			return block
		}
		block = strings.Replace(block, `"partial"`, `"complete"`, 1)
		return unknownBytes.ReplaceAllStringFunc(block, func(s string) string {
			return unknownBytes.FindStringSubmatch(s)[1] + `"` + volume() + `"`
		})
	})
}

func TestTheDemoShopsAndTheTalksServicesArePlannedToTheEnd(t *testing.T) {
	d := newDemo(t)
	bank := filepath.Join(t.TempDir(), "bank")
	d.run(t, "import", "kubernetes", filepath.Join(d.shared, "services/bank-of-anthos"), "--runs-on", "gke", "--out", bank)
	for _, dir := range []string{d.dir, bank, "../../../testdata/pixiv"} {
		for _, assume := range []string{"low", "high", "500Gi", ""} {
			args := []string{"plan", dir, "--format", "json"}
			if assume != "" {
				args = append(args, "--assume", "unknown="+assume)
			}
			var p struct {
				Cost  struct{ Amount string }
				Floor struct{ Amount string }
				Gap   float64
			}
			if err := json.Unmarshal([]byte(d.run(t, args...)), &p); err != nil {
				t.Fatal(err)
			}
			if p.Cost.Amount == "" || p.Cost != p.Floor || p.Gap != 0 {
				t.Errorf("%v: cost %s, floor %s, gap %v: want the floor reached", args, p.Cost.Amount, p.Floor.Amount, p.Gap)
			}
		}
	}
}

func TestTheSameInputsGiveTheSameBytes(t *testing.T) {
	root, err := filepath.Abs("../../../testdata/pixiv")
	if err != nil {
		t.Fatal(err)
	}
	d := &demo{dir: root}
	// The same specs in other files, read in another order.
	shuffled := t.TempDir()
	if err := os.CopyFS(filepath.Join(shuffled, "traffic"), os.DirFS(filepath.Join(root, "traffic"))); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(root, "*.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(filepath.Join(root, "services", "*.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range append(files, more...) {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(shuffled, fmt.Sprintf("z%02d.hcl", (i*7)%len(append(files, more...)))), b)
	}
	for _, format := range []string{"text", "json", "markdown"} {
		want := d.run(t, "evaluate", root, "--format", format)
		if got := d.run(t, "evaluate", shuffled, "--format", format); got != want {
			t.Errorf("%s: other files, other bytes", format)
		}
		for _, n := range []int{1, 2, 8} {
			if got := withThreads(n, func() string { return d.run(t, "evaluate", root, "--format", format) }); got != want {
				t.Errorf("%s: other bytes with %d threads", format, n)
			}
		}
	}
}

func withThreads(n int, f func() string) string {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(n))
	return f()
}
