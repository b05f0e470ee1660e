package spec

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// ReadFolder reads every spec file below a folder: *.hcl and *.hcl.json, without
// folders that begin with "." or "_", without *_test.hcl. A spec that is a link
// is an error: it is not followed, and passing over it would lose services.
// Files past the limits are read just far enough for [Parse] to
// refuse them. Zero limits mean [DefaultLimits].
func ReadFolder(fsys fs.FS, l Limits) ([]Source, error) {
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
		if !IsSpec(p) {
			return nil
		}
		if !d.Type().IsRegular() {
			return fmt.Errorf("%s is no regular file (%s): links are not followed, so its services would be missing. Put the file itself there", p, d.Type())
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
func IsSpec(name string) bool {
	base := path.Base(name)
	hcl := strings.HasSuffix(base, ".hcl") || strings.HasSuffix(base, ".hcl.json")
	return hcl && !strings.HasSuffix(base, "_test.hcl") && !strings.HasPrefix(base, ".")
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
