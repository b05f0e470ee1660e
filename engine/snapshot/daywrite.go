package snapshot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"

	"berth.dev/engine/snapshot/column"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

const (
	// groupRows is how many rows stand in a group, or more where the file would have
	// more than mostGroups. A group is what is read at once, of each day one while days
	// are merged, and what is read to find one series.
	groupRows  = 32 << 10
	mostGroups = 1024
	// batchRows is how many rows are handed to the writer at once.
	batchRows = 4 << 10
	// formatKey and dateKey are where a file says what it is.
	formatKey = "berth.format"
	dateKey   = "berth.date"
)

// point is a row of a day's file. Its columns are what other tools see.
type point struct {
	Service string  `parquet:"service,dict"`
	Kind    string  `parquet:"kind,dict"`
	Peer    string  `parquet:"peer,dict"`
	Source  string  `parquet:"source,dict"`
	Query   string  `parquet:"query,dict"`
	Time    int64   `parquet:"time,delta,timestamp(millisecond)"`
	Value   float32 `parquet:"value,split"`
}

// Write writes the file and returns its record, in which Parts are left to the caller.
// The same points give the same bytes, in whatever order they came.
func (d *DayBuilder) Write(w io.Writer) (Day, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	day := Day{Date: d.date}
	for _, p := range d.series {
		p.sort()
		day.Series++
		day.Points += int64(len(p.times))
	}
	group := max(groupRows, (day.Points+mostGroups-1)/mostGroups)
	if group > column.RowLimit {
		return Day{}, fmt.Errorf("%s has %d points, more than %d: take a longer step, or let the queries add up by service", d.date, day.Points, column.RowLimit*mostGroups)
	}
	out := newWriter[point](w, parquet.MaxRowsPerRowGroup(group), parquet.KeyValueMetadata(dateKey, d.date))
	if err := d.writeRows(out); err != nil {
		return Day{}, err
	}
	digest, err := out.close()
	day.Digest = digest
	return day, err
}

// writeRows writes all points, series by series.
func (d *DayBuilder) writeRows(out *writer[point]) error {
	rows := make([]point, 0, batchRows)
	for _, r := range slices.SortedFunc(maps.Keys(d.series), Ref.Compare) {
		p := d.series[r]
		row := point{Service: r.Service, Kind: string(r.Kind), Peer: r.Peer, Source: r.Source, Query: r.Query}
		for i, t := range p.times {
			row.Time, row.Value = 1000*(d.start+int64(t)), p.values[i]
			rows = append(rows, row)
			if len(rows) == batchRows {
				if err := out.write(rows); err != nil {
					return err
				}
				rows = rows[:0]
			}
		}
	}
	return out.write(rows)
}

// writer writes a Parquet file and knows its digest.
type writer[T any] struct {
	*parquet.GenericWriter[T]
	sum hash.Hash
}

func newWriter[T any](w io.Writer, options ...parquet.WriterOption) *writer[T] {
	sum := sha256.New()
	options = append([]parquet.WriterOption{
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedDefault}),
		parquet.DataPageVersion(1),
		parquet.CreatedBy("berth", "1", "snapshot"),
		parquet.KeyValueMetadata(formatKey, Format),
	}, options...)
	return &writer[T]{parquet.NewGenericWriter[T](io.MultiWriter(w, sum), options...), sum}
}

func (w *writer[T]) write(rows []T) error {
	_, err := w.Write(rows)
	return err
}

// close ends the file and returns its digest.
func (w *writer[T]) close() (string, error) {
	if err := w.Close(); err != nil {
		return "", err
	}
	return "sha256:" + hex.EncodeToString(w.sum.Sum(nil)), nil
}
