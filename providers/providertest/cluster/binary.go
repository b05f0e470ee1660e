package cluster

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// errMissing says that the program was never built.
var errMissing = errors.New(`the control plane is not built; "make controlplane" builds it in some minutes`)

// flags are those of the build. Without debugging information the linker needs half
// the memory.
var flags = []string{"build", "-gcflags=all=-dwarf=false"}

// Binary is the path of the control plane's program. Where it is missing it is built,
// which takes minutes; several that ask at once build it once. The working folder must
// be in berth's source.
func Binary(ctx context.Context) (string, error) {
	source, err := source()
	if err != nil {
		return "", err
	}
	path, err := cached(source)
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
	return path, build(ctx, source, path)
}

// Built is the path of the control plane's program, or an error where that was not
// built yet.
func Built() (string, error) {
	source, err := source()
	if err != nil {
		return "", err
	}
	path, err := cached(source)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err != nil {
		return "", errMissing
	}
	return path, nil
}

// source finds the folder of the control plane's module from the working folder.
func source() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		text, err := os.ReadFile(filepath.Join(folder, "go.mod"))
		if err == nil && strings.HasPrefix(string(text), "module berth.dev\n") {
			return filepath.Join(folder, "providers", "providertest", "controlplane"), nil
		}
		above := filepath.Dir(folder)
		if above == folder {
			return "", errors.New("the working folder is not in berth's source, where the control plane is built from")
		}
		folder = above
	}
}

// cached is where the program belongs that would be built from what is there now.
func cached(source string) (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, runtime.Version(), runtime.GOOS, runtime.GOARCH, flags)
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
	return filepath.Join(cache, "berth-controlplane", fmt.Sprintf("%x", sum.Sum(nil)[:8]), "controlplane"), nil
}

// build makes the program. It appears under its name when it is whole.
func build(ctx context.Context, source, path string) error {
	version, err := kubernetes(source)
	if err != nil {
		return err
	}
	part := path + ".part"
	cmd := exec.CommandContext(ctx, "go", append(flags, "-ldflags", link(version), "-o", part, ".")...)
	cmd.Dir = source
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=-mod=readonly -buildvcs=false")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the control plane: %w\n%s", err, tail(out))
	}
	return os.Rename(part, path)
}

// link are the linker's flags. Clients cannot read the version of a server that was
// built without one.
func link(version string) string {
	major, rest, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	minor, _, _ := strings.Cut(rest, ".")
	const variable = " -X k8s.io/component-base/version."
	return "-s -w" + variable + "gitVersion=" + version + variable + "gitMajor=" + major +
		variable + "gitMinor=" + minor + variable + "gitTreeState=clean"
}

// kubernetes reads the version of Kubernetes from the module.
func kubernetes(source string) (string, error) {
	text, err := os.ReadFile(filepath.Join(source, "go.mod"))
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		if version, found := strings.CutPrefix(strings.TrimSpace(line), "k8s.io/kubernetes "); found {
			return version, nil
		}
	}
	return "", fmt.Errorf("%s/go.mod does not require k8s.io/kubernetes", source)
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

// tail is the end of what a program wrote.
func tail(out []byte) string {
	const most = 3000
	return string(out[max(0, len(out)-most):])
}

// logged is the end of a log file.
func logged(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return err.Error()
	}
	defer f.Close()
	out, err := io.ReadAll(f)
	if err != nil {
		return err.Error()
	}
	return tail(out)
}
