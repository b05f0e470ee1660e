package column

import (
	"encoding/binary"

	"github.com/parquet-go/parquet-go/format"
)

// Run is a value that stands in several rows after each other.
type Run struct {
	Value string
	Rows  int
}

// Runs are the values of a string column, equal neighbours once.
func (f *File) Runs(group int, name string) ([]Run, error) {
	var runs []Run
	add := func(value string, rows int) {
		if n := len(runs); n > 0 && runs[n-1].Value == value {
			runs[n-1].Rows += rows
			return
		}
		runs = append(runs, Run{value, rows})
	}
	var words []string
	err := f.pages(group, name, format.ByteArray, func(p page) error {
		switch {
		case p.dictionary:
			words = words[:0]
			return plain(p, func(b []byte) { words = append(words, string(b)) })
		case p.encoding == format.Plain:
			return plain(p, func(b []byte) { add(string(b), 1) })
		case p.encoding == format.RLEDictionary:
			return indexed(p, words, add)
		}
		return encoded(p.encoding)
	})
	return runs, err
}

// Blobs hands out the values of a column of bytes, one after the other. They hold
// until the next one.
func (f *File) Blobs(group int, name string, put func(row int, value []byte) error) error {
	row := 0
	return f.pages(group, name, format.ByteArray, func(p page) error {
		if p.dictionary || p.encoding != format.Plain {
			return encoded(p.encoding)
		}
		var failed error
		err := plain(p, func(b []byte) {
			if failed == nil {
				failed = put(row, b)
			}
			row++
		})
		if err != nil {
			return err
		}
		return failed
	})
}

// plain hands out values that stand after each other, each with its length.
func plain(p page, put func([]byte)) error {
	b := p.data
	if p.encoding != format.Plain {
		return encoded(p.encoding)
	}
	for range p.count {
		if len(b) < 4 {
			return errPages
		}
		n := uint64(binary.LittleEndian.Uint32(b))
		b = b[4:]
		if n > uint64(len(b)) {
			return errPages
		}
		put(b[:n])
		b = b[n:]
	}
	if len(b) > 0 {
		return errPages
	}
	return nil
}

// indexed hands out values by their place in the dictionary: runs of one place, or
// places one by one in as few bits as they need ("RLE/bit-packing hybrid" in
// https://parquet.apache.org/docs/file-format/data-pages/encodings/).
func indexed(p page, words []string, add func(string, int)) error {
	if len(p.data) == 0 {
		return errPages
	}
	bits, b, left := uint(p.data[0]), p.data[1:], p.count
	if bits > 32 {
		return errPages
	}
	say := func(place uint64, rows int) bool {
		if place >= uint64(len(words)) {
			return false
		}
		add(words[place], rows)
		left -= rows
		return true
	}
	for left > 0 {
		head, n := binary.Uvarint(b)
		if n <= 0 || head == 0 {
			return errPages
		}
		b = b[n:]
		if head&1 == 0 {
			bytes := int(bits+7) / 8
			if len(b) < bytes || head>>1 > uint64(left) || !say(little(b[:bytes]), int(head>>1)) {
				return errPages
			}
			b = b[bytes:]
			continue
		}
		// Groups of eight, the last one filled up.
		size := head >> 1 * uint64(bits)
		if head>>1 > uint64(left+7)/8 || size > uint64(len(b)) {
			return errPages
		}
		for i := uint(0); uint64(i) < head>>1*8 && left > 0; i++ {
			if !say(packedAt(b[:size], i*bits, bits), 1) {
				return errPages
			}
		}
		b = b[size:]
	}
	return nil
}

// packedAt is the number of so many bits that begins at a bit of b.
func packedAt(b []byte, at, bits uint) uint64 {
	if bits == 0 {
		return 0
	}
	first, last := at/8, (at+bits+7)/8
	return little(b[first:last]) >> (at % 8) & (1<<bits - 1)
}

// little is a number of up to eight bytes, the least one first.
func little(b []byte) uint64 {
	v := uint64(0)
	for i, c := range b {
		v |= uint64(c) << (8 * i)
	}
	return v
}
