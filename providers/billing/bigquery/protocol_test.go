//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/bigquery"
	"berth.dev/providers/billing/billtest"
	"berth.dev/providers/billing/query"
	double "berth.dev/providers/providertest/bigquery"
)

// exporting is a double that has Google's export.
func exporting(t *testing.T, rows int, table func(*double.TableOptions)) *double.Server {
	t.Helper()
	s := started(t, nil)
	file, _ := written(t, billtest.Options{Kind: bill.GCP, Rows: rows, Month: bill.Month{Year: 2026, Month: 9}, Months: 2})
	o := double.TableOptions{Schema: export(), File: file}
	if table != nil {
		table(&o)
	}
	if err := s.AddTable(exported, o); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestABillIsOneDryRunAndOneJobWithItsLabelsItsLimitAndItsPlace(t *testing.T) {
	s := exporting(t, 400, nil)
	answer, err := opened(t, s, nil).Read(t.Context(), asked())
	if err != nil {
		t.Fatal(err)
	}
	jobs := s.Jobs()
	if len(jobs) != 2 || !jobs[0].DryRun || jobs[1].DryRun || jobs[0].SQL != jobs[1].SQL {
		t.Fatalf("want a dry run and a run of the same query, got %+v", jobs)
	}
	labels := map[string]string{"tool": "berth", "bill": "gcp", "month": "2026-10"}
	for _, j := range jobs {
		if diff := cmp.Diff(labels, j.Labels); diff != "" || j.Location != "asia-northeast1" {
			t.Errorf("job in %q with labels %v", j.Location, j.Labels)
		}
	}
	if jobs[1].MaximumBytesBilled != bigquery.DefaultMostBytes {
		t.Errorf("the job may bill %d bytes, want %d", jobs[1].MaximumBytesBilled, int64(bigquery.DefaultMostBytes))
	}
	if jobs[1].Rows <= 240 {
		t.Fatalf("%d rows came back: too few for three pages of 120", jobs[1].Rows)
	}
	// Rows of September came back from the engine, and are no rows of the answer.
	if n := len(answer.Rows); n == 0 || n >= jobs[1].Rows {
		t.Errorf("an answer of %d rows from %d", n, jobs[1].Rows)
	}
	// Two times it was still running; then it was done, and came in pages of 120.
	want := []string{"tables.get", "jobs.insert", "jobs.insert"}
	for range 3 + (jobs[1].Rows+119)/120 {
		want = append(want, "jobs.getQueryResults")
	}
	if diff := cmp.Diff(want, s.Requests()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestOnlySumsComeBackHoweverManyRowsThereAre(t *testing.T) {
	s := exporting(t, 1500, nil)
	ask := asked()
	ask.Keys = nil
	if _, err := opened(t, s, nil).Read(t.Context(), ask); err != nil {
		t.Fatal(err)
	}
	// Days of two months and some late ones, by what is charged for.
	if jobs := s.Jobs(); jobs[1].Rows > 70*7 {
		t.Errorf("%d rows came back of 1500", jobs[1].Rows)
	}
}

func TestAQueryThatWouldReadTooMuchIsRefusedBeforeItRuns(t *testing.T) {
	s := exporting(t, 300, nil)
	r := opened(t, s, func(o *bigquery.Options) { o.MostBytes = 1000 })
	_, err := r.Read(t.Context(), asked())
	wants(t, err, "would read", "KiB", "more than the 1000 bytes")
	if jobs := s.Jobs(); len(jobs) != 1 || !jobs[0].DryRun {
		t.Errorf("want the dry run alone, got %d jobs", len(jobs))
	}
}

func TestATableThatIsCutByItsLoadingIsReadFromTheMonthOn(t *testing.T) {
	byLoading := func(o *double.TableOptions) {
		// Google exports a use some hours after it, and such as came late some days after.
		o.Partition, o.Loaded, o.Delay, o.RequireFilter = "_PARTITIONTIME", "usage_end_time", 72*time.Hour, true
	}
	cut, whole := exporting(t, 500, byLoading), exporting(t, 500, nil)
	part, err := opened(t, cut, nil).Read(t.Context(), asked())
	if err != nil {
		t.Fatal(err)
	}
	all, err := opened(t, whole, nil).Read(t.Context(), asked())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sums(all), sums(part)); diff != "" {
		t.Errorf("what is left out belongs to the month (-all +part):\n%s", diff)
	}
	if few, many := cut.Jobs()[0].Bytes, whole.Jobs()[0].Bytes; few*10 > many*7 {
		t.Errorf("%d bytes are read of %d", few, many)
	}
	if !slices.ContainsFunc(part.Notes, func(n string) bool { return strings.HasPrefix(n, "partitions before 2026-09-28 were not read") }) {
		t.Errorf("nothing is said of it: %q", part.Notes)
	}
}

// sums are rows with their money as text.
func sums(a *bill.Answer) (out []string) {
	for _, r := range a.Rows {
		out = append(out, strings.Join(append([]string{r.Day, r.Group, r.Billed.String(), r.Effective.String()}, r.Keys...), " "))
	}
	return out
}

func TestATableThatWantsAConditionGetsOneThatLeavesNothingOut(t *testing.T) {
	s := exporting(t, 300, func(o *double.TableOptions) { o.Partition, o.RequireFilter = "usage_start_time", true })
	answer, err := opened(t, s, nil).Read(t.Context(), asked())
	if err != nil {
		t.Fatal(err)
	}
	if answer.Count != 300 {
		t.Errorf("%d rows were read of 300", answer.Count)
	}
	ask := asked()
	ask.By = bill.ByCharge
	if answer, err = opened(t, s, nil).Read(t.Context(), ask); err != nil {
		t.Fatal(err)
	}
	if answer.Count == 0 || answer.Count >= 300 {
		t.Errorf("by charge, %d rows were read: want those of October alone", answer.Count)
	}
}

func TestRefusalsSayWhatToDo(t *testing.T) {
	s := exporting(t, 20, nil)
	if err := s.AddTable("acme-billing.exports.secret", double.TableOptions{Schema: export(), File: fileOf(t), Denied: true}); err != nil {
		t.Fatal(err)
	}
	if err := s.AddTable("acme-billing.exports.short", double.TableOptions{Schema: export()[:10], File: fileOf(t)}); err != nil {
		t.Fatal(err)
	}
	table := func(name string) func(*bill.Ask) { return func(a *bill.Ask) { a.Table = name } }
	for _, c := range []struct {
		name   string
		ask    func(*bill.Ask)
		reader func(*bigquery.Options)
		wants  []string
	}{
		{"no such table", table("exports.nothing"), nil, []string{`bill "gcp"`, "there is no table acme-billing.exports.nothing"}},
		{"a table nobody may read", table("exports.secret"), nil, []string{"acme-billing.exports.secret", "roles/bigquery.dataViewer"}},
		{"a project where nobody may ask", table("acme-billing.exports.gcp_billing_export_v1_0000"), func(o *bigquery.Options) { o.Project = "other-project" }, []string{"roles/bigquery.jobUser", "other-project"}},
		{"a place where the table is not", nil, func(o *bigquery.Options) { o.Location = "EU" }, []string{"was not found in location EU"}},
		{"columns that are not there", table("exports.short"), nil, []string{"a column is missing", "cost"}},
		{"files", func(a *bill.Ask) { a.Table, a.Files = "", []string{"a.csv"} }, nil, []string{"BigQuery reads tables and no files"}},
		{"a pattern of tables", table("exports.gcp_*"), nil, []string{"is not a table of BigQuery"}},
		{"a name that ends its quotes", table("exports.x` WHERE TRUE --"), nil, []string{"is not a table of BigQuery"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ask := asked()
			if c.ask != nil {
				c.ask(&ask)
			}
			_, err := opened(t, s, c.reader).Read(t.Context(), ask)
			wants(t, err, c.wants...)
			if c.name == "columns that are not there" && !errors.Is(err, query.ErrColumn) {
				t.Errorf("%v is no query.ErrColumn", err)
			}
		})
	}
}

// fileOf is a small bill of Google.
func fileOf(t *testing.T) string {
	file, _ := written(t, billtest.Options{Kind: bill.GCP, Rows: 3})
	return file
}

func wants(t *testing.T, err error, words ...string) {
	t.Helper()
	for _, w := range words {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("want %q in the error, got %v", w, err)
		}
	}
}

func TestWhatPassesIsTriedAgainAndWhatStaysIsTold(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault double.Fault
		wants string
	}{
		{"busy when a job begins", double.Fault{Method: "jobs.insert", Status: 503, Reason: "backendError", Times: 1}, ""},
		{"too many requests", double.Fault{Method: "jobs.insert", Status: 429, Reason: "rateLimitExceeded", Times: 1}, ""},
		{"busy when rows are read", double.Fault{Method: "jobs.getQueryResults", Status: 503, Reason: "backendError", Times: 1}, ""},
		{"the quota", double.Fault{Method: "jobs.insert", Status: 403, Reason: "quotaExceeded", Message: "Quota exceeded: too much", Times: 1}, "the quota of project acme-billing is used up"},
		{"a token that ran out", double.Fault{Method: "tables.get", Status: 401, Reason: "authError", Message: "Invalid credentials", Times: 1}, "log in again"},
		{"words that steer a terminal", double.Fault{Method: "jobs.insert", Status: 400, Reason: "invalidQuery", Message: "bad\x1b[2J query", Times: 1}, "refused: bad [2J query"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := exporting(t, 20, nil)
			s.Fail(c.fault)
			_, err := opened(t, s, nil).Read(t.Context(), asked())
			if c.wants == "" && err != nil {
				t.Error(err)
			}
			if c.wants != "" {
				wants(t, err, c.wants)
			}
		})
	}
}

func TestAJobWhoseAnswerWasLostIsReadAndNotPaidForTwice(t *testing.T) {
	for _, status := range []int{0, 503} {
		s := exporting(t, 20, nil)
		r := opened(t, s, nil)
		// The dry run passes; the job begins, and nobody hears of it.
		s.Fail(double.Fault{Method: "jobs.insert", Times: 1, Status: status, Reason: "backendError", After: true, Skip: 1})
		answer, err := r.Read(t.Context(), asked())
		if err != nil {
			t.Fatalf("status %d: %v", status, err)
		}
		ran := 0
		for _, j := range s.Jobs() {
			if !j.DryRun {
				ran++
			}
		}
		if ran != 1 || answer.Count != 20 {
			t.Errorf("status %d: %d jobs ran, and %d rows were read", status, ran, answer.Count)
		}
	}
}

func TestABillThatTakesTooLongEnds(t *testing.T) {
	s := exporting(t, 20, nil)
	s.Fail(double.Fault{Method: "tables.get", Status: 503, Reason: "backendError", Times: 1000})
	_, err := opened(t, s, func(o *bigquery.Options) { o.Timeout = 300 * time.Millisecond }).Read(t.Context(), asked())
	wants(t, err, "it took longer than 300ms")
}
