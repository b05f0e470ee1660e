//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery

import (
	"cmp"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	differ "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	dialect "berth.dev/providers/billing/query"
)

func started(t *testing.T) *Server {
	t.Helper()
	cache := cmp.Or(os.Getenv("XDG_CACHE_HOME"), filepath.Join(os.Getenv("HOME"), ".cache"))
	folder := filepath.Join(cache, "berth-consumers")
	_, missing := os.Stat(filepath.Join(folder, "node_modules", "node-sql-parser"))
	_, noNode := exec.LookPath("node")
	if missing != nil || noNode != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the parser of BigQuery's SQL is not installed: run make consumers")
		}
		t.Skip("the parser of BigQuery's SQL is not installed: run make consumers")
	}
	s, err := Start(t.Context(), Options{Modules: folder, Projects: []string{"acme-billing"}, Location: "US", Token: "a-token", PageRows: 10})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	file := filepath.Join(t.TempDir(), "rows.jsonl")
	rows := `{"name":"a","n":1,"x":0.5,"at":"2026-10-01 00:00:00 UTC","tags":[{"key":"k","value":"v"}],"in":{"deep":"d"}}
{"name":"b","n":2,"x":0.25,"at":"2026-10-02 00:00:00 UTC","tags":[],"in":{"deep":null}}
`
	if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	schema := []Field{
		{Name: "name", Type: "STRING"}, {Name: "n", Type: "INTEGER"}, {Name: "x", Type: "FLOAT"}, {Name: "at", Type: "TIMESTAMP"},
		{Name: "tags", Type: "RECORD", Mode: "REPEATED", Fields: []Field{{Name: "key", Type: "STRING"}, {Name: "value", Type: "STRING"}}},
		{Name: "in", Type: "RECORD", Fields: []Field{{Name: "deep", Type: "STRING"}}},
	}
	if err := s.AddTable("acme-billing.d.t", TableOptions{Schema: schema, File: file}); err != nil {
		t.Fatal(err)
	}
	return s
}

// run is what a query answers, rows parted by "|" and cells by ",".
func run(t *testing.T, s *Server, sql string) string {
	t.Helper()
	j := &Job{SQL: sql, Location: "US"}
	s.execute(t.Context(), j)
	if j.fault != nil {
		return "refused: " + j.fault.message
	}
	var rows []string
	for _, r := range j.rows {
		var cells []string
		for _, c := range r["f"].([]map[string]any) {
			value, is := c["v"].(string)
			if !is {
				value = "NULL"
			}
			cells = append(cells, value)
		}
		rows = append(rows, strings.Join(cells, ","))
	}
	return strings.Join(rows, "|")
}

func TestQueriesAnswerAsBigQueryDocumentsThem(t *testing.T) {
	s := started(t)
	const from = " FROM `acme-billing.d.t` AS b"
	for _, c := range []struct{ sql, want string }{
		{"SELECT name, n" + from + " ORDER BY n DESC", "b,2|a,1"},
		{"SELECT COUNT(*), SUM(n), MIN(name)" + from, "2,3,a"},
		{"SELECT name, (SELECT MIN(e.value) FROM UNNEST(b.tags) AS e WHERE e.key = 'k') AS v" + from + " ORDER BY 1", "a,v|b,NULL"},
		{"SELECT b.`in`.`deep`" + from + " ORDER BY name", "d|NULL"},
		{"SELECT y.name FROM (SELECT *, n + 1 AS m" + from + ") y WHERE y.m = 3", "b"},
		{"WITH r AS (SELECT n" + from + ") SELECT SUM(n) FROM r", "3"},
		{"SELECT CAST(SUM(PARSE_BIGNUMERIC(FORMAT('%.14e', x))) AS STRING)" + from, "0.75"},
		{"SELECT GREATEST(1, NULL), IFNULL(NULL, 'x'), DIV(7, 2), NULLIF(1, 1)", "NULL,x,3,NULL"},
		{"SELECT UNIX_MICROS(at)" + from + " ORDER BY 1", "1790812800000000|1790899200000000"},
		{"SELECT UNIX_MICROS(SAFE_CAST('2026-10-01 00:00:00+09' AS TIMESTAMP)), SAFE_CAST('2026-02-30' AS TIMESTAMP)", "1790780400000000,NULL"},
		{"SELECT SAFE.PARSE_BIGNUMERIC('1,5'), CAST(PARSE_BIGNUMERIC('1.50e1') AS STRING)", "NULL,15"},
		{`SELECT JSON_VALUE('{"a b":7}', '$."a b"'), JSON_VALUE(SAFE.PARSE_JSON('{'), '$.a')`, "7,NULL"},
		{`SELECT 'it\'s', r'\d', "q", 'あ'`, `it's,\d,q,あ`},
	} {
		if got := run(t, s, c.sql); got != c.want {
			t.Errorf("%s\nanswers %s\nwant    %s", c.sql, got, c.want)
		}
	}
}

