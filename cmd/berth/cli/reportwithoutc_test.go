//go:build !cgo

package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"berth.dev/engine/archive"
	"berth.dev/engine/bill"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
)

// TestABuildWithoutCSaysWhatToDoAndPrintsWhatWasKept runs where `make test` builds
// without C: there bills cannot be read, and all else works.
func TestABuildWithoutCSaysWhatToDoAndPrintsWhatWasKept(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../../testdata/pixiv")); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"report", dir, "--month", "2026-10"}, {"report", "bills", dir, "--month", "2026-10"}} {
		code, out, errs := runHere(args...)
		if code != exitError || out != "" || !strings.Contains(errs, "without DuckDB") || !strings.Contains(errs, "CGO_ENABLED=1") {
			t.Errorf("%v: exit %d\n%s%s", args, code, out, errs)
		}
	}
	zero := money.Zero("JPY")
	kept, err := archive.Bytes(&month.Report{
		Format: month.Format, Month: bill.Month{Year: 2026, Month: 10}, Zone: "Asia/Tokyo", Currency: "JPY", View: "amortised",
		Planned: zero, Actual: zero, Delta: zero,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "reported"), 0o755); err != nil {
		t.Fatal(err)
	}
	save(t, filepath.Join(dir, "reported", "2026-10.json"), kept)
	if code, out, errs := runHere("report", dir, "--month", "2026-10"); code != exitOK || !strings.Contains(out, "2026-10 cost 0 JPY") {
		t.Errorf("a report that was kept: exit %d\n%s%s", code, out, errs)
	}
	if code, _, errs := runHere("report", "focus", dir, "--month", "2026-10"); code != exitOK {
		t.Errorf("own machines need no bill: exit %d\n%s", code, errs)
	}
}

func runHere(args ...string) (int, string, string) {
	var out, errs bytes.Buffer
	code := Main(Env{Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs})
	return code, out.String(), errs.String()
}
