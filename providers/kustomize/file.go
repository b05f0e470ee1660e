package kustomize

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// file is one file of the workspace that was copied into memory.
type file struct {
	name string
	data []byte
	// checked is true where its YAML was looked at.
	checked bool
}

// scan reads a tree of kustomizations before kustomize does.
type scan struct {
	root    *os.Root
	limits  Limits
	memory  filesys.FileSystem
	files   map[string]*file
	folders map[string]*size
	bytes   int64
	// secret is true where something in the tree makes or changes a Secret.
	secret bool
}

// size is how much kustomize reads for a folder, each use of a file counted.
type size struct {
	files, parts int
	bytes        int64
}

func (z *size) add(other size) {
	z.files += other.files
	z.parts += other.parts
	z.bytes += other.bytes
}

// within refuses a tree that is larger than the limits.
func (s *scan) within(dir string, z size) error {
	switch {
	case z.files > s.limits.Files:
		return fmt.Errorf("%s: it uses more than %d files, counting a base once for each use", dir, s.limits.Files)
	case z.bytes > s.limits.TotalBytes:
		return fmt.Errorf("%s: its files have more than %d bytes together, counting a base once for each use", dir, s.limits.TotalBytes)
	case z.parts > s.limits.Parts:
		return fmt.Errorf("%s: more than %d replacements write into a part of a text", dir, s.limits.Parts)
	}
	return nil
}

// read copies one file into memory, once.
func (s *scan) read(name string) (*file, error) {
	if f := s.files[name]; f != nil {
		return f, nil
	}
	if len(s.files) >= s.limits.Files {
		return nil, fmt.Errorf("%s: more than %d files", name, s.limits.Files)
	}
	data, err := s.load(name)
	if err != nil {
		return nil, err
	}
	if s.bytes += int64(len(data)); s.bytes > s.limits.TotalBytes {
		return nil, fmt.Errorf("%s: the files have more than %d bytes together", name, s.limits.TotalBytes)
	}
	f := &file{name: name, data: data}
	s.files[name] = f
	return f, s.keep(name, data)
}

func (s *scan) keep(name string, data []byte) error {
	if err := s.memory.MkdirAll(inMemory(path.Dir(name))); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := s.memory.WriteFile(inMemory(name), data); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// load reads a regular file below the root, a byte beyond the limit at most. What it
// is, is asked first: to open a pipe waits for a writer.
func (s *scan) load(name string) ([]byte, error) {
	info, err := s.root.Stat(name)
	if err != nil {
		return nil, failed(name, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: it is not a regular file", name)
	}
	f, err := s.root.Open(name)
	if err != nil {
		return nil, failed(name, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, s.limits.FileBytes+1))
	if err != nil {
		return nil, failed(name, err)
	}
	if int64(len(data)) > s.limits.FileBytes {
		return nil, fmt.Errorf("%s: it has more than %d bytes", name, s.limits.FileBytes)
	}
	return data, nil
}

// failed says why a file cannot be read, in words without paths of the machine.
func failed(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: there is no such file or folder: %w", name, fs.ErrNotExist)
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("%s: it cannot be read: %w", name, err)
}
