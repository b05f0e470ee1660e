package column

import (
	"encoding/binary"
	"errors"
	"io"
)

// The types of Thrift's compact protocol, in which footers and page headers are
// written (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
const (
	thriftStop = iota
	thriftTrue
	thriftFalse
	thriftByte
	thriftI16
	thriftI32
	thriftI64
	thriftDouble
	thriftBinary
	thriftList
	thriftSet
	thriftMap
	thriftStruct
)

const (
	// mostDepth is how deep structures may lie in each other; Parquet's are five deep.
	mostDepth = 16
	// mostStructs bounds how many structures a footer has. Each is some hundred bytes
	// when decoded, and may be one byte in the file.
	mostStructs = 1 << 16
)

var errThrift = errors.New("its metadata are broken")

// scanner walks over a structure in Thrift's compact protocol without decoding it.
type scanner struct {
	b       []byte
	at      int
	structs int
}

// scan returns how many bytes the structure at the beginning of b takes. After that no
// list in it is longer than its bytes, so that it can be decoded in bounded memory.
func scan(b []byte) (int, error) {
	s := scanner{b: b}
	if err := s.structure(0); err != nil {
		return 0, err
	}
	return s.at, nil
}

func (s *scanner) next() (byte, error) {
	if s.at >= len(s.b) {
		return 0, io.ErrUnexpectedEOF
	}
	s.at++
	return s.b[s.at-1], nil
}

func (s *scanner) skip(n uint64) error {
	if n > uint64(len(s.b)-s.at) {
		return io.ErrUnexpectedEOF
	}
	s.at += int(n)
	return nil
}

func (s *scanner) number() (uint64, error) {
	v, n := binary.Uvarint(s.b[s.at:])
	if n <= 0 {
		return 0, errThrift
	}
	s.at += n
	return v, nil
}

func (s *scanner) structure(depth int) error {
	s.structs++
	if depth > mostDepth || s.structs > mostStructs {
		return errThrift
	}
	for {
		head, err := s.next()
		if err != nil || head == thriftStop {
			return err
		}
		if head>>4 == 0 { // the number of the field follows
			if _, err := s.number(); err != nil {
				return err
			}
		}
		kind := head & 0x0f
		if kind == thriftTrue || kind == thriftFalse {
			continue // the value of a boolean field is its type
		}
		if err := s.value(kind, depth); err != nil {
			return err
		}
	}
}

func (s *scanner) value(kind byte, depth int) error {
	switch kind {
	case thriftTrue, thriftFalse, thriftByte:
		return s.skip(1)
	case thriftI16, thriftI32, thriftI64:
		_, err := s.number()
		return err
	case thriftDouble:
		return s.skip(8)
	case thriftBinary:
		n, err := s.number()
		if err != nil {
			return err
		}
		return s.skip(n)
	case thriftList, thriftSet:
		return s.list(depth)
	case thriftStruct:
		return s.structure(depth + 1)
	}
	return errThrift // Parquet has no maps
}

func (s *scanner) list(depth int) error {
	head, err := s.next()
	if err != nil {
		return err
	}
	n := uint64(head >> 4)
	if n == 15 {
		if n, err = s.number(); err != nil {
			return err
		}
	}
	// An item takes a byte at least.
	if depth >= mostDepth || n > uint64(len(s.b)-s.at) {
		return errThrift
	}
	for range n {
		if err := s.value(head&0x0f, depth+1); err != nil {
			return err
		}
	}
	return nil
}
