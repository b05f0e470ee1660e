package duck

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/query"
)

// scanned gives a scanner a text in chunks of a size.
func scanned(text []byte, size int, s *scanner) (int64, error) {
	for len(text) > 0 {
		n := min(size, len(text))
		if _, err := s.Write(text[:n]); err != nil {
			return 0, err
		}
		text = text[n:]
	}
	s.close()
	return s.records, nil
}

// What package csv reads without a complaint has as many records by our scanner, however
// the bytes come, and each begins where it is said to.
func FuzzRecordsOfCSVAreAsManyAsPackageCSVFinds(f *testing.F) {
	for _, s := range []string{"", "a,b\n1,2\n", "a\r\n\"x\ny\"\r\n", "\"a\"\"b\",c\n\n\nd,e", "\ufeff\"a\",b\n1,2", "a,\"\"\n\"\",\"\"\n", "x\"y,z\n", "\"open\n", "a\rb\n", "\r\n\r\n", "\r\r\n", "a\r\r\n", " \"a\n\"", "\xff,\"\xfe\"\n"} {
		f.Add([]byte(s), 3)
	}
	f.Fuzz(func(t *testing.T, text []byte, size int) {
		size = 1 + (size&0xffff)%4096
		var starts []record
		whole := &scanner{each: func(r record) { starts = append(starts, r) }}
		all, err := scanned(text, len(text)+1, whole)
		parts, perr := scanned(text, size, &scanner{})
		if (err == nil) && (perr == nil) && all != parts {
			t.Fatalf("%d records at once, %d in chunks of %d", all, parts, size)
		}
		if err != nil {
			return
		}
		if int64(len(starts)) != all {
			t.Fatalf("%d records, and %d of them told", all, len(starts))
		}
		for i, r := range starts {
			if r.index != int64(i) || r.offset >= int64(len(text)) || r.line != int64(bytes.Count(text[:r.offset], []byte{'\n'}))+1 {
				t.Fatalf("record %d is told as %+v", i, r)
			}
		}
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte(mark))))
		r.FieldsPerRecord = -1
		records, err := r.ReadAll()
		if err == nil && int64(len(records)) != all {
			t.Fatalf("%d records, package csv has %d", all, len(records))
		}
	})
}

func FuzzRecordsOfLinesAreThoseThatAreNotBlank(f *testing.F) {
	for _, s := range []string{"", "{}\n{}", "\n\n{\"cost\":1}\n", "{\"a\":\"\\\"\"}\r\n \n", "\v\n{}", "\xff\n", "{\"Credits\":[{\"amount\":1.2345678901234567890}]}"} {
		f.Add([]byte(s), 2)
	}
	f.Fuzz(func(t *testing.T, text []byte, size int) {
		size = 1 + (size&0xffff)%4096
		want := int64(0)
		for line := range bytes.SplitSeq(text, []byte{'\n'}) {
			if len(bytes.TrimSpace(line)) > 0 {
				want++
			}
		}
		if got, err := scanned(text, size, &scanner{lines: true}); err != nil || got != want {
			t.Fatalf("%d lines, want %d: %v", got, want, err)
		}
		// Looked at, a chunk or all at once say the same.
		one, other := &scanner{lines: true, look: looking(t)}, &scanner{lines: true, look: looking(t)}
		_, err := scanned(text, len(text)+1, one)
		_, perr := scanned(text, size, other)
		if err == nil {
			err = one.finish()
		}
		if perr == nil {
			perr = other.finish()
		}
		if (err == nil) != (perr == nil) || err != nil && err.Error() != perr.Error() {
			t.Fatalf("at once: %v; in chunks of %d: %v", err, size, perr)
		}
	})
}

