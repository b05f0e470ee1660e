package manifest

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Source is the text of one file, or of standard input.
type Source struct {
	// Name is shown in reports and comments. Names of files are slash paths, so
	// that a kustomization finds its patches.
	Name  string
	Bytes []byte
}

// ReadSource reads one source, as from standard input, and stops a byte after
// the limit: [Import] then says that it is too large.
func ReadSource(r io.Reader, name string, l Limits) (Source, error) {
	b, err := io.ReadAll(io.LimitReader(r, int64(l.SourceBytes)+1))
	if err != nil {
		return Source{}, fmt.Errorf("%s: %w", name, err)
	}
	return Source{Name: name, Bytes: b}, nil
}

// Folder reads the manifests below root, which may also be one file: *.yaml,
// *.yml and *.json. It follows no symbolic links, and leaves out folders whose
// name begins with a dot, as .git. What it leaves out besides is in skipped.
func Folder(fsys fs.FS, root string, l Limits) (sources []Source, skipped []Skipped, err error) {
	total := 0
	err = fs.WalkDir(fsys, root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch {
		case d.IsDir():
			if name != root && strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			skipped = append(skipped, Skipped{File: name, Reason: "a symbolic link; links are not followed"})
			return nil
		case !d.Type().IsRegular():
			skipped = append(skipped, Skipped{File: name, Reason: "not a regular file"})
			return nil
		case name != root && !isManifest(name):
			return nil
		case len(sources) >= l.Files:
			return fmt.Errorf("there are more than %d files; import them in parts", l.Files)
		}
		s, err := open(fsys, name, l)
		if err != nil {
			return err
		}
		if total += len(s.Bytes); total > l.TotalBytes {
			return fmt.Errorf("the files have more than %d bytes together; import them in parts", l.TotalBytes)
		}
		sources = append(sources, s)
		return nil
	})
	return sources, skipped, err
}

func open(fsys fs.FS, name string, l Limits) (Source, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return Source{}, err
	}
	defer f.Close()
	return ReadSource(f, name, l)
}

func isManifest(name string) bool {
	switch path.Ext(name) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return path.Base(name) == "Kustomization"
}
