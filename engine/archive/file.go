package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"berth.dev/engine/bill"
	"berth.dev/engine/month"
)

// MaxFile is how large a file may be: 256 MiB, some hundred thousand services.
const MaxFile = 256 << 20

// ext ends the name of every file.
const ext = ".json"

// Errors of [Read] that a person can do something about.
var (
	// ErrFormat means that the bytes are no report that this version reads.
	ErrFormat = errors.New("no report that this version of berth can read")
	// ErrAltered means that the report is not the one that was written.
	ErrAltered = errors.New("the report was altered after it was written")
	// ErrUneven means that the sums of a report do not add up.
	ErrUneven = errors.New("the report does not add up")
)

// file is what a file holds.
type file struct {
	// Digest is "sha256:" and the digest of the report as JSON without spaces.
	Digest string          `json:"digest"`
	Report json.RawMessage `json:"report"`
}

// Name is the name of a month's file, as in "2026-10.json".
func Name(m bill.Month) string { return m.String() + ext }

// MonthOf is the month whose file has that name; false for files of other names.
func MonthOf(name string) (bill.Month, bool) {
	stem, is := strings.CutSuffix(name, ext)
	m, err := bill.ParseMonth(stem)
	return m, is && err == nil && Name(m) == name
}

// Bytes returns the bytes of a report's file. A report that does not add up is not
// written: that is [ErrUneven].
func Bytes(r *month.Report) ([]byte, error) {
	if err := check(r); err != nil {
		return nil, err
	}
	report, err := compact(r)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(file{digest(report), report}); err != nil {
		return nil, fmt.Errorf("write the report of %s: %w", r.Month, err)
	}
	return out.Bytes(), nil
}

// Again returns a report as it will be read from its file, so that what is printed when
// it is made and what is printed later are the same bytes.
func Again(r *month.Report) (*month.Report, error) {
	raw, err := compact(r)
	if err != nil {
		return nil, err
	}
	return decode(raw)
}

func compact(r *month.Report) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("write the report of %s: %w", r.Month, err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Read reads a report's file, and refuses what was altered or does not add up.
func Read(r io.Reader) (*month.Report, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > MaxFile {
		return nil, fmt.Errorf("%w: it is larger than 256 MiB", ErrFormat)
	}
	var f file
	if err := strictly(raw, &f); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	var report bytes.Buffer
	if err := json.Compact(&report, f.Report); err != nil {
		return nil, fmt.Errorf("%w: it has no member \"report\"", ErrFormat)
	}
	if got := digest(report.Bytes()); got != f.Digest {
		return nil, fmt.Errorf("%w: its digest is %.80q, and its content has %s", ErrAltered, f.Digest, got)
	}
	return decode(report.Bytes())
}

// decode reads the report itself.
func decode(raw []byte) (*month.Report, error) {
	var versioned struct {
		Format string `json:"format"`
		Berth  string `json:"berth"`
	}
	if err := json.Unmarshal(raw, &versioned); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if versioned.Format != month.Format {
		return nil, fmt.Errorf("%w: its format is %.40q and %q is read", ErrFormat, versioned.Format, month.Format)
	}
	var r month.Report
	if err := strictly(raw, &r); err != nil {
		return nil, fmt.Errorf("%w: berth %.40q wrote it: %w", ErrFormat, versioned.Berth, err)
	}
	return &r, check(&r)
}

// strictly reads one JSON value and nothing after it, and no member it does not know.
func strictly(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something stands after its end")
	}
	return nil
}
