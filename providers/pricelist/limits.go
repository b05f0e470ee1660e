package pricelist

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

// ReadOptions say how a list is read and how much of it.
type ReadOptions struct {
	// File is the name that mistakes are reported under.
	File string
	// MaxBytes is how large the file may be.
	MaxBytes int
	// MaxLine is how long a line may be, in bytes.
	MaxLine int
	// MaxEntries is how many keys and items the file may have; keys of nested
	// blocks count too.
	MaxEntries int
	// MaxDepth is how many blocks may stand in each other.
	MaxDepth int
	// MaxProblems is how many mistakes are collected before reading stops.
	MaxProblems int
}

// DefaultReadOptions returns limits that leave the list of July 2025 (3 MB,
// 112,516 lines, 10 levels) room to double.
func DefaultReadOptions() ReadOptions {
	return ReadOptions{
		File: "prices.yml", MaxBytes: 8 << 20, MaxLine: 4 << 10, MaxEntries: 400_000, MaxDepth: 24, MaxProblems: 20,
	}
}

// load reads the file up to its limit.
func load(r io.Reader, o ReadOptions) ([]byte, error) {
	src, err := io.ReadAll(io.LimitReader(r, int64(o.MaxBytes)+1))
	if err != nil {
		return nil, err
	}
	if len(src) > o.MaxBytes {
		return nil, fmt.Errorf("the file is larger than %d bytes, which is the limit for a price list", o.MaxBytes)
	}
	return src, nil
}

// refuse says why the YAML parser must not see a file, or returns nil. It knows
// no YAML: it only counts what makes the parser slow or its result large, and
// counts too much rather than too little.
func refuse(src []byte, o ReadOptions) error {
	if !utf8.Valid(src) {
		good := src
		for len(good) > 0 {
			r, size := utf8.DecodeRune(good)
			if r == utf8.RuneError && size == 1 {
				break
			}
			good = good[size:]
		}
		line := bytes.Count(src[:len(src)-len(good)], []byte{'\n'}) + 1
		return fmt.Errorf("line %d: the text is not UTF-8", line)
	}
	entries, number := 0, 0
	for line := range bytes.Lines(src) {
		number++
		lead := indicators(line)
		entries += 1 + lead + bytes.Count(line, []byte{','}) + bytes.Count(line, []byte{'['}) + bytes.Count(line, []byte{'{'})
		switch {
		case len(line) > o.MaxLine:
			return fmt.Errorf("line %d: the line is longer than %d bytes", number, o.MaxLine)
		case entries > o.MaxEntries:
			return fmt.Errorf("line %d: the file has more than %d entries", number, o.MaxEntries)
		case lead > o.MaxDepth:
			return fmt.Errorf("line %d: more than %d blocks stand in each other", number, o.MaxDepth)
		case line[0] == '%':
			// A few thousand %TAG lines keep the parser busy for seconds.
			return fmt.Errorf("line %d: a price list has no YAML directives", number)
		}
	}
	return nil
}

// indicators counts the "-", "?" and ":" that stand alone at the start of a line:
// each of them opens a block.
func indicators(line []byte) (n int) {
	for i := 0; i+1 < len(line); i++ {
		switch {
		case line[i] == ' ':
		case line[i+1] == ' ' && (line[i] == '-' || line[i] == '?' || line[i] == ':'):
			n++
		default:
			return n
		}
	}
	return n
}