// looking is a look for Google's bills, of a file without lines.
func looking(t testing.TB) *look {
	t.Helper()
	path := filepath.Join(t.TempDir(), "none.jsonl")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := newLook(input{path: path}, bill.GCP)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Of every row that package json can read, a cost that a double cannot be written as is
// found, and no other is.
func FuzzALineIsRefusedWhereItsCostIsNoDouble(f *testing.F) {
	for _, s := range []string{`{"cost":1.5}`, `{"cost":0.1234567890123456789}`, `{"cost":0.10000000000000001}`, `{"x":{"cost":0.1234567890123456789}}`, `{"a":"\\\"","cost":123456789012345678901}`, `{"cost":[1e-400]}`, `{"cost":-0.0}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		l := looking(t)
		err := l.line([]byte(line))
		var row map[string]json.RawMessage
		d := json.NewDecoder(strings.NewReader(line))
		if d.Decode(&row) != nil || len(row) != 1 {
			return
		}
		if _, more := d.Token(); more != io.EOF {
			return
		}
		cost, is := row["cost"]
		if !is || strings.Count(line, `cost`) != 1 {
			return
		}
		n, number := new(big.Rat).SetString(string(cost))
		if !number || len(cost) > 60 || cost[0] == '"' {
			return
		}
		double, perr := strconv.ParseFloat(string(cost), 64)
		if perr != nil {
			return
		}
		shortest, _ := new(big.Rat).SetString(strconv.FormatFloat(double, 'g', -1, 64))
		if err != nil && shortest.Cmp(n) == 0 {
			t.Fatalf("%s is refused, and its double is written so: %v", line, err)
		}
		// What passes is off by less than a double can tell.
		if again, _ := n.Float64(); err == nil && shortest.Cmp(n) != 0 && again != double {
			t.Fatalf("%s passes", line)
		}
		if digits := significant(strings.FieldsFunc(string(cost), func(r rune) bool { return r == 'e' || r == 'E' })[0]); err == nil && shortest.Cmp(n) != 0 && len(digits) <= 15 && double != 0 {
			t.Fatalf("%s of %d digits reads as %s", line, len(digits), shortest.RatString())
		}
	})
}

// typeText writes a struct's type as DuckDB does: names in quotes, those doubled.
func typeText(names []string) string {
	var parts []string
	for _, n := range names {
		parts = append(parts, identifier(n)+" VARCHAR")
	}
	return "STRUCT(" + strings.Join(parts, ", ") + ")"
}

func FuzzTheTypesOfColumnsAreTakenApart(f *testing.F) {
	for _, s := range []string{"VARCHAR", "DECIMAL(38,9)", `STRUCT(a VARCHAR, "b c" STRUCT(d DOUBLE)[])`, `STRUCT("a,(""" VARCHAR)[]`, "MAP(VARCHAR, VARCHAR)", "MAP(INTEGER, VARCHAR)", "STRUCT(", `STRUCT("`, "STRUCT(a)[]", "STRUCT(),)", "DECIMAL(99999999999999999999,1)", strings.Repeat("STRUCT(a ", 100), "STRUCT(key VARCHAR, value VARCHAR)[]"} {
		f.Add(s, "p/q", `x"y`)
	}
	f.Fuzz(func(t *testing.T, kind, one, two string) {
		if len(kind) > 1<<12 {
			return
		}
		c := typed("c", identifier("c"), kind)
		if c.Name != "c" || c.Type < query.Text || c.Type > query.Odd {
			t.Fatalf("%+v", c)
		}
		// Fields of a type that DuckDB could write come back by name.
		s := typed("c", "c", typeText([]string{one, two}))
		if s.Type != query.Struct || len(s.Fields) != 2 || s.Fields[0].Name != "c."+one || s.Fields[1].Name != "c."+two || s.Fields[1].SQL != fieldOf("c", two) || s.Fields[0].Type != query.Text {
			t.Fatalf("%q and %q come back as %+v", one, two, s.Fields)
		}
	})
}

func FuzzAHeaderIsNamesOrAnError(f *testing.F) {
	for _, s := range []string{"", "a,b\n", "\ufeffa,\"b\nc\"\r\n1,2", "a;b", "\xff\xfea", "\"open", "a\"b,c", ",,\n", "\x1f\x8b\x08"} {
		f.Add([]byte(s))
	}
	path := filepath.Join(f.TempDir(), "bill.csv")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, zipped := range []bool{false, true} {
			names, err := header(input{path: path, zipped: zipped})
			if err != nil && (names != nil || !strings.HasPrefix(err.Error(), path) && !zipped) {
				t.Fatalf("%q and %v", names, err)
			}
			if len(names) > mostColumns {
				t.Fatalf("%d names", len(names))
			}
			columns, _ := csvColumns(names)
			if len(columns) != len(names) {
				t.Fatalf("%d columns of %d names", len(columns), len(names))
			}
		}
	})
}
