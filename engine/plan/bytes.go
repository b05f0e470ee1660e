package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// MaxFile is how large a plan's file may be: 1 GiB, some 200,000 services.
const MaxFile = 1 << 30

// Bytes seals the plan with its digest and returns the bytes of its file.
func (f *File) Bytes() ([]byte, error) {
	f.Digest = ""
	unsealed, err := f.encode()
	if err != nil {
		return nil, err
	}
	before, after, found := bytes.Cut(unsealed, []byte(`"digest":"",`))
	if !found {
		return nil, errors.New("write the plan: a mistake in berth: the file has no place for its digest")
	}
	// The digest is of the bytes without the member, not of one that is empty.
	h := sha256.New()
	h.Write(before)
	h.Write(after)
	f.Digest = "sha256:" + hex.EncodeToString(h.Sum(nil))
	return slices.Concat(before, []byte(`"digest":"`+f.Digest+`",`), after), nil
}

// encode writes canonical JSON: the order of members is that of the struct fields.
func (f *File) encode() ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(f); err != nil {
		return nil, fmt.Errorf("write the plan: %w", err)
	}
	return out.Bytes(), nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Digest is the digest of some input's bytes, as evidence names it.
func Digest(b []byte) string { return digest(b) }

// Errors of [Read] that a person can do something about.
var (
	// ErrFormat means that the bytes are no plan of this format.
	ErrFormat = errors.New("no plan that this version of berth can read")
	// ErrAltered means that the bytes are not those that berth wrote.
	ErrAltered = errors.New("the plan was altered after it was written")
)

// Read reads a plan's file and refuses any bytes but those that [File.Bytes] writes.
// It says nothing about whether the plan's claims hold: package verify does.
func Read(r io.Reader) (*File, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > MaxFile {
		return nil, fmt.Errorf("%w: it is larger than 1 GiB", ErrFormat)
	}
	var f File
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if f.Format != Format {
		return nil, fmt.Errorf("%w: its format is %q and %q is read", ErrFormat, f.Format, Format)
	}
	said := f.Digest
	canonical, err := f.Bytes()
	if err != nil {
		return nil, err
	}
	if f.Digest == said && !bytes.Equal(canonical, raw) {
		return nil, fmt.Errorf("%w: its content is the same, and it was written in another form: only the very bytes that berth wrote are taken", ErrAltered)
	}
	if f.Digest != said {
		return nil, fmt.Errorf("%w: its digest is %s, and its bytes have %s", ErrAltered, said, f.Digest)
	}
	if _, _, err := f.Place(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return &f, nil
}
