package machines

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"berth.dev/providers/providertest/machines/wire"
)

// Supported is the version of k0sctl whose ways the double has.
const Supported = "v0.32.2"

// source is the package of the double's program.
const source = "berth.dev/providers/providertest/machines/k0sctl"

// sources are what the program is built from: another content is another program.
//
//go:embed k0sctl/*.go wire/*.go
var sources embed.FS

// build puts the double into the world's folder. It is built once for a machine and
// kept in the user's cache: linking it for every test would be most of what a test
// takes.
func (w *World) build(ctx context.Context) error {
	kept, err := kept()
	if err != nil {
		return err
	}
	if _, err := os.Stat(kept); err != nil {
		if err := compile(ctx, kept); err != nil {
			return err
		}
	}
	if err := os.Mkdir(w.Program(), 0o700); err != nil {
		return err
	}
	program := filepath.Join(w.Program(), "k0sctl")
	// Linked rather than copied: a file that was just written cannot be run while a
	// child that another test has forked still has it open.
	if os.Link(kept, program) == nil {
		return nil
	}
	text, err := os.ReadFile(kept)
	if err != nil {
		return err
	}
	return os.WriteFile(program, text, 0o700)
}

// kept is where the program belongs that would be built from what is there now.
func kept() (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	err := fs.WalkDir(sources, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := sources.ReadFile(name)
		fmt.Fprintln(sum, name, len(text))
		sum.Write(text)
		return err
	})
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(cache, "berth-k0sctl-double", fmt.Sprintf("%x", sum.Sum(nil)[:8]), "k0sctl"), nil
}

// compile builds the program. It appears under its name when it is whole, and whoever
// builds it at the same time builds the same.
func compile(ctx context.Context, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	folder, err := os.MkdirTemp(filepath.Dir(path), "part-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	part := filepath.Join(folder, "k0sctl")
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", part, source)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the double of k0sctl: %w\n%s", err, out)
	}
	if err := os.Rename(part, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// place writes down, beside the program, where its world is. An environment would not
// do: berth hands k0sctl few variables, and none that it does not know.
func (w *World) place() error {
	text, err := json.Marshal(wire.Place{Socket: w.socket.Addr().String(), Version: w.program})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.Program(), wire.Beside), text, 0o600)
}

// Call makes the double call itself another version of k0sctl.
func (w *World) Call(version string) error {
	w.program = version
	return w.place()
}
