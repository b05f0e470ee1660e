package column

import (
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
)

// Workspace is memory that reading uses again and again.
type Workspace struct {
	packed, page []byte
	values       []int64
	unpack       *zstd.Decoder
}

// NewWorkspace makes an empty workspace. It must not be used by two goroutines at once.
func NewWorkspace() (*Workspace, error) {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1),
		zstd.WithDecoderMaxMemory(PageLimit), zstd.WithDecodeAllCapLimit(true))
	if err != nil {
		return nil, err
	}
	return &Workspace{unpack: d}, nil
}

// page is one page of a column, decompressed. Its data hold until the next one is read.
type page struct {
	dictionary bool
	encoding   format.Encoding
	count      int
	data       []byte
}

// errPages is what is said of pages that do not fit what the file says of them.
var errPages = errors.New("its pages are broken")

// pages hands out the pages of a column of a group. Together they have as many values
// as the group has rows.
func (f *File) pages(group int, name string, kind format.Type, put func(page) error) error {
	m, err := f.chunk(group, name, kind)
	if err != nil {
		return err
	}
	from := m.DataPageOffset
	if d := m.DictionaryPageOffset; d > 0 && d < from {
		from = d
	}
	if from < 4 || m.TotalCompressedSize < 0 || m.TotalCompressedSize > ChunkLimit || m.TotalCompressedSize > f.size-from {
		return errPages
	}
	f.work.packed = room(f.work.packed, int(m.TotalCompressedSize))
	rest := f.work.packed
	if err := readFull(f.r, rest, from); err != nil {
		return err
	}
	left := f.Rows(group)
	for len(rest) > 0 && left > 0 {
		var p page
		if p, rest, err = f.page(m.Codec, rest); err != nil {
			return err
		}
		if !p.dictionary {
			left -= p.count
		}
		if left < 0 {
			return errPages
		}
		if err := put(p); err != nil {
			return fmt.Errorf("column %s: %w", name, err)
		}
	}
	if left > 0 {
		return errPages
	}
	return nil
}

// page reads the first page of b, and returns what comes after it.
func (f *File) page(codec format.CompressionCodec, b []byte) (p page, rest []byte, err error) {
	n, err := scan(b)
	if err != nil {
		return p, nil, errPages
	}
	var h format.PageHeader
	if err := decode(b[:n], &h); err != nil {
		return p, nil, errPages
	}
	b = b[n:]
	if h.CompressedPageSize < 0 || int(h.CompressedPageSize) > len(b) || h.UncompressedPageSize < 0 || h.UncompressedPageSize > PageLimit {
		return p, nil, errPages
	}
	switch {
	case h.Type == format.DataPage && h.DataPageHeader.Valid:
		p.encoding, p.count = h.DataPageHeader.V.Encoding, int(h.DataPageHeader.V.NumValues)
	case h.Type == format.DictionaryPage && h.DictionaryPageHeader.Valid:
		p.encoding, p.count, p.dictionary = h.DictionaryPageHeader.V.Encoding, int(h.DictionaryPageHeader.V.NumValues), true
	default:
		return p, nil, errPages
	}
	if p.count < 0 || p.count > RowLimit {
		return p, nil, errPages
	}
	packed, rest := b[:h.CompressedPageSize], b[h.CompressedPageSize:]
	p.data, err = f.work.decompress(codec, packed, int(h.UncompressedPageSize))
	return p, rest, err
}

func (w *Workspace) decompress(codec format.CompressionCodec, packed []byte, size int) ([]byte, error) {
	switch codec {
	case format.Uncompressed:
		if len(packed) != size {
			return nil, errPages
		}
		return packed, nil
	case format.Zstd:
		w.page = room(w.page, size)
		data, err := w.unpack.DecodeAll(packed, w.page[:0:size])
		if err != nil || len(data) != size {
			return nil, errPages
		}
		return data, nil
	}
	return nil, fmt.Errorf("it is compressed by %v, which snapshots are not", codec)
}

// room is n bytes, of b where it has them.
func room(b []byte, n int) []byte {
	if cap(b) < n {
		// A little more, so that pages of growing size do not each make room anew.
		b = make([]byte, n+n/4)
	}
	return b[:n]
}
