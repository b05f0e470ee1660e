package program

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// Program is one that is built from a module of its own.
type Program struct {
	// Title is what it is called in errors, as in "the control plane".
	Title string
	// Module is the folder of its module below providers/providertest.
	Module string
	// Folder and Name are those of the program in the user's cache folder.
	Folder, Name string
	// Files of the module decide, with Key, whether another program would be built.
	Files []string
	Key   []any
	// Build says what "go build" is told besides where to write, by the module's folder.
	Build func(source string) ([]string, error)
	// Missing is the error where it was not built yet; it says how to.
	Missing error
}

// Path is where the program is. Where it is missing it is built; several that ask at
// once build it once. The working folder must be in berth's source.
func (p Program) Path(ctx context.Context) (string, error) {
	source, path, err := p.places()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	unlock, err := lock(filepath.Join(filepath.Dir(path), "lock"))
	if err != nil {
		return "", err
	}
	defer unlock()
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	return path, p.build(ctx, source, path)
}

// Built is where the program is, or Missing.
func (p Program) Built() (string, error) {
	_, path, err := p.places()
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err != nil {
		return "", p.Missing
	}
	return path, nil
}

// places are the folder of the module and the path of the program.
func (p Program) places() (source, path string, err error) {
	if source, err = p.Source(); err != nil {
		return "", "", err
	}
	path, err = p.cached(source)
	return source, path, err
}

// Source finds the folder of the program's module from the working folder.
func (p Program) Source() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		text, err := os.ReadFile(filepath.Join(folder, "go.mod"))
		if err == nil && strings.HasPrefix(string(text), "module berth.dev\n") {
			return filepath.Join(folder, "providers", "providertest", filepath.FromSlash(p.Module)), nil
		}
		above := filepath.Dir(folder)
		if above == folder {
			return "", fmt.Errorf("the working folder is not in berth's source, where %s is built from", p.Title)
		}
		folder = above
	}
}

// cached is where the program belongs that would be built from what is there now.
func (p Program) cached(source string) (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, append([]any{runtime.Version(), runtime.GOOS, runtime.GOARCH}, p.Key...)...)
	for _, name := range p.Files {
		text, err := os.ReadFile(filepath.Join(source, name))
		if err != nil {
			return "", err
		}
		fmt.Fprintln(sum, name, len(text))
		sum.Write(text)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(cache, p.Folder, fmt.Sprintf("%x", sum.Sum(nil)[:8]), p.Name), nil
}

// build makes the program. It appears under its name when it is whole.
func (p Program) build(ctx context.Context, source, path string) error {
	args, err := p.Build(source)
	if err != nil {
		return err
	}
	part := path + ".part"
	cmd := exec.CommandContext(ctx, "go", append([]string{"build", "-o", part}, args...)...)
	cmd.Dir = source
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=-mod=readonly -buildvcs=false")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building %s: %w\n%s", p.Title, err, Tail(out))
	}
	return os.Rename(part, path)
}

// lock waits until no other process holds the file.
func lock(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { _ = f.Close() }, nil
}
