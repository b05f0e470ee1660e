package cli

import (
	"fmt"
	"os"
	"strings"

	"berth.dev/engine/bill"
	"berth.dev/engine/spec"
	"berth.dev/providers/billing/duck"
)

// openWarehouse opens the engine that reads a workspace's bills. Where it is not there,
// that is said before anything is read.
func (a *app) openWarehouse(dir string, root *os.Root, w *spec.Workspace, p *progress) (bill.Reader, error) {
	engine := spec.DefaultWarehouse
	if r := w.Settings.Report; r != nil {
		engine = r.Warehouse.Or(engine)
	}
	kind, where, _ := strings.Cut(engine, ":")
	switch kind {
	case "duckdb":
		options := duck.Options{Progress: func(read, all int64) {
			p.show("read %s of %s of bills", megabytes(read), megabytes(all))
		}}
		if where != "" {
			if err := checkRegular(root.FS(), where); err != nil {
				return nil, fmt.Errorf("warehouse %q: %w", engine, err)
			}
			options.Database = a.onDisk(dir, []string{where})[0]
		}
		return duck.Open(options)
	}
	return nil, fmt.Errorf(`warehouse %q is not known: write "duckdb", "duckdb:FILE" or "bigquery:PROJECT"`, engine)
}

// megabytes writes a size as people read it.
func megabytes(n int64) string { return grouped(int(n>>20)) + " MiB" }
