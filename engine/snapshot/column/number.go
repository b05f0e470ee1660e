package column

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/parquet-go/parquet-go/encoding/delta"
	"github.com/parquet-go/parquet-go/format"
)

// Ints appends the values of a column of whole numbers (INT64, by differences) to dst.
func (f *File) Ints(group int, name string, dst []int64) ([]int64, error) {
	err := f.pages(group, name, format.Int64, func(p page) error {
		if p.dictionary || p.encoding != format.DeltaBinaryPacked {
			return encoded(p.encoding)
		}
		values, err := unpackDeltas(f.work.values[:0], p)
		if err != nil {
			return err
		}
		f.work.values = values
		dst = append(dst, values...)
		return nil
	})
	return dst, err
}

// Floats appends the values of a column of floats (FLOAT, split into bytes) to dst.
func (f *File) Floats(group int, name string, dst []float32) ([]float32, error) {
	err := f.pages(group, name, format.Float, func(p page) error {
		if p.dictionary || p.encoding != format.ByteStreamSplit {
			return encoded(p.encoding)
		}
		if len(p.data) != 4*p.count {
			return errPages
		}
		a, b, c, d := p.data[:p.count], p.data[p.count:2*p.count], p.data[2*p.count:3*p.count], p.data[3*p.count:]
		for i := range a {
			bits := uint32(a[i]) | uint32(b[i])<<8 | uint32(c[i])<<16 | uint32(d[i])<<24
			dst = append(dst, math.Float32frombits(bits))
		}
		return nil
	})
	return dst, err
}

// unpackDeltas decodes a page of DELTA_BINARY_PACKED numbers.
func unpackDeltas(dst []int64, p page) (values []int64, err error) {
	// The page says itself how many numbers it has: after the size of a block and the
	// number of parts of a block. It must be those that its header counts, since room
	// is made for them.
	rest := p.data
	var count uint64
	for range 3 {
		v, n := binary.Uvarint(rest)
		if n <= 0 {
			return nil, errPages
		}
		count, rest = v, rest[n:]
	}
	if count != uint64(p.count) {
		return nil, errPages
	}
	// The decoder was made for sound pages; see decode.
	defer func() {
		if recover() != nil {
			values, err = nil, errPages
		}
	}()
	var deltas delta.BinaryPackedEncoding
	values, err = deltas.DecodeInt64(dst, p.data)
	if err != nil || len(values) != p.count {
		return nil, errPages
	}
	return values, nil
}

func encoded(e format.Encoding) error {
	return errors.New("its values are encoded as " + fmt.Sprint(e) + ", which those of snapshots are not")
}
