package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"berth.dev/providers/providertest/program"
)

// errMissing says that the program was never built.
var errMissing = errors.New(`the control plane is not built; "make controlplane" builds it in some minutes`)

// flags are those of the build. Without debugging information the linker needs half
// the memory.
var flags = []string{"build", "-gcflags=all=-dwarf=false"}

// controlPlane is the program.
func controlPlane() program.Program {
	return program.Program{
		Title: "the control plane", Module: "controlplane", Folder: "berth-controlplane", Name: "controlplane",
		Files: []string{"go.mod", "go.sum", "main.go"}, Key: []any{flags}, Missing: errMissing,
		Build: func(source string) ([]string, error) {
			version, err := kubernetes(source)
			return append(flags[1:], "-ldflags", link(version), "."), err
		},
	}
}

// Binary is the path of the control plane's program. Where it is missing it is built,
// which takes minutes; several that ask at once build it once. The working folder must
// be in berth's source.
func Binary(ctx context.Context) (string, error) { return controlPlane().Path(ctx) }

// Built is the path of the control plane's program, or an error where that was not
// built yet.
func Built() (string, error) { return controlPlane().Built() }

// Need returns the control plane's program for a test that starts clusters of its own,
// or skips or fails the test as [Pool.Get] does.
func Need(t testing.TB) string {
	t.Helper()
	return controlPlane().Need(t, "starts a cluster", 20*time.Minute)
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
