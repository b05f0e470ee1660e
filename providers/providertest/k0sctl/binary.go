package k0sctl

import (
	"context"
	"errors"

	"berth.dev/providers/providertest/program"
)

// errMissing says that the program was never built. Nobody sees it, because a test that
// needs the program builds it.
var errMissing = errors.New("the loader of k0sctl is not built")

// binary is the path of the program. Where it is missing it is built, which takes some
// seconds; several that ask at once build it once.
func binary(ctx context.Context) (string, error) {
	return program.Program{
		Title: "the loader of k0sctl", Module: "k0sctl/loader", Folder: "berth-k0sctl", Name: "loader",
		Files: []string{"go.mod", "go.sum", "main.go"}, Missing: errMissing,
		Build: func(string) ([]string, error) { return []string{"."}, nil },
	}.Path(ctx)
}