func TestQueriesThatBigQueryRefusesAreRefused(t *testing.T) {
	s := started(t)
	const from = " FROM `acme-billing.d.t` AS b"
	for _, c := range []struct{ sql, wants string }{
		{"SELEC 1", "Syntax error"},
		{"SELECT 'open", "Syntax error"},
		{"DELETE FROM `acme-billing.d.t` WHERE TRUE", "the double"},
		{"SELECT 1; SELECT 2", "one statement"},
		{"SELECT nothing" + from, "Unrecognized name: nothing"},
		{"SELECT b.nothing" + from, "Name nothing not found inside b"},
		{"SELECT b.`in`.`nothing`" + from, "Field name nothing does not exist"},
		{"SELECT 1 FROM `acme-billing.d.nothing`", "Not found: Table acme-billing:d.nothing"},
		{"SELECT 1 FROM t", "must be qualified with a dataset"},
		{"SELECT EPOCH_US(at)" + from, "Function not found: EPOCH_US"},
		{"SELECT n + name" + from, "No matching signature"},
		{"SELECT IF(n, 1, 2)" + from, "No matching signature"},
		{"SELECT COALESCE(name, n)" + from, "No matching signature"},
		{"SELECT name FROM `acme-billing.d.t` WHERE n", "WHERE clause should return type BOOL"},
		{"SELECT name, SUM(n)" + from, "GROUP BY"},
		{"SELECT tags, COUNT(*)" + from + " GROUP BY tags", "not allowed"},
		{"SELECT CAST(tags AS STRING)" + from, "Invalid cast"},
		{"SELECT (SELECT 1, 2)", "Syntax error"},
		{"SELECT n FROM UNNEST(7) AS n", "must be arrays"},
		{"SELECT PARSE_BIGNUMERIC('x')", "Invalid BIGNUMERIC value"},
		{"SELECT TIMESTAMP(at)" + from, "No matching signature"},
		{"SELECT n AS a, x AS a" + from, "Duplicate column names"},
		{"SELECT SUM(n) OVER (PARTITION BY name)" + from, "the double reads no"},
		{"SELECT n" + from + " UNION ALL SELECT 1", "the double reads no"},
	} {
		if got := run(t, s, c.sql); !strings.HasPrefix(got, "refused: ") || !strings.Contains(got, c.wants) {
			t.Errorf("%s\nanswers %s\nwant a refusal with %q", c.sql, got, c.wants)
		}
	}
}

// Text that goes through a literal of the dialect, the parser and the double comes back
// as it was: nothing in it ends the quotes.
func TestLiteralsComeBackAsTheyWere(t *testing.T) {
	s := started(t)
	texts := rapid.OneOf(rapid.String(), rapid.StringMatching(`['"\\`+"`"+`nx0u;$-]{1,12}`))
	for round := range 3 {
		var literals, want []string
		for i := range 100 {
			text := strings.NewReplacer("\x00", "", ",", "", "|", "").Replace(strings.ToValidUTF8(texts.Example(100*round+i), "\uFFFD"))
			want, literals = append(want, text), append(literals, dialect.BigQuery{}.Literal(text))
		}
		got := strings.Split(run(t, s, "SELECT "+strings.Join(literals, ", ")), ",")
		if diff := differ.Diff(want, got); diff != "" {
			t.Errorf("round %d (-want +got):\n%s", round, diff)
		}
	}
}

// The dialect's decimal of a double is the shortest one that reads back as it.
func TestADoubleIsItsShortestDecimal(t *testing.T) {
	s := started(t)
	doubles := rapid.OneOf(
		rapid.Float64Range(-1e19, 1e19),
		rapid.Map(rapid.Int64Range(-1e15, 1e15), func(n int64) float64 { return float64(n) / 1e6 }),
		rapid.Map(rapid.Int64Range(-1e9, 1e9), func(n int64) float64 { return float64(n) / 1e6 * 0.7 }),
		rapid.Float64Range(-1e-18, 1e-18),
	)
	for round := range 10 {
		var columns, want []string
		for i := range 20 {
			x := doubles.Example(20*round + i)
			want = append(want, shortest(x))
			c := dialect.Column{Name: "x", SQL: "CAST('" + strconv.FormatFloat(x, 'e', -1, 64) + "' AS FLOAT64)", Type: dialect.Double}
			columns = append(columns, "CAST("+dialect.BigQuery{}.Exact(c).Parts[0].SQL+" AS STRING)")
		}
		got := strings.Split(run(t, s, "SELECT "+strings.Join(columns, ", ")), ",")
		if diff := differ.Diff(want, got); diff != "" {
			t.Errorf("round %d (-want +got):\n%s", round, diff)
		}
	}
}

// shortest is a double as the shortest decimal, NULL where that has more than 36 digits
// after the point.
func shortest(x float64) string {
	if x == 0 {
		return "0"
	}
	out := strconv.FormatFloat(x, 'f', -1, 64)
	if _, digits, _ := strings.Cut(out, "."); len(digits) > 36 {
		return "NULL"
	}
	return out
}

func TestSumsOfDecimalsAreExact(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		want := new(big.Rat)
		var list []any
		for range rapid.IntRange(1, 30).Draw(r, "n") {
			x := big.NewRat(rapid.Int64().Draw(r, "unscaled"), 1)
			scale := rapid.IntRange(0, 38).Draw(r, "scale")
			x.Quo(x, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)))
			want.Add(want, x)
			list = append(list, x.FloatString(38))
		}
		sum, err := decimalSum(list)
		if err != nil {
			r.Fatal(err)
		}
		got, ok := new(big.Rat).SetString(sum.(string))
		if !ok || got.Cmp(want) != 0 {
			r.Fatalf("%v is %v, want %s", list, sum, want.FloatString(38))
		}
	})
}

func TestTimesThatNoCalendarHasAreRefused(t *testing.T) {
	for _, s := range []string{"2026-02-29 00:00:00+00", "2026-10-01 24:00:00+00", "2026-10-01 10:60:00+00", "2026-10-01T10:00:00.1234567Z", "20261001", "now"} {
		if got, err := timestamp(s); err == nil {
			t.Errorf("%s is %v", s, got)
		}
	}
}
