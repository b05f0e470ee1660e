package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// mostMatched is how many files one list of patterns may match.
const mostMatched = 10_000

// errNoMatch means that nothing lies where a pattern points.
var errNoMatch = errors.New("no file of the workspace's folder")

// matches lists the files below a folder that patterns name, sorted, each once. A file
// or a pattern that names nothing is an error: a bill that is missing must not read as a
// bill of nothing. Links that lead out of the folder are refused, as are devices and
// pipes.
func matches(root *os.Root, patterns []string) ([]string, error) {
	var out []string
	for _, pattern := range patterns {
		found, err := matchOne(root.FS(), pattern)
		if err != nil {
			return nil, err
		}
		if out = append(out, found...); len(out) > mostMatched {
			return nil, fmt.Errorf("%q matches more than %s files", pattern, grouped(mostMatched))
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func matchOne(files fs.FS, pattern string) ([]string, error) {
	within := path.Clean(pattern)
	if !fs.ValidPath(within) {
		return nil, fmt.Errorf("%q lies elsewhere. It must lie in the workspace's folder", pattern)
	}
	if !strings.ContainsAny(within, `*?[\`) {
		return []string{within}, checkRegular(files, within)
	}
	found, err := fs.Glob(files, within)
	if err != nil {
		return nil, fmt.Errorf(`%q is no pattern: "*" stands for any characters of a name, "?" for one`, pattern)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%q matches %w", pattern, errNoMatch)
	}
	for _, name := range found {
		if err := checkRegular(files, name); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// checkRegular refuses what is no file within the folder. Opening it is what finds a
// link that leads out of it.
func checkRegular(files fs.FS, name string) error {
	file, err := openRegular(files, name)
	if err != nil {
		return err
	}
	return file.Close()
}

// onDisk are files of a workspace as an engine outside this process's root opens them.
func (a *app) onDisk(dir string, names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = filepath.Join(a.path(dir), filepath.FromSlash(name))
	}
	return out
}

// inFolder is the name of a file within a workspace, of what onDisk made of it.
func (a *app) inFolder(dir, onDisk string) string {
	if within, err := filepath.Rel(a.path(dir), onDisk); err == nil && filepath.IsLocal(within) {
		return filepath.ToSlash(within)
	}
	return onDisk
}
