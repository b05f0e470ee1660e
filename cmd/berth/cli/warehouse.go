package cli

import (
	"context"
	"fmt"
	"os"
	"strings"

	"berth.dev/engine/bill"
	"berth.dev/engine/spec"
	"berth.dev/providers/billing/bigquery"
	"berth.dev/providers/billing/duck"
)

// warehouse are the engines that read a workspace's bills: files in this process, tables
// where the workspace says. Each is opened when the first bill needs it.
type warehouse struct {
	app  *app
	dir  string
	root *os.Root
	// says is the workspace's word, as in "duckdb" or "bigquery:PROJECT".
	says     string
	progress *progress
	// mostBytes is how much one query of a rented engine may read; 0 for its default.
	mostBytes int64
	files     *duck.Reader
	tables    *bigquery.Reader
}

// newWarehouse opens nothing yet.
func (a *app) newWarehouse(dir string, root *os.Root, w *spec.Workspace, p *progress) *warehouse {
	out := &warehouse{app: a, dir: dir, root: root, says: spec.DefaultWarehouse, progress: p}
	if r := w.Settings.Report; r != nil {
		out.says = r.Warehouse.Or(out.says)
	}
	return out
}

// reader is the engine that reads a bill's files or its table. Where it is not there,
// that is said before anything is read.
func (w *warehouse) reader(ctx context.Context, table string) (bill.Reader, error) {
	kind, where, _ := strings.Cut(w.says, ":")
	switch {
	case table == "" || kind == "duckdb":
		return w.duckdb(kind, where)
	case kind == "bigquery":
		return w.bigquery(ctx, where)
	}
	return nil, fmt.Errorf(`warehouse %q is not known: write "duckdb", "duckdb:FILE" or "bigquery:PROJECT"`, w.says)
}

// duckdb opens the engine of this process, with a database where tables lie in one.
func (w *warehouse) duckdb(kind, where string) (bill.Reader, error) {
	if w.files != nil {
		return w.files, nil
	}
	options := duck.Options{Progress: func(read, all int64) {
		w.progress.show("read %s of %s of bills", megabytes(read), megabytes(all))
	}}
	if kind == "duckdb" && where != "" {
		if err := checkRegular(w.root.FS(), where); err != nil {
			return nil, fmt.Errorf("warehouse %q: %w", w.says, err)
		}
		options.Database = w.app.onDisk(w.dir, []string{where})[0]
	}
	engine, err := duck.Open(options)
	if err != nil {
		return nil, err
	}
	w.files = engine
	return engine, nil
}

// bigquery opens the engine of a project. Credentials are those of Google's libraries.
func (w *warehouse) bigquery(ctx context.Context, project string) (bill.Reader, error) {
	if w.tables != nil {
		return w.tables, nil
	}
	options := w.app.BigQuery
	options.Project, options.MostBytes = project, w.mostBytes
	options.Progress = func(words string) { w.progress.show("%s", words) }
	engine, err := bigquery.Open(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("warehouse %q: %w", w.says, err)
	}
	w.tables = engine
	return engine, nil
}

// close ends connections.
func (w *warehouse) close() {
	if w.tables != nil {
		_ = w.tables.Close() // all that was asked is answered
	}
}

// megabytes writes a size as people read it.
func megabytes(n int64) string { return grouped(int(n>>20)) + " MiB" }
