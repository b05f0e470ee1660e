//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// function is a scalar function of DuckDB that Go runs. NULL gives NULL.
type function struct {
	takes []duckdb.Type
	gives duckdb.Type
	// list says that the first argument, or what is given, is a list.
	list, lists bool
	run         func([]driver.Value) (any, error)
}

// functions are those of BigQuery that DuckDB does another way.
func functions() map[string]function {
	const text, whole, double = duckdb.TYPE_VARCHAR, duckdb.TYPE_BIGINT, duckdb.TYPE_DOUBLE
	of := func(types ...duckdb.Type) []duckdb.Type { return types }
	all := map[string]function{
		"bq_decimal":     {takes: of(text), gives: text, run: func(v []driver.Value) (any, error) { return decimalText(v[0].(string)) }},
		"bq_sum":         {takes: of(text), list: true, gives: text, run: func(v []driver.Value) (any, error) { return decimalSum(v[0].([]any)) }},
		"bq_format":      {takes: of(text, double), gives: text, run: func(v []driver.Value) (any, error) { return format(v[0].(string), v[1].(float64)) }},
		"bq_double_text": {takes: of(double), gives: text, run: func(v []driver.Value) (any, error) { return doubleText(v[0].(float64)), nil }},
		"bq_trim":        {takes: of(text), gives: text, run: func(v []driver.Value) (any, error) { return strings.TrimSpace(v[0].(string)), nil }},
		"bq_ltrim": {takes: of(text), gives: text, run: func(v []driver.Value) (any, error) {
			return strings.TrimLeft(v[0].(string), " \t\r\n\v\f\u0085\u00a0"), nil
		}},
		"bq_regexp_extract": {takes: of(text, text), gives: text, run: extract},
		"bq_timestamp":      {takes: of(text), gives: whole, run: func(v []driver.Value) (any, error) { return timestamp(v[0].(string)) }},
		"bq_parse_time":     {takes: of(text, text, text), gives: whole, run: func(v []driver.Value) (any, error) { return parseTime(v[0].(string), v[1].(string), v[2].(string)) }},
		"bq_format_time":    {takes: of(text, whole, text), gives: text, run: func(v []driver.Value) (any, error) { return formatTime(v[0].(string), v[1].(int64), v[2].(string)) }},
		"bq_json":           {takes: of(text), gives: text, run: func(v []driver.Value) (any, error) { return plainJSON(v[0].(string)) }},
		"bq_abs":            {takes: of(text), gives: text, run: func(v []driver.Value) (any, error) { return strings.TrimPrefix(v[0].(string), "-"), nil }},
		"bq_compare":        {takes: of(text, text), gives: whole, run: compare},
		"bq_json_value":     {takes: of(text, text), gives: text, run: func(v []driver.Value) (any, error) { return jsonValue(v[0].(string), v[1].(string)) }},
		"bq_json_list":      {takes: of(text), gives: text, lists: true, run: func(v []driver.Value) (any, error) { return jsonList(v[0].(string)) }},
	}
	for _, name := range []string{"decimal", "timestamp", "parse_time", "json"} {
		f := all["bq_"+name]
		run := f.run
		f.run = func(v []driver.Value) (any, error) {
			out, err := run(v)
			if err != nil {
				return nil, nil // SAFE: an error is NULL.
			}
			return out, nil
		}
		all["bq_try_"+name] = f
	}
	return all
}

// Config tells DuckDB the function's types.
func (f *function) Config() duckdb.ScalarFuncConfig {
	info := func(t duckdb.Type, list bool) duckdb.TypeInfo {
		out, err := duckdb.NewTypeInfo(t)
		if err == nil && list {
			out, err = duckdb.NewListInfo(out)
		}
		if err != nil {
			panic(err) // The types are those written above.
		}
		return out
	}
	c := duckdb.ScalarFuncConfig{ResultTypeInfo: info(f.gives, f.lists)}
	for i, t := range f.takes {
		c.InputTypeInfos = append(c.InputTypeInfos, info(t, f.list && i == 0))
	}
	return c
}

// Executor runs it row by row.
func (f *function) Executor() duckdb.ScalarFuncExecutor {
	return duckdb.ScalarFuncExecutor{RowExecutor: f.run}
}

// register makes the functions known to a database.
func register(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	for name, f := range functions() {
		if err := duckdb.RegisterScalarUDF(conn, name, &f); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

var scientific = regexp.MustCompile(`^%\.([0-9]{1,2})e$`)

// format is FORMAT of a double, for %.Ne.
func format(form string, x float64) (any, error) {
	m := scientific.FindStringSubmatch(form)
	if m == nil {
		return nil, fmt.Errorf("the double formats no %q", form)
	}
	digits, _ := strconv.Atoi(m[1])
	return strconv.FormatFloat(x, 'e', digits, 64), nil
}

// doubleText is a double as a text: with 15 digits where these read back as it, else 17.
func doubleText(x float64) string {
	if s := strconv.FormatFloat(x, 'g', 15, 64); s != "" {
		if y, err := strconv.ParseFloat(s, 64); err == nil && y == x {
			return strconv.FormatFloat(x, 'g', -1, 64)
		}
	}
	return strconv.FormatFloat(x, 'g', 17, 64)
}

// extract is REGEXP_EXTRACT: the group, or all that matches, or NULL.
func extract(v []driver.Value) (any, error) {
	re, err := regexp.Compile(v[1].(string))
	if err != nil {
		return nil, err
	}
	m := re.FindStringSubmatch(v[0].(string))
	switch {
	case m == nil:
		return nil, nil
	case len(m) > 2:
		return nil, fmt.Errorf("regular expression has more than one group: %s", re)
	}
	if last := m[len(m)-1]; len(m) == 1 || last != "" || re.FindStringSubmatchIndex(v[0].(string))[2] >= 0 {
		return last, nil
	}
	return nil, nil
}

// compare orders two BIGNUMERIC.
func compare(v []driver.Value) (any, error) {
	x, err := decimal(v[0].(string))
	if err != nil {
		return nil, err
	}
	y, err := decimal(v[1].(string))
	if err != nil {
		return nil, err
	}
	return int64(x.Cmp(y)), nil
}
