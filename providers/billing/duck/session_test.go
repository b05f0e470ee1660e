//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"berth.dev/engine/bill"
)

func TestASessionReachesTheBillsFilesAndNothingElse(t *testing.T) {
	folder := t.TempDir()
	mine, other := filepath.Join(folder, "mine.csv"), filepath.Join(folder, "other.csv")
	for _, path := range []string{mine, other} {
		if err := os.WriteFile(path, []byte("a,b\n1,2\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s, err := start(context.Background(), Options{Memory: DefaultMemory, Threads: 1, Temp: folder}, bill.Ask{Files: []string{mine}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	none := func([]any) error { return nil }
	if err := s.each(context.Background(), "SELECT * FROM read_csv("+literal(mine)+")", none); err != nil {
		t.Errorf("the bill's own file: %v", err)
	}
	for _, statement := range []string{
		"SELECT * FROM read_csv(" + literal(other) + ")",
		"SELECT * FROM read_text('/etc/hostname')",
		"SELECT * FROM glob('/etc/*')",
		"SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')",
		"COPY (SELECT 1) TO " + literal(filepath.Join(folder, "out.csv")),
		"ATTACH " + literal(filepath.Join(folder, "out.db")),
		"INSTALL httpfs",
		"LOAD httpfs",
		"SET enable_external_access = true",
		"SET memory_limit = '10GB'",
		"SET autoload_known_extensions = true",
	} {
		if err := s.each(context.Background(), statement, none); err == nil {
			t.Errorf("%s is not refused", statement)
		}
	}
}

func TestWhatDuckDBNeedsIsLinkedIn(t *testing.T) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, name := range []string{"parquet", "json", "icu"} {
		var mode string
		if err := db.QueryRow("SELECT install_mode FROM duckdb_extensions() WHERE loaded AND extension_name = ?", name).Scan(&mode); err != nil || mode != "STATICALLY_LINKED" {
			t.Errorf("%s: %q, %v", name, mode, err)
		}
	}
}
