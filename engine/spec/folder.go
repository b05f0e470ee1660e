package spec

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
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
	var out []Source
	total := 0
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
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
		if len(out) > l.Files || total > l.TotalBytes {
			return fs.SkipAll
		}
		b, err := readFile(fsys, p, l.FileBytes)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		total += len(b)
		out = append(out, Source{Name: p, Bytes: b})
		return nil
	})
	return out, err
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
func readFile(fsys fs.FS, name string, most int) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, int64(most)+1))
}
