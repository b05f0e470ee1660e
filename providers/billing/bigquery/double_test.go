//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery_test

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"

	"golang.org/x/oauth2"
	"google.golang.org/api/option"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/bigquery"
	"berth.dev/providers/billing/billtest"
	double "berth.dev/providers/providertest/bigquery"
)

// modules is the folder with the parser of SQL, which "make consumers" installs from npm.
// Without it a test is skipped, and fails in CI.
func modules(t testing.TB) string {
	t.Helper()
	cache := cmp.Or(os.Getenv("XDG_CACHE_HOME"), filepath.Join(os.Getenv("HOME"), ".cache"))
	folder := filepath.Join(cache, "berth-consumers")
	_, missing := os.Stat(filepath.Join(folder, "node_modules", "node-sql-parser"))
	_, noNode := exec.LookPath("node")
	switch {
	case missing == nil && noNode == nil:
	case os.Getenv("CI") == "true":
		t.Fatal("the parser of BigQuery's SQL is not installed: run make consumers")
	default:
		t.Skip("the parser of BigQuery's SQL is not installed: run make consumers")
	}
	return folder
}

// started is a double in Tokyo, which is far from where jobs are found without being
// told where they are.
func started(t testing.TB, change func(*double.Options)) *double.Server {
	t.Helper()
	o := double.Options{Modules: modules(t), Projects: []string{"acme-billing"}, Location: "asia-northeast1", Token: "a-token", PageRows: 120, Polls: 2}
	if change != nil {
		change(&o)
	}
	s, err := double.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// jobs counts jobs, whose names never come twice.
var jobs atomic.Int64

// opened is a reader that speaks to a double.
func opened(t testing.TB, s *double.Server, change func(*bigquery.Options)) *bigquery.Reader {
	t.Helper()
	o := bigquery.Options{
		Project: "acme-billing", Job: func() string { return fmt.Sprintf("berth_test_%d", jobs.Add(1)) },
		ClientOptions: []option.ClientOption{
			option.WithEndpoint(s.URL),
			option.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "a-token"})),
		},
	}
	if change != nil {
		change(&o)
	}
	r, err := bigquery.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// written is a generated bill as lines of JSON.
func written(t testing.TB, o billtest.Options) (string, billtest.Total) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bill.jsonl")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	total, err := billtest.JSONLines(f, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return file, total
}

// export is the schema of Google's standard export, as far as bills need it.
func export() []double.Field {
	pairs := []double.Field{{Name: "key", Type: "STRING"}, {Name: "value", Type: "STRING"}}
	record := func(name string, fields ...double.Field) double.Field {
		return double.Field{Name: name, Type: "RECORD", Fields: fields}
	}
	of := func(name, kind string) double.Field { return double.Field{Name: name, Type: kind} }
	return []double.Field{
		of("billing_account_id", "STRING"),
		record("service", of("id", "STRING"), of("description", "STRING")),
		record("sku", of("id", "STRING"), of("description", "STRING")),
		of("usage_start_time", "TIMESTAMP"), of("usage_end_time", "TIMESTAMP"),
		record("project", of("id", "STRING"), of("name", "STRING")),
		{Name: "labels", Type: "RECORD", Mode: "REPEATED", Fields: pairs},
		{Name: "system_labels", Type: "RECORD", Mode: "REPEATED", Fields: pairs},
		record("location", of("location", "STRING"), of("country", "STRING"), of("region", "STRING"), of("zone", "STRING")),
		of("export_time", "TIMESTAMP"), of("cost", "FLOAT"), of("currency", "STRING"),
		record("usage", of("amount", "FLOAT"), of("unit", "STRING"), of("amount_in_pricing_units", "FLOAT"), of("pricing_unit", "STRING")),
		{Name: "credits", Type: "RECORD", Mode: "REPEATED", Fields: []double.Field{of("name", "STRING"), of("amount", "FLOAT"), of("id", "STRING"), of("type", "STRING")}},
		record("invoice", of("month", "STRING")),
		of("cost_type", "STRING"), of("cost_at_list", "FLOAT"),
		record("resource", of("name", "STRING"), of("global_name", "STRING")),
	}
}

const exported = "acme-billing.exports.gcp_billing_export_v1_0000"

// asked is what a report asks of Google's export.
func asked() bill.Ask {
	october := bill.Month{Year: 2026, Month: 10}
	return bill.Ask{
		Name: "gcp", Kind: bill.GCP, Table: "exports.gcp_billing_export_v1_0000", From: october, To: october, By: bill.ByInvoice,
		Zone: tokyo, Keys: []string{"sub_account", "tag:app"},
	}
}

// label is a name that no other table of the tests has.
func label() string { return fmt.Sprint(jobs.Add(1)) }
