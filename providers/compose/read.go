package compose

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// Project is a Compose file with all that belongs to it.
type Project struct {
	// Dir is the folder that no file may lie outside of, as the system names it. It is
	// empty for a file that stands alone, as from standard input.
	Dir string
	// Files are the Compose files in the order in which they are merged, by slash paths
	// below Dir.
	Files []manifest.Source
	// seen are all files that are read, by their slash paths below Dir; variables those
	// of them that env_file names.
	seen map[string][]byte
}

// Alone is a Compose file without a folder: it cannot include and extend others.
func Alone(s manifest.Source) *Project {
	return &Project{Files: []manifest.Source{s}, seen: map[string][]byte{}}
}

// Read reads Compose files of a folder with what they include and extend. Names are
// slash paths below the folder. Several files are merged in their order, as with
// `docker compose -f a -f b`.
func Read(dir string, names []string, l manifest.Limits) (*Project, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	r := reader{root: root, limits: l, project: &Project{Dir: dir, seen: map[string][]byte{}}}
	for _, name := range names {
		text, err := r.open(name)
		if err != nil {
			return nil, err
		}
		r.project.Files = append(r.project.Files, manifest.Source{Name: name, Bytes: text})
		// Paths of all files are meant from the folder of the first.
		if err := r.follow(name, text, path.Dir(names[0])); err != nil {
			return nil, err
		}
	}
	return r.project, nil
}

// reader reads what belongs to a project, inside of its folder.
type reader struct {
	root    *os.Root
	limits  manifest.Limits
	project *Project
	total   int
	// read are files whose references were followed.
	read map[string]bool
}

// open reads one file of the folder, within the limits.
func (r *reader) open(name string) ([]byte, error) {
	if text, ok := r.project.seen[name]; ok {
		return text, nil
	}
	info, err := r.root.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, plainError(err))
	}
	if !info.Mode().IsRegular() { // who opens a pipe may wait for ever
		return nil, fmt.Errorf("%s: it is no regular file", name)
	}
	f, err := r.root.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, plainError(err))
	}
	defer f.Close()
	s, err := manifest.ReadSource(f, name, r.limits)
	if err != nil {
		return nil, err
	}
	r.total += len(s.Bytes)
	if len(s.Bytes) > r.limits.SourceBytes || r.total > r.limits.TotalBytes || len(r.project.seen) >= r.limits.Files {
		return nil, fmt.Errorf("%s: the files are larger or more than a project of Compose has", name)
	}
	r.project.seen[name] = s.Bytes
	return s.Bytes, nil
}

// plainError leaves out the path of the system.
func plainError(err error) error {
	var inner *fs.PathError
	if errors.As(err, &inner) {
		return inner.Err
	}
	return err
}

// follow reads what a file refers to. base is the folder that its paths are meant from.
func (r *reader) follow(name string, text []byte, base string) error {
	if r.read == nil {
		r.read = map[string]bool{}
	}
	key := base + " " + name
	if r.read[key] {
		return nil
	}
	r.read[key] = true
	docs, err := tree.Parse(text, r.limits)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, d := range docs {
		for _, i := range list(d.Get("include")) {
			if err := r.include(name, i, base); err != nil {
				return err
			}
		}
		for _, kind := range []string{"services", "jobs"} {
			all := d.Get(kind)
			if all == nil {
				continue
			}
			for _, s := range all.Members {
				if err := r.service(name, s, base); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// include follows one entry of include: a path, or a mapping with several.
func (r *reader) include(name string, i *tree.Value, base string) error {
	paths := list(i)
	if i.Kind == tree.Map {
		paths = list(i.Get("path"))
		if i.Get("project_directory").Scalar() != "" || i.Get("env_file") != nil {
			return fmt.Errorf("%s: line %d: an include with project_directory or env_file is not followed. Import what `docker compose config` prints", name, i.Line)
		}
	}
	inner := ""
	for n, p := range paths {
		at, err := r.inside(name, p, base)
		if err != nil {
			return err
		}
		text, err := r.open(at)
		if err != nil {
			return err
		}
		if n == 0 {
			inner = path.Dir(at)
			// Compose takes variables from a .env beside what is included.
			if _, err := r.open(path.Join(inner, ".env")); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		if err := r.follow(at, text, inner); err != nil {
			return err
		}
	}
	return nil
}

// service follows what one service extends, and its files of variables.
func (r *reader) service(name string, s tree.Member, base string) error {
	if file := s.Value.Get("extends", "file"); file != nil {
		at, err := r.inside(name, file, base)
		if err != nil {
			return err
		}
		text, err := r.open(at)
		if err != nil {
			return err
		}
		if err := r.follow(at, text, path.Dir(at)); err != nil {
			return err
		}
	}
	for _, e := range list(s.Value.Get("env_file")) {
		if e.Kind == tree.Map {
			e = e.Get("path")
		}
		if e == nil || strings.Contains(e.Text, "$") {
			continue // it is told as not read, which takes nothing from anybody
		}
		at, err := r.inside(name, e, base)
		if err != nil {
			return err
		}
		if _, err := r.open(at); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// inside turns a path of a file into one below the folder, or says why it is none.
func (r *reader) inside(name string, v *tree.Value, base string) (string, error) {
	p := v.Scalar()
	at := path.Join(base, p)
	switch {
	case p == "" || strings.ContainsAny(p, "\\\x00"):
		return "", fmt.Errorf("%s: line %d: %q is no path that is followed", name, v.Line, p)
	case strings.Contains(p, "$"):
		return "", fmt.Errorf("%s: line %d: the path %q has a variable. Import what `docker compose config` prints", name, v.Line, p)
	case strings.Contains(p, "://") || strings.HasPrefix(p, "git@"):
		return "", fmt.Errorf("%s: line %d: %q is not on this disk. Import what `docker compose config` prints", name, v.Line, p)
	case path.IsAbs(p) || at == ".." || strings.HasPrefix(at, "../") || strings.HasPrefix(p, "~"):
		return "", fmt.Errorf("%s: line %d: %q leads out of the folder. Import what `docker compose config` prints", name, v.Line, p)
	}
	return at, nil
}

// list is a list, or one value as a list of it.
func list(v *tree.Value) []*tree.Value {
	switch {
	case v == nil || v.Kind == tree.Null:
		return nil
	case v.Kind == tree.List:
		return v.Items
	}
	return []*tree.Value{v}
}
