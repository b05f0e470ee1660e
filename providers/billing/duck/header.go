package duck

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"
)

// opened is the text of a file from its beginning.
func opened(in input) (*bufio.Reader, io.Closer, error) {
	file, err := os.Open(in.path)
	if err != nil {
		return nil, nil, err
	}
	var text io.Reader = file
	if in.zipped {
		if text, err = gzip.NewReader(file); err != nil {
			file.Close()
			return nil, nil, fmt.Errorf("%s: it is no gzip file: %w", in.path, err)
		}
	}
	return bufio.NewReaderSize(text, chunk), file, nil
}

// header are the names of a CSV file's columns; none where the file is empty.
func header(in input) ([]string, error) {
	text, file, err := opened(in)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if start, err := text.Peek(2); err == nil && (string(start) == "\xff\xfe" || string(start) == "\xfe\xff") {
		return nil, fmt.Errorf("%s: it is written in UTF-16: write it as UTF-8", in.path)
	}
	if start, err := text.Peek(len(mark)); err == nil && string(start) == mark {
		_, _ = text.Discard(len(mark)) // three bytes that were just looked at
	}
	r := csv.NewReader(io.LimitReader(text, longestLine))
	r.FieldsPerRecord = -1
	names, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: its first line is no header: %w", in.path, err)
	}
	if len(names) > mostColumns {
		return nil, fmt.Errorf("%s: it has %d columns, and no more than %d are read", in.path, len(names), mostColumns)
	}
	if len(names) == 1 && strings.ContainsAny(names[0], ";\t|") {
		return nil, fmt.Errorf("%s: its fields are parted by another character than a comma: export it with commas", in.path)
	}
	return names, nil
}

// oddLine is the first line of a text file that is no UTF-8, 0 for none.
func oddLine(ctx context.Context, in input) (int64, error) {
	text, file, err := opened(in)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	lines := bufio.NewScanner(text)
	lines.Buffer(make([]byte, 0, chunk), longestLine)
	for n := int64(1); lines.Scan(); n++ {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		if !utf8.Valid(lines.Bytes()) {
			return n, nil
		}
	}
	return 0, lines.Err()
}
