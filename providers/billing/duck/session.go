//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/query"
)

// session is a database in memory that can read the files of one bill and nothing else.
type session struct {
	db   *sql.DB
	conn *sql.Conn
	temp string
}

// attached is the name of the database file, where there is one.
const attached = "bills"

// start opens a session and locks it: no network, no extensions but those that are
// linked in, no files but the bill's, no settings from then on.
func start(ctx context.Context, o Options, ask bill.Ask) (*session, error) {
	temp, err := os.MkdirTemp(o.Temp, "berth-bill-")
	if err != nil {
		return nil, fmt.Errorf("no folder for what does not fit in memory: %w", err)
	}
	s := &session{temp: temp}
	if err := s.open(ctx, o, ask); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *session) open(ctx context.Context, o Options, ask bill.Ask) error {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return fmt.Errorf("DuckDB does not start: %w", err)
	}
	s.db = sql.OpenDB(connector)
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return fmt.Errorf("DuckDB does not start: %w", err)
	}
	setup := []string{
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET allow_community_extensions = false",
		"SET TimeZone = 'UTC'",
		"SET preserve_insertion_order = false",
		fmt.Sprintf("SET memory_limit = '%dB'", o.Memory),
		fmt.Sprintf("SET threads = %d", o.Threads),
		"SET temp_directory = " + literal(s.temp),
	}
	if o.Database != "" {
		setup = append(setup, fmt.Sprintf("ATTACH %s AS %s (READ_ONLY)", literal(o.Database), attached), "USE "+attached)
	}
	if len(ask.Files) > 0 {
		setup = append(setup, "SET allowed_paths = "+literals(allowed(ask.Files)))
	}
	setup = append(setup, "SET enable_external_access = false", "SET lock_configuration = true")
	for _, statement := range setup {
		if _, err := s.conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("DuckDB refuses %.60q: %w", statement, err)
		}
	}
	return nil
}

// allowed are paths as DuckDB compares them: as they are asked for, and as they are
// opened.
func allowed(files []string) (out []string) {
	for _, f := range files {
		names := []string{f, globs.Replace(f)}
		if full, err := filepath.Abs(f); err == nil {
			names = append(names, full, globs.Replace(full))
		}
		slices.Sort(names)
		out = append(out, slices.Compact(names)...)
	}
	return out
}

func (s *session) close() {
	if s.conn != nil {
		_ = s.conn.Close() // it has nothing that could be lost
	}
	if s.db != nil {
		_ = s.db.Close()
	}
	_ = os.RemoveAll(s.temp)
}

// each runs a query and hands on its rows. It asks the driver and not package sql, whose
// conversions take longer than the rest where answers are long.
func (s *session) each(ctx context.Context, text string, take func(row []any) error) error {
	return s.conn.Raw(func(conn any) error {
		asker, can := conn.(driver.QueryerContext)
		if !can {
			return fmt.Errorf("DuckDB's driver takes no queries: it is %T", conn) // a bug of ours: it is pinned
		}
		rows, err := asker.QueryContext(ctx, text, nil)
		if err != nil {
			return plain(ctx, err)
		}
		defer rows.Close()
		return walk(ctx, rows, take)
	})
}

func walk(ctx context.Context, rows driver.Rows, take func(row []any) error) error {
	values := make([]driver.Value, len(rows.Columns()))
	row := make([]any, len(values))
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := rows.Next(values)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return plain(ctx, err)
		}
		for i, v := range values {
			row[i] = known(v)
		}
		if err := take(row); err != nil {
			return err
		}
	}
}

// known is a value as [query.Fold] takes it.
func known(v any) any {
	switch v := v.(type) {
	case duckdb.Decimal:
		return query.Unscaled{Value: v.Value, Scale: int(v.Scale)}
	case int32:
		return int64(v)
	case uint64:
		return int64(v)
	case []byte:
		return string(v)
	case *big.Int:
		if v == nil {
			return nil
		}
	}
	return v
}

// longestError is how much of an error of DuckDB is shown, which tells settings and
// excerpts of files at length.
const longestError = 400

// plain is an error of DuckDB in one line.
func plain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var d *duckdb.Error
	if !errors.As(err, &d) {
		return err
	}
	text, _, _ := strings.Cut(err.Error(), "Possible fixes:")
	text, _, _ = strings.Cut(text, "Stack Trace:")
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > longestError {
		text = strings.ToValidUTF8(text[:longestError], "") + "…"
	}
	return errors.New("DuckDB: " + text)
}
