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
			process(b, "evaluate", writeFleet(b, n))
		})
	}
}

// BenchmarkCheck times whole runs of berth check on generated fleets, in which a tenth
// of the services has no place, so that the run refuses.
func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("fleet-%d", n), func(b *testing.B) {
			refused(b, 4, "check", writeFleet(b, n))
		})
	}
}

// writeFleet writes a generated fleet into a folder.
func writeFleet(b *testing.B, n int) string {
	b.Helper()
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
	return dir
}

// process runs the program; TestMain has put it into the PATH as "berth".
func process(b *testing.B, args ...string) {
	b.Helper()
	refused(b, 0, args...)
}

// refused is process for a run that ends with a given exit code.
func refused(b *testing.B, code int, args ...string) {
	b.Helper()
	var wall time.Duration
	var most int64
	for b.Loop() {
		c := exec.Command("berth", args...)
		c.Stdout, c.Stderr = io.Discard, os.Stderr
		start := time.Now()
		if err := c.Run(); c.ProcessState == nil || c.ProcessState.ExitCode() != code {
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
