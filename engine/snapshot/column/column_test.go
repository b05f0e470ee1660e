package column_test

import (
	"bytes"
	"strings"
	"testing"

	"berth.dev/engine/snapshot/column"
	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	codec "github.com/parquet-go/parquet-go/compress/zstd"
	"pgregory.net/rapid"
)

type row struct {
	Word  string   `parquet:"word,dict"`
	Text  string   `parquet:"text,plain"`
	Blob  []byte   `parquet:"blob,plain"`
	Int   int64    `parquet:"int,delta"`
	Float float32  `parquet:"float,split"`
	Maybe *float64 `parquet:"maybe,optional"`
}

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	Helper()
	Fatal(args ...any)
}

func open(t tester, data []byte) *column.File {
	t.Helper()
	f, err := tryOpen(t, data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func tryOpen(t tester, data []byte) (*column.File, error) {
	t.Helper()
	work, err := column.NewWorkspace()
	if err != nil {
		t.Fatal(err)
	}
	return column.Open(bytes.NewReader(data), int64(len(data)), work)
}

func write(t tester, rows []row, options ...parquet.WriterOption) []byte {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewGenericWriter[row](&out, append(options, parquet.DataPageVersion(1), parquet.KeyValueMetadata("of", "tests"))...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// read reads all columns that this package can read.
func read(t tester, f *column.File) (rows []row) {
	t.Helper()
	for g := range f.Groups() {
		from := len(rows)
		rows = append(rows, make([]row, f.Rows(g))...)
		group := rows[from:]
		for name, set := range map[string]func(*row, string){
			"word": func(r *row, v string) { r.Word = v },
			"text": func(r *row, v string) { r.Text = v },
		} {
			runs, err := f.Runs(g, name)
			if err != nil {
				t.Fatal(err)
			}
			at := 0
			for _, run := range runs {
				for range run.Rows {
					set(&group[at], run.Value)
					at++
				}
			}
		}
		ints, err := f.Ints(g, "int", nil)
		if err != nil {
			t.Fatal(err)
		}
		floats, err := f.Floats(g, "float", nil)
		if err != nil {
			t.Fatal(err)
		}
		err = f.Blobs(g, "blob", func(i int, b []byte) error {
			group[i].Blob = bytes.Clone(b)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range group {
			group[i].Int, group[i].Float = ints[i], floats[i]
		}
	}
	return rows
}

func TestColumnsComeBackAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []row
		words := rapid.IntRange(1, 20).Draw(t, "words")
		for range rapid.IntRange(0, 12).Draw(t, "runs") {
			r := row{
				Word:  strings.Repeat("w", rapid.IntRange(0, words).Draw(t, "word")),
				Text:  rapid.String().Draw(t, "text"),
				Blob:  append([]byte{}, rapid.SliceOfN(rapid.Byte(), 0, 9).Draw(t, "blob")...),
				Int:   rapid.Int64().Draw(t, "int"),
				Float: rapid.Float32().Draw(t, "float"),
			}
			for i := range rapid.IntRange(1, 30).Draw(t, "rows") {
				r.Int += int64(i)
				want = append(want, r)
			}
		}
		options := []parquet.WriterOption{
			parquet.MaxRowsPerRowGroup(int64(rapid.IntRange(1, 200).Draw(t, "rows a group"))),
			parquet.PageBufferSize(rapid.IntRange(16, 4096).Draw(t, "bytes a page")),
		}
		if rapid.Bool().Draw(t, "compressed") {
			options = append(options, parquet.Compression(&codec.Codec{}))
		}
		f := open(t, write(t, want, options...))
		if d := cmp.Diff(want, read(t, f)); d != "" {
			t.Fatalf("(-want +got):\n%s", d)
		}
	})
}

func TestAFileSaysWhatItIsAndWhereItsWordsAre(t *testing.T) {
	f := open(t, write(t, []row{{Word: "b"}, {Word: "a"}, {Word: "c"}}))
	low, high, ok := f.Bounds(0, "word")
	if f.Meta("of") != "tests" || f.Meta("what") != "" || low != "a" || high != "c" || !ok {
		t.Errorf("of %q, from %q to %q (%v)", f.Meta("of"), low, high, ok)
	}
	if _, _, ok := f.Bounds(0, "maybe"); ok {
		t.Error("a column that cannot be read has bounds")
	}
}

func TestWhatSnapshotsDoNotHaveIsRefusedInWords(t *testing.T) {
	f := open(t, write(t, []row{{Word: "b"}}))
	_, noColumn := f.Ints(0, "nothing", nil)
	_, optional := f.Floats(0, "maybe", nil)
	_, otherType := f.Ints(0, "float", nil)
	encoded := f.Blobs(0, "word", func(int, []byte) error { return nil })
	gzip := open(t, write(t, []row{{Word: "b"}}, parquet.Compression(&parquet.Gzip)))
	_, compressed := gzip.Ints(0, "int", nil)
	for want, err := range map[string]error{
		"no column nothing": noColumn, "no column maybe": optional, "is FLOAT and not INT64": otherType,
		"encoded as": encoded, "compressed by GZIP": compressed,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func FuzzFile(f *testing.F) {
	f.Add(write(f, []row{{Word: "a", Text: "x", Blob: []byte{1}, Int: 3, Float: 0.5}, {Word: "a", Int: 4}}))
	f.Add(write(f, []row{{Word: "a"}, {Word: "b"}}, parquet.Compression(&codec.Codec{})))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := tryOpen(t, data)
		if err != nil {
			return
		}
		for g := range c.Groups() {
			for _, name := range []string{"word", "text"} {
				runs, err := c.Runs(g, name)
				total := 0
				for _, r := range runs {
					total += r.Rows
				}
				if err == nil && total != c.Rows(g) {
					t.Errorf("%s has %d rows of %d", name, total, c.Rows(g))
				}
			}
			if ints, err := c.Ints(g, "int", nil); err == nil && len(ints) != c.Rows(g) {
				t.Errorf("%d whole numbers in %d rows", len(ints), c.Rows(g))
			}
			if floats, err := c.Floats(g, "float", nil); err == nil && len(floats) != c.Rows(g) {
				t.Errorf("%d floats in %d rows", len(floats), c.Rows(g))
			}
			n := 0
			err := c.Blobs(g, "blob", func(i int, _ []byte) error { n = i + 1; return nil })
			if err == nil && n != c.Rows(g) {
				t.Errorf("%d blobs in %d rows", n, c.Rows(g))
			}
		}
	})
}
