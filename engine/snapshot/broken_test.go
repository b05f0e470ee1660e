package snapshot_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// whole is a snapshot of two days in memory, sound in all its parts.
func whole(t tester) (fstest.MapFS, snapshot.Index) {
	t.Helper()
	files := fstest.MapFS{}
	index := snapshot.Index{Format: snapshot.Format, Sources: []snapshot.Source{{Name: sourceName, Queries: []snapshot.Query{{ID: queryID, Kind: measure.Rate}}}}}
	for day := range 2 {
		b, err := snapshot.NewDay(firstDay.AddDate(0, 0, day).Format("2006-01-02"))
		if err != nil {
			t.Fatal(err)
		}
		batch := measure.Batch{Key: webRate}
		for i := range 288 {
			batch.Times, batch.Values = append(batch.Times, start+int64(day*86400+i*300)), append(batch.Values, float64(i))
		}
		if err := b.Add(sourceName, queryID, batch); err != nil {
			t.Fatal(err)
		}
		keep(t, files, &index, b)
	}
	var out bytes.Buffer
	digest, err := snapshot.With(files, index).Summarise(context.Background(), &out, snapshot.Options{})
	if err != nil {
		t.Fatal(err)
	}
	index.SeriesDigest = digest
	files[index.SeriesFile()] = &fstest.MapFile{Data: out.Bytes()}
	return files, index
}

// readAll opens a snapshot and reads all of it.
func readAll(files fstest.MapFS, index snapshot.Index) error {
	text, err := json.Marshal(index)
	if err != nil {
		return err
	}
	files[snapshot.Folder+"/"+snapshot.IndexFile] = &fstest.MapFile{Data: text}
	s, err := snapshot.Open(files)
	if err != nil {
		return err
	}
	ctx := context.Background()
	err = s.Walk(ctx, func(snapshot.Ref, []int64, []float64) error { return nil })
	if err != nil {
		return err
	}
	if _, err := s.Profiles(ctx, nil, snapshot.Options{}); err != nil {
		return err
	}
	_, _, err = s.Points(ctx, snapshot.Ref{Key: webRate, Source: sourceName, Query: queryID})
	return err
}

// replaceDay puts other bytes in place of a day's file, as if they were right.
func replaceDay(files fstest.MapFS, index *snapshot.Index, day int, data []byte) {
	delete(files, index.Days[day].File())
	sum := sha256.Sum256(data)
	index.Days[day].Digest = "sha256:" + hex.EncodeToString(sum[:])
	files[index.Days[day].File()] = &fstest.MapFile{Data: data}
}

