package snapshot

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"berth.dev/engine/snapshot/column"
)

const (
	// indexLimit is how large an index may be, wholeLimit a file that can only be read
	// from its beginning to its end and so has to be held in memory.
	indexLimit = 64 << 20
	wholeLimit = 512 << 20
)

// digestCheck says whether a file's digest is compared before it is read.
type digestCheck int

const (
	unchecked digestCheck = iota
	checked
)

// file is a file that can be read in any place.
type file struct {
	io.ReaderAt
	io.Closer
	size int64
}

// openFile opens a file, and reads it whole where its file system has no other way.
func openFile(fsys fs.FS, name string) (*file, error) {
	f, err := open(fsys, name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, fileError(name, err)
	}
	if at, ok := f.(io.ReaderAt); ok {
		return &file{at, f, info.Size()}, nil
	}
	defer func() { _ = f.Close() }()
	data, err := readLimited(f, name, wholeLimit)
	if err != nil {
		return nil, err
	}
	return &file{bytes.NewReader(data), io.NopCloser(nil), int64(len(data))}, nil
}

// open opens a file, and nothing else: to open a pipe is to wait for who writes into it.
func open(fsys fs.FS, name string) (fs.File, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, fileError(name, err)
	}
	if !info.Mode().IsRegular() {
		return nil, &Error{name, "it is no file: take it away, and write it anew by berth measure --again"}
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fileError(name, err)
	}
	return f, nil
}

func readWhole(fsys fs.FS, name string, limit int64) ([]byte, error) {
	f, err := open(fsys, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return readLimited(f, name, limit)
}

func readLimited(r io.Reader, name string, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fileError(name, err)
	}
	if int64(len(data)) > limit {
		return nil, &Error{name, fmt.Sprintf("it is larger than %d MiB", limit>>20)}
	}
	return data, nil
}

// fileError begins with the name of the file, once.
func fileError(name string, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// verify compares the digest of a file.
func (f *file) verify(name, digest string) error {
	sum := sha256.New()
	buffer := make([]byte, 256<<10)
	if _, err := io.CopyBuffer(sum, io.NewSectionReader(f, 0, f.size), buffer); err != nil {
		return fileError(name, err)
	}
	if got := "sha256:" + hex.EncodeToString(sum.Sum(nil)); got != digest {
		return &Error{name, "it is not the file that was written (its digest is another): write it anew by berth measure --again"}
	}
	return nil
}

// openColumns begins to read a Parquet file of a snapshot.
func openColumns(name string, f *file, work *column.Workspace) (*column.File, error) {
	c, err := column.Open(f, f.size, work)
	if err != nil {
		return nil, &Error{name, err.Error() + ": write it anew by berth measure --again"}
	}
	if got := c.Meta(formatKey); got != Format {
		return nil, &Error{name, fmt.Sprintf("its format is %.40q and this berth reads %q: take the berth that wrote it, or measure anew by berth measure --again", got, Format)}
	}
	return c, nil
}

// openDay opens the file of a day that the index has.
func (s *Snapshot) openDay(d Day, work *column.Workspace, check digestCheck) (*DayFile, error) {
	name := d.File()
	f, err := openFile(s.fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{name, "it is missing: run berth measure"}
	}
	if err != nil {
		return nil, err
	}
	if check == checked {
		err = f.verify(name, d.Digest)
	}
	var day *DayFile
	if err == nil {
		day, err = openDay(name, d.Date, f, work)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return day, nil
}
