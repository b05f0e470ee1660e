package spec

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"strings"
	"sync"
)

// ReadFolder reads every spec file below a folder: *.hcl and *.hcl.json, without
// folders that begin with "." or "_", without tests. A spec that is a link
// is an error: it is not followed, and passing over it would lose services.
// Files past the limits are read just far enough for [Parse] to
// refuse them. Zero limits mean [DefaultLimits].
func ReadFolder(fsys fs.FS, l Limits) ([]Source, error) { return readFolder(fsys, l, IsSpec) }

// ReadTests reads every test file below a folder, *_test.hcl and *_test.hcl.json, as
// [ReadFolder] reads specs.
func ReadTests(fsys fs.FS, l Limits) ([]Source, error) { return readFolder(fsys, l, IsTest) }

// readFolder reads the files below a folder that are wanted.
func readFolder(fsys fs.FS, l Limits, wanted func(string) bool) ([]Source, error) {
	l = l.orDefault()
	names, err := listFolder(fsys, l.Files, wanted)
	if err != nil {
		return nil, err
	}
	out := make([]Source, len(names))
	total := 0
	for from := 0; from < len(names); from += sideBySide {
		some := out[from:min(from+sideBySide, len(names))]
		if err := readSome(fsys, names[from:], some, l.FileBytes); err != nil {
			return nil, err
		}
		for i := range some {
			if total > l.TotalBytes {
				return out[:from+i], nil
			}
			total += len(some[i].Bytes)
		}
	}
	return out, nil
}

// listFolder names the files below a folder that are wanted, one more than there may be
// at most.
func listFolder(fsys fs.FS, most int, wanted func(string) bool) (names []string, err error) {
	err = fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != "." && strings.ContainsAny(d.Name()[:1], "._") {
				return fs.SkipDir
			}
			return nil
		}
		if !wanted(p) {
			return nil
		}
		if !d.Type().IsRegular() {
			return fmt.Errorf("%s is no regular file (%s): links are not followed, so what it says would be missing. Put the file itself there", p, d.Type())
		}
		if names = append(names, p); len(names) > most {
			return fs.SkipAll
		}
		return nil
	})
	return names, err
}

// sideBySide is how many files are read before their sizes are added up: opening one
// takes longer than reading it, so that a fleet of small ones is read on all processors.
const sideBySide = 256

// readSome reads files into their places. Of several that cannot be read the first by
// name is told of, whichever failed first.
func readSome(fsys fs.FS, names []string, into []Source, most int) error {
	errs := make([]error, len(into))
	workers := min(runtime.GOMAXPROCS(0), len(into))
	var g sync.WaitGroup
	for w := range workers {
		g.Go(func() {
			var buffer bytes.Buffer
			for i := w; i < len(into); i += workers {
				buffer.Reset()
				if err := readFile(fsys, names[i], most, &buffer); err != nil {
					errs[i] = fmt.Errorf("%s: %w", names[i], err)
				}
				into[i] = Source{Name: names[i], Bytes: bytes.Clone(buffer.Bytes())}
			}
		})
	}
	g.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// IsSpec tells whether a file of that name belongs to a workspace.
func IsSpec(name string) bool { return isHCL(name) && !isTest(name) }

// IsTest tells whether a file of that name holds tests.
func IsTest(name string) bool { return isHCL(name) && isTest(name) }

func isHCL(name string) bool {
	base := path.Base(name)
	return (strings.HasSuffix(base, ".hcl") || strings.HasSuffix(base, ".hcl.json")) && !strings.HasPrefix(base, ".")
}

func isTest(name string) bool {
	return strings.HasSuffix(strings.TrimSuffix(name, ".json"), "_test.hcl")
}

// readFile reads at most one byte more than a file may have.
func readFile(fsys fs.FS, name string, most int, into *bytes.Buffer) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = into.ReadFrom(io.LimitReader(f, int64(most)+1))
	return err
}
