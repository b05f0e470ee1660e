package k0sctl

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
)

// binary is the path of the program. Where it is missing it is built, which takes some
// seconds; each that asks meanwhile builds its own, and the last stays.
func binary(ctx context.Context) (string, error) {
	source, err := source()
	if err != nil {
		return "", err
	}
	path, err := cached(source)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	return path, build(ctx, source, path)
}

// source finds the folder of the program's module from the working folder.
func source() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		text, err := os.ReadFile(filepath.Join(folder, "go.mod"))
		if err == nil && strings.HasPrefix(string(text), "module berth.dev\n") {
			return filepath.Join(folder, "providers", "providertest", "k0sctl", "loader"), nil
		}
		above := filepath.Dir(folder)
		if above == folder {
			return "", errors.New("the working folder is not in berth's source, where the loader is built from")
		}
		folder = above
	}
}

// cached is where the program belongs that would be built from what is there now.
func cached(source string) (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	for _, name := range []string{"go.mod", "go.sum", "main.go"} {
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
	return filepath.Join(cache, "berth-k0sctl", fmt.Sprintf("%x", sum.Sum(nil)[:8]), "loader"), nil
}

// build makes the program. It appears under its name when it is whole.
func build(ctx context.Context, source, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	part := fmt.Sprintf("%s.%d", path, os.Getpid())
	cmd := exec.CommandContext(ctx, "go", "build", "-o", part, ".")
	cmd.Dir = source
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=-mod=readonly -buildvcs=false")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the loader of k0sctl: %w\n%s", err, out)
	}
	return os.Rename(part, path)
}
