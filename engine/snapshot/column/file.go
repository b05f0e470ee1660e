package column

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

const (
	// FooterLimit is how many bytes a footer may have.
	FooterLimit = 16 << 20
	// PageLimit is how many bytes a page may have when it is decompressed.
	PageLimit = 16 << 20
	// ChunkLimit is how many bytes a column may have in a group of rows.
	ChunkLimit = 64 << 20
	// RowLimit is how many rows a group may have. Files of many days are read at once,
	// of each a group.
	RowLimit = 1 << 17
)

const magic = "PAR1"

// File is a Parquet file, open. It must not be used by two goroutines at once.
type File struct {
	r      io.ReaderAt
	size   int64
	meta   format.FileMetaData
	leaves map[string]leaf
	work   *Workspace
}

// leaf is a column that can be read.
type leaf struct {
	index int
	kind  format.Type
}

// Open reads the footer of a file of that size. Files that are read in turns may share
// a workspace.
func Open(r io.ReaderAt, size int64, work *Workspace) (*File, error) {
	if size < int64(len(magic))*2+4 {
		return nil, errors.New("it is too short for a Parquet file")
	}
	var tail [8]byte
	if err := readFull(r, tail[:], size-8); err != nil {
		return nil, err
	}
	var head [4]byte
	if err := readFull(r, head[:], 0); err != nil {
		return nil, err
	}
	if string(tail[4:]) != magic || string(head[:]) != magic {
		return nil, errors.New("it is no Parquet file, or its end is missing")
	}
	length := int64(binary.LittleEndian.Uint32(tail[:4]))
	if length > FooterLimit || length > size-12 {
		return nil, errThrift
	}
	footer := make([]byte, length)
	if err := readFull(r, footer, size-8-length); err != nil {
		return nil, err
	}
	f := &File{r: r, size: size, work: work}
	if err := decode(footer, &f.meta); err != nil {
		return nil, err
	}
	return f, f.findLeaves()
}

// decode decodes the structure that b is.
func decode(b []byte, into any) (err error) {
	n, err := scan(b)
	if err != nil {
		return errThrift
	}
	// The decoder is made for sound files. It has not been seen to panic on what the
	// scan lets through, and a file must not be able to show that it can.
	defer func() {
		if recover() != nil {
			err = errThrift
		}
	}()
	var protocol thrift.CompactProtocol
	if thrift.Unmarshal(&protocol, b[:n], into) != nil {
		return errThrift
	}
	return nil
}

// findLeaves lists the columns that have a value in every row, and checks that the
// groups have the columns that the schema says.
func (f *File) findLeaves() error {
	schema := f.meta.Schema
	if len(schema) < 2 || int(schema[0].NumChildren.V) != len(schema)-1 {
		return errors.New("it has no columns, or columns in each other")
	}
	f.leaves = map[string]leaf{}
	for i, e := range schema[1:] {
		if e.NumChildren.V != 0 {
			return errors.New("it has columns in each other")
		}
		if e.RepetitionType.Valid && e.RepetitionType.V == format.Required && e.Type.Valid {
			f.leaves[e.Name] = leaf{index: i, kind: e.Type.V}
		}
	}
	for i := range f.meta.RowGroups {
		g := &f.meta.RowGroups[i]
		if len(g.Columns) != len(schema)-1 || g.NumRows < 0 || g.NumRows > RowLimit {
			return errThrift
		}
	}
	return nil
}

// Groups is how many groups of rows the file has.
func (f *File) Groups() int { return len(f.meta.RowGroups) }

// Rows is how many rows a group has.
func (f *File) Rows(group int) int { return int(f.meta.RowGroups[group].NumRows) }

// Meta is what the file says of itself under a key, "" where it says nothing.
func (f *File) Meta(key string) string {
	for _, kv := range f.meta.KeyValueMetadata {
		if kv.Key == key {
			return kv.Value
		}
	}
	return ""
}

// Bounds are the least and the greatest value of a string column in a group, where the
// file says them.
func (f *File) Bounds(group int, name string) (low, high string, ok bool) {
	l, there := f.leaves[name]
	if !there {
		return "", "", false
	}
	s := &f.meta.RowGroups[group].Columns[l.index].MetaData.Statistics
	return string(s.MinValue), string(s.MaxValue), s.MinValue != nil && s.MaxValue != nil
}

// chunk finds a column of a group.
func (f *File) chunk(group int, name string, kind format.Type) (*format.ColumnMetaData, error) {
	l, ok := f.leaves[name]
	if !ok {
		return nil, fmt.Errorf("it has no column %s with a value in every row", name)
	}
	m := &f.meta.RowGroups[group].Columns[l.index].MetaData
	if l.kind != kind || m.Type != kind {
		return nil, fmt.Errorf("its column %s is %v and not %v", name, l.kind, kind)
	}
	return m, nil
}

func readFull(r io.ReaderAt, b []byte, at int64) error {
	n, err := r.ReadAt(b, at)
	switch {
	case n == len(b):
		return nil
	case err == nil || errors.Is(err, io.EOF):
		return errors.New("it is cut off")
	}
	return err
}
