package column_test

import (
	"bytes"
	"encoding/binary"
	"runtime"
	"testing"

	"berth.dev/engine/snapshot/column"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// forge makes a file of one column and one page.
func forge(t tester, kind format.Type, rows int64, header format.PageHeader, body []byte) []byte {
	t.Helper()
	var protocol thrift.CompactProtocol
	marshal := func(v any) []byte {
		b, err := thrift.Marshal(&protocol, v)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	page := append(marshal(&header), body...)
	meta := format.FileMetaData{
		Schema: []format.SchemaElement{
			{Name: "root", NumChildren: thrift.New(int32(1))},
			{Name: "x", Type: thrift.New(kind), RepetitionType: thrift.New(format.Required)},
		},
		NumRows: rows,
		RowGroups: []format.RowGroup{{NumRows: rows, Columns: []format.ColumnChunk{{MetaData: format.ColumnMetaData{
			Type: kind, Codec: format.Zstd, NumValues: rows, DataPageOffset: 4, TotalCompressedSize: int64(len(page)),
		}}}}},
	}
	return file(page, marshal(&meta))
}

// file puts pages and a footer into a file.
func file(pages, footer []byte) []byte {
	b := append([]byte("PAR1"), pages...)
	b = append(b, footer...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(footer)))
	return append(b, "PAR1"...)
}

func dataPage(values, size, packed int, e format.Encoding) format.PageHeader {
	return format.PageHeader{
		Type: format.DataPage, UncompressedPageSize: int32(size), CompressedPageSize: int32(packed),
		DataPageHeader: thrift.New(format.DataPageHeader{NumValues: int32(values), Encoding: e}),
	}
}

func pack(t tester, data []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll(data, nil)
}

// allocated is how many bytes a function makes room for.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestAFileCannotAskForMoreMemoryThanItMay(t *testing.T) {
	zeros := pack(t, make([]byte, 64<<20))
	ones := func(n int) []byte { return bytes.Repeat([]byte{0xff}, n) }
	deltas := pack(t, binary.AppendUvarint(binary.AppendUvarint(binary.AppendUvarint(nil, 128), 4), 1<<30))
	rle := pack(t, append([]byte{1}, binary.AppendUvarint(nil, 1<<40)...))
	for name, c := range map[string]struct {
		data []byte
		kind format.Type
	}{
		// A list of the schema with two thousand million items.
		"a list in the footer":        {file(nil, []byte{0x29, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07}), format.Int64},
		"structures in each other":    {file(nil, bytes.Repeat([]byte{0x1c}, 1<<16)), format.Int64},
		"a footer beyond the file":    {append([]byte("PAR1"), append(ones(3), append([]byte{0}, "PAR1"...)...)...), format.Int64},
		"a page larger than it may":   {forge(t, format.Int64, 8, dataPage(8, 1<<31-1, 4, format.DeltaBinaryPacked), ones(4)), format.Int64},
		"more packed than is there":   {forge(t, format.Int64, 8, dataPage(8, 64, 1<<31-1, format.DeltaBinaryPacked), ones(4)), format.Int64},
		"a page that unpacks to more": {forge(t, format.Int64, 8, dataPage(8, 64, len(zeros), format.DeltaBinaryPacked), zeros), format.Int64},
		"more differences than rows":  {forge(t, format.Int64, 8, dataPage(8, 9, len(deltas), format.DeltaBinaryPacked), deltas), format.Int64},
		"more rows than a group has":  {forge(t, format.Int64, 8, dataPage(1<<20, 64, 4, format.DeltaBinaryPacked), ones(4)), format.Int64},
		"more rows than a group may":  {forge(t, format.Int64, 1<<40, dataPage(8, 64, 4, format.DeltaBinaryPacked), ones(4)), format.Int64},
		"a run longer than the page":  {forge(t, format.ByteArray, 8, dataPage(8, 7, len(rle), format.RLEDictionary), rle), format.ByteArray},
	} {
		var err error
		used := allocated(func() {
			var f *column.File
			if f, err = tryOpen(t, c.data); err != nil {
				return
			}
			if c.kind == format.Int64 {
				_, err = f.Ints(0, "x", nil)
			} else {
				_, err = f.Runs(0, "x")
			}
		})
		if err == nil {
			t.Errorf("%s: there was no error", name)
		}
		if used > 4<<20 {
			t.Errorf("%s: %d bytes were used", name, used)
		}
	}
}
