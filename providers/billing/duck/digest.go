package duck

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
)

// counted is what reading a file's bytes told.
type counted struct {
	digest string
	// records are those of text formats, the header of CSV too.
	records int64
	err     error
}

// chunk is how many bytes are read at once.
const chunk = 1 << 20

// count reads a file once, for its digest and for how many records it has. Zipped files
// have the digest of their bytes, and the records of what is in them.
func count(ctx context.Context, in input, read func(n int)) counted {
	file, err := os.Open(in.path)
	if err != nil {
		return counted{err: err}
	}
	defer file.Close()
	sum := sha256.New()
	bytes := io.TeeReader(&watched{ctx, file, read}, sum)
	out := counted{}
	if in.format == parquetFormat {
		_, out.err = io.CopyBuffer(struct{ io.Writer }{io.Discard}, bytes, make([]byte, chunk))
	} else {
		out.records, out.err = records(in, bytes, &scanner{lines: in.format == jsonFormat, look: in.look})
	}
	out.digest = "sha256:" + hex.EncodeToString(sum.Sum(nil))
	return out
}

// records goes through the text of a file.
func records(in input, bytes io.Reader, s *scanner) (int64, error) {
	text := bytes
	if in.zipped {
		z, err := gzip.NewReader(bytes)
		if err != nil {
			return 0, fmt.Errorf("%s: it is no gzip file: %w", in.path, err)
		}
		defer z.Close()
		text = z
	}
	if _, err := io.CopyBuffer(struct{ io.Writer }{s}, text, make([]byte, chunk)); err != nil {
		return 0, fmt.Errorf("%s: %w", in.path, err)
	}
	if in.zipped {
		// What follows the last member belongs to the digest, too.
		if _, err := io.Copy(io.Discard, bytes); err != nil {
			return 0, fmt.Errorf("%s: %w", in.path, err)
		}
	}
	if err := s.finish(); err != nil {
		return 0, fmt.Errorf("%s: %w", in.path, err)
	}
	if line := s.close(); line > 0 {
		return 0, fmt.Errorf("%s:%d: a quote opens here that is never closed: the rest of the file would be one field", in.path, line)
	}
	return s.records, nil
}

// watched is a reader that ends with its context and tells how far it is.
type watched struct {
	ctx  context.Context
	from io.Reader
	read func(n int)
}

func (w *watched) Read(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.from.Read(b)
	w.read(n)
	return n, err
}

// places are where records are that are asked for, by their index.
func places(ctx context.Context, in input, each func(record)) error {
	file, err := os.Open(in.path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = records(in, &watched{ctx, file, func(int) {}}, &scanner{lines: in.format == jsonFormat, each: each})
	return err
}
