package reports_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// consumers returns the folder of the programs that read reports, which "make
// consumers" installs from npm. Without it a test is skipped, and fails in CI.
func consumers(t *testing.T) string {
	t.Helper()
	// As the target does, on every system.
	cache := cmp.Or(os.Getenv("XDG_CACHE_HOME"), filepath.Join(os.Getenv("HOME"), ".cache"))
	folder := filepath.Join(cache, "berth-consumers")
	_, missing := os.Stat(filepath.Join(folder, "node_modules"))
	_, noNode := exec.LookPath("node")
	switch {
	case missing == nil && noNode == nil:
	case os.Getenv("CI") == "true":
		t.Fatal("the programs that read reports are not installed: run make consumers")
	default:
		t.Skip("the programs that read reports are not installed: run make consumers")
	}
	return folder
}

// read lets programs of others read files, and decodes what they understood.
func read[T any](t *testing.T, reader string, files ...string) T {
	t.Helper()
	args := append([]string{filepath.Join("testdata", "consumers", "read.mjs"), consumers(t), reader}, files...)
	var errs bytes.Buffer
	cmd := exec.Command("node", args...)
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", reader, err, errs.String())
	}
	var understood T
	if err := json.Unmarshal(out, &understood); err != nil {
		t.Fatalf("%s: %v\n%s", reader, err, out)
	}
	return understood
}

// saved writes a report to a file for a reader.
func saved(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