func TestAWorkspaceWithoutSnapshotSaysSo(t *testing.T) {
	if _, err := snapshot.Open(fstest.MapFS{}); !errors.Is(err, snapshot.ErrNone) {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsBrokenIsNamed(t *testing.T) {
	zeros := "sha256:" + strings.Repeat("0", 64)
	for name, c := range map[string]struct {
		harm       func(files fstest.MapFS, index *snapshot.Index)
		file, want string
	}{
		"a newer format":    {func(_ fstest.MapFS, i *snapshot.Index) { i.Format = "berth.snapshot/9" }, "index.json", "take the berth that wrote it"},
		"another format":    {func(_ fstest.MapFS, i *snapshot.Index) { i.Format = "" }, "index.json", "it is no snapshot"},
		"a day twice":       {func(_ fstest.MapFS, i *snapshot.Index) { i.Days[1].Date = i.Days[0].Date }, "index.json", "stands after"},
		"a way out":         {func(_ fstest.MapFS, i *snapshot.Index) { i.Days[0].Date = "../../secret" }, "index.json", "is no day"},
		"a digest way out":  {func(_ fstest.MapFS, i *snapshot.Index) { i.Days[0].Digest = "sha256:../../ab" }, "index.json", "is none"},
		"no digest of rows": {func(_ fstest.MapFS, i *snapshot.Index) { i.SeriesDigest = "sha256:.." }, "index.json", "is none"},
		"a day is missing":  {func(f fstest.MapFS, i *snapshot.Index) { delete(f, i.Days[1].File()) }, "2026-09-02", "it is missing: run berth measure"},
		"rows are missing":  {func(_ fstest.MapFS, i *snapshot.Index) { i.SeriesDigest = zeros }, "series.00000000", "it is missing: run berth measure"},
		"a day was changed": {func(f fstest.MapFS, i *snapshot.Index) { f[i.Days[1].File()].Data[200] ^= 1 }, "2026-09-02", "its digest is another"},
		"rows were changed": {func(f fstest.MapFS, i *snapshot.Index) { f[i.SeriesFile()].Data[200] ^= 1 }, "series.", "its digest is another"},
		"a day of another":  {func(f fstest.MapFS, i *snapshot.Index) { replaceDay(f, i, 1, f[i.Days[0].File()].Data) }, "2026-09-02", "it holds the day"},
		"rows for a day":    {func(f fstest.MapFS, i *snapshot.Index) { replaceDay(f, i, 1, f[i.SeriesFile()].Data) }, "2026-09-02", "it holds the day"},
		"a day without end": {func(f fstest.MapFS, i *snapshot.Index) { replaceDay(f, i, 1, f[i.Days[1].File()].Data[:900]) }, "2026-09-02", "its end is missing"},
		"an empty day":      {func(f fstest.MapFS, i *snapshot.Index) { replaceDay(f, i, 1, nil) }, "2026-09-02", "too short"},
		"a day of something": {func(f fstest.MapFS, i *snapshot.Index) {
			replaceDay(f, i, 1, []byte("PAR1 is how it begins, and PAR1"))
		}, "2026-09-02", "metadata are broken"},
	} {
		files, index := whole(t)
		c.harm(files, &index)
		err := readAll(files, index)
		var broken *snapshot.Error
		if !errors.As(err, &broken) || !strings.Contains(broken.File, "measured/"+c.file) || !strings.Contains(broken.Words, c.want) {
			t.Errorf("%s: got %v, want %s: … %s", name, err, c.file, c.want)
		}
	}
}

func TestAnIndexThatIsNoJSONIsNamed(t *testing.T) {
	files := fstest.MapFS{snapshot.Folder + "/" + snapshot.IndexFile: &fstest.MapFile{Data: []byte("{")}}
	_, err := snapshot.Open(files)
	var broken *snapshot.Error
	if !errors.As(err, &broken) || broken.File != "measured/index.json" {
		t.Errorf("got %v", err)
	}
}

// stored is a row of a day as it lies on disk.
type stored struct {
	Service string  `parquet:"service,dict"`
	Kind    string  `parquet:"kind,dict"`
	Peer    string  `parquet:"peer,dict"`
	Source  string  `parquet:"source,dict"`
	Query   string  `parquet:"query,dict"`
	Time    int64   `parquet:"time,delta,timestamp(millisecond)"`
	Value   float32 `parquet:"value,split"`
}

// forge writes a day's file of rows that nobody checked.
func forge[T any](t tester, rows []T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewGenericWriter[T](&out, parquet.Compression(&zstd.Codec{}), parquet.DataPageVersion(1),
		parquet.KeyValueMetadata("berth.format", snapshot.Format), parquet.KeyValueMetadata("berth.date", "2026-09-02"))
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWhatMergingReliesOnIsChecked(t *testing.T) {
	day := 1000 * (start + 86400)
	at := func(service, kind, peer string, ms int64, v float32) stored {
		return stored{service, kind, peer, sourceName, queryID, ms, v}
	}
	negative := float32(-1)
	for name, c := range map[string]struct {
		rows []stored
		want string
	}{
		"services in disorder":   {[]stored{at("web", "rate", "", day, 1), at("api", "rate", "", day, 1)}, "not in order"},
		"kinds in disorder":      {[]stored{at("web", "cpu", "", day, 1), at("web", "rate", "", day, 1)}, "not in order"},
		"a series in two places": {[]stored{at("web", "cpu", "", day, 1), at("web", "memory", "", day, 1), at("web", "cpu", "", day, 1)}, "not in order"},
		"times in disorder":      {[]stored{at("web", "cpu", "", day+1000, 1), at("web", "cpu", "", day, 1)}, "times are not in order"},
		"a time twice":           {[]stored{at("web", "cpu", "", day, 1), at("web", "cpu", "", day, 1)}, "times are not in order"},
		"a part of a second":     {[]stored{at("web", "cpu", "", day+1, 1)}, "times are not in order"},
		"the day before":         {[]stored{at("web", "cpu", "", day-1000, 1)}, "another day"},
		"the day after":          {[]stored{at("web", "cpu", "", day+86400_000, 1)}, "another day"},
		"a negative value":       {[]stored{at("web", "cpu", "", day, negative)}, "no demand"},
		"not a number":           {[]stored{at("web", "cpu", "", day, (negative+1)/(negative+1))}, "no demand"},
		"another kind":           {[]stored{at("web", "disk", "", day, 1)}, "no kind"},
		"no service":             {[]stored{at("", "cpu", "", day, 1)}, "no service"},
		"a call to nowhere":      {[]stored{at("web", "call_rate", "", day, 1)}, "another end"},
	} {
		files, index := whole(t)
		replaceDay(files, &index, 1, forge(t, c.rows))
		err := readAll(files, index)
		var broken *snapshot.Error
		if !errors.As(err, &broken) || !strings.Contains(broken.File, "2026-09-02") || !strings.Contains(broken.Words, c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestColumnsOfAnotherShapeAreRefused(t *testing.T) {
	type few struct {
		Service string `parquet:"service,dict"`
	}
	type optional struct {
		Service *string `parquet:"service,optional,dict"`
	}
	type numbered struct {
		Service int64 `parquet:"service"`
	}
	type nested struct {
		Service few `parquet:"service"`
	}
	word := "web"
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"columns missing":  {forge(t, []few{{word}}), "no column kind"},
		"values missing":   {forge(t, []optional{{&word}}), "no column service"},
		"another type":     {forge(t, []numbered{{1}}), "is INT64"},
		"columns in those": {forge(t, []nested{{few{word}}}), "columns in each other"},
	} {
		files, index := whole(t)
		replaceDay(files, &index, 1, c.data)
		if err := readAll(files, index); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

// copied are the same files, to be replaced without harm to the others.
func copied(files fstest.MapFS, index snapshot.Index) (fstest.MapFS, snapshot.Index) {
	index.Days = slices.Clone(index.Days)
	return maps.Clone(files), index
}

// FuzzDay reads bytes as the file of a day, with a digest that is right.
func FuzzDay(f *testing.F) {
	files, index := whole(f)
	f.Add(files[index.Days[1].File()].Data)
	f.Add(forge(f, []stored{{"web", "cpu", "", sourceName, queryID, 1000 * (start + 86400), 1}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		files, index := copied(files, index)
		replaceDay(files, &index, 1, data)
		err := readAll(files, index)
		var broken *snapshot.Error
		if err != nil && !errors.As(err, &broken) {
			t.Errorf("an error that names no file: %v", err)
		}
	})
}

// FuzzRows reads bytes as the file of the rows, with a digest that is right.
func FuzzRows(f *testing.F) {
	files, index := whole(f)
	f.Add(files[index.SeriesFile()].Data)
	f.Fuzz(func(t *testing.T, data []byte) {
		files, index := copied(files, index)
		sum := sha256.Sum256(data)
		index.SeriesDigest = "sha256:" + hex.EncodeToString(sum[:])
		files[index.SeriesFile()] = &fstest.MapFile{Data: data}
		err := readAll(files, index)
		var broken *snapshot.Error
		if err != nil && !errors.As(err, &broken) {
			t.Errorf("an error that names no file: %v", err)
		}
	})
}

// FuzzIndex reads bytes as the index.
func FuzzIndex(f *testing.F) {
	files, index := whole(f)
	text, err := json.Marshal(index)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		files, _ := copied(files, index)
		files[snapshot.Folder+"/"+snapshot.IndexFile] = &fstest.MapFile{Data: text}
		s, err := snapshot.Open(files)
		if err != nil {
			return
		}
		for _, d := range s.Index().Days {
			if name := d.File(); strings.Count(name, "/") != 1 || strings.Contains(name, "..") {
				t.Errorf("the index names the file %s", name)
			}
		}
	})
}

// Whoever opens a pipe waits for somebody to write into it, and no signal ends that.
func TestWhatIsNoFileIsRefusedBeforeItIsOpened(t *testing.T) {
	_, index := whole(t)
	for name, of := range map[string]string{
		"the index": snapshot.Folder + "/" + snapshot.IndexFile, "a day": index.Days[0].File(), "the rows": index.SeriesFile(),
	} {
		t.Run(name, func(t *testing.T) {
			files, index := whole(t)
			text, err := json.Marshal(index)
			if err != nil {
				t.Fatal(err)
			}
			files[snapshot.Folder+"/"+snapshot.IndexFile] = &fstest.MapFile{Data: text}
			files[of] = &fstest.MapFile{Data: files[of].Data, Mode: fs.ModeNamedPipe}
			s, err := snapshot.Open(files)
			if err == nil {
				_, err = s.All(t.Context())
			}
			if err == nil {
				err = s.Walk(t.Context(), func(snapshot.Ref, []int64, []float64) error { return nil })
			}
			var broken *snapshot.Error
			if !errors.As(err, &broken) || broken.File != of {
				t.Errorf("%v", err)
			}
		})
	}
}
