package cli_test

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"berth.dev/engine/enginetest"
)

// BenchmarkProcess times whole runs of the program: wall clock and largest
// memory of the process. Files are written before, and read from the page cache.
func BenchmarkProcess(b *testing.B) {
	pixiv, err := filepath.Abs("../../../testdata/pixiv")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("version", func(b *testing.B) { process(b, "version") })
	b.Run("pixiv", func(b *testing.B) { process(b, "evaluate", pixiv) })
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("fleet-%d", n), func(b *testing.B) {
			dir := b.TempDir()
			for _, s := range enginetest.Fleet(n, 1) {
				path := filepath.Join(dir, filepath.FromSlash(s.Name))
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					b.Fatal(err)
				}
				if err := os.WriteFile(path, s.Bytes, 0o644); err != nil {
					b.Fatal(err)
				}
			}
			process(b, "evaluate", dir)
		})
	}
}

// process runs the program; TestMain has put it into the PATH as "berth".
func process(b *testing.B, args ...string) {
	b.Helper()
	var wall time.Duration
	var most int64
	for b.Loop() {
		c := exec.Command("berth", args...)
		c.Stdout, c.Stderr = io.Discard, os.Stderr
		start := time.Now()
		if err := c.Run(); err != nil {
			b.Fatal(err)
		}
		wall += time.Since(start)
		if r, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
			most = max(most, r.Maxrss)
		}
	}
	b.ReportMetric(wall.Seconds()*1000/float64(b.N), "ms/run")
	b.ReportMetric(float64(most)/1024, "MiB")
}
