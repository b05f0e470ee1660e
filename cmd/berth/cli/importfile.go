package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"berth.dev/providers/manifest"
)

// statNamed looks at a file or folder that the user named.
func (a *app) statNamed(name string) (fs.FileInfo, error) {
	info, err := os.Stat(a.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no such file", name)
	}
	return info, err
}

// openNamed opens a file that the user named. It may be a pipe, as shells make them of
// what a command prints.
func (a *app) openNamed(name string) (*os.File, error) {
	info, err := a.statNamed(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s: it is a folder. Give a file", name)
	}
	return os.Open(a.path(name))
}

// source reads a file that is imported, or stdin for "-", as far as the limits go.
func (a *app) source(name string, l manifest.Limits) (manifest.Source, error) {
	if name == "-" {
		return manifest.ReadSource(a.Stdin, "stdin", l)
	}
	f, err := a.openNamed(name)
	if err != nil {
		return manifest.Source{}, err
	}
	defer f.Close()
	return manifest.ReadSource(f, name, l)
}
