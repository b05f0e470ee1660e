//go:build cgo && (linux || darwin) && (amd64 || arm64)

package month

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
	"google.golang.org/api/option"

	"berth.dev/cmd/berth/cli"
	"berth.dev/providers/billing/bigquery"
	double "berth.dev/providers/providertest/bigquery"
)

// TestAMonthIsTheSameWhereverItsBillIsRead moves the bill of October into a table of
// BigQuery's double: whatever the report says of money stays as it is.
func TestAMonthIsTheSameWhereverItsBillIsRead(t *testing.T) {
	server := tables(t)
	moved := t.TempDir()
	if err := os.CopyFS(moved, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(moved, "workspace.hcl"), `plans = [`, "warehouse = \"bigquery:company\"\n    plans = [")
	edit(t, filepath.Join(moved, "report.hcl"), `files = ["bills/gke-*.csv"]`, `table = "company.billing.focus"`)
	if err := os.RemoveAll(filepath.Join(moved, "bills")); err != nil {
		t.Fatal(err)
	}
	jobs := 0
	env := cli.Env{BigQuery: bigquery.Options{
		Job: func() string { jobs++; return fmt.Sprint("berth_test_", jobs) },
		ClientOptions: []option.ClientOption{
			option.WithEndpoint(server.URL), option.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "a-token"})),
		},
	}}
	want, got := money(t, cli.Env{}, folder), money(t, env, moved)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("-files +table:\n%s", diff)
	}
	if len(want) < 10 || jobs == 0 {
		t.Errorf("%d members were compared, %d jobs ran", len(want), jobs)
	}
}

// tables is a double of BigQuery that has the bill of October.
func tables(t *testing.T) *double.Server {
	t.Helper()
	modules := filepath.Join(cmp.Or(os.Getenv("XDG_CACHE_HOME"), filepath.Join(os.Getenv("HOME"), ".cache")), "berth-consumers")
	_, missing := os.Stat(filepath.Join(modules, "node_modules", "node-sql-parser"))
	_, noNode := exec.LookPath("node")
	switch {
	case missing == nil && noNode == nil:
	case os.Getenv("CI") == "true":
		t.Fatal("the parser of BigQuery's SQL is not installed: run make consumers")
	default:
		t.Skip("the parser of BigQuery's SQL is not installed: run make consumers")
	}
	s, err := double.Start(t.Context(), double.Options{Modules: modules, Projects: []string{"company"}, Location: "asia-northeast1", Token: "a-token", PageRows: 5})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	file := filepath.Join(t.TempDir(), "focus.csv")
	b, err := os.ReadFile(folder + "/bills/gke-2026-10.csv")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	head, err := csv.NewReader(bytes.NewReader(b)).Read()
	if err != nil {
		t.Fatal(err)
	}
	var schema []double.Field
	for _, name := range head {
		schema = append(schema, double.Field{Name: name, Type: "STRING"})
	}
	if err := s.AddTable("company.billing.focus", double.TableOptions{Schema: schema, File: file}); err != nil {
		t.Fatal(err)
	}
	return s
}

func edit(t *testing.T, file, old, other string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(b), old) {
		t.Fatalf("%s has no %q", file, old)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(b), old, other, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// money is what a report says of October, without what is about how it was read.
func money(t *testing.T, env cli.Env, dir string) map[string]any {
	t.Helper()
	needsDuckDB(t)
	var out, errs bytes.Buffer
	env.Args = []string{"report", dir, "--month", "2026-10", "--as-of", asOf("2026-10"), "--format", "json"}
	env.Stdin, env.Stdout, env.Stderr, env.Context = strings.NewReader(""), &out, &errs, context.Background()
	if code := cli.Main(env); code != 0 {
		t.Fatalf("%s: exit %d\n%s", dir, code, errs.String())
	}
	var r map[string]any
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	for _, about := range []string{"pins", "state"} {
		delete(r, about)
	}
	return r
}
