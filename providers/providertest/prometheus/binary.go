package prometheus

import (
	"context"
	"errors"
	"testing"
	"time"

	"berth.dev/providers/providertest/program"
)

// errMissing says that the program was never built.
var errMissing = errors.New(`the Prometheus of tests is not built; "make prometheus" builds it in some two minutes`)

// build flags: no discovery of clouds, no C, no debugging information.
const (
	tags        = "remove_all_sd,netgo"
	link        = "-s -w"
	mainPackage = "github.com/prometheus/prometheus/cmd/prometheus"
)

// server is the program. Its module has no code of its own.
func server() program.Program {
	return program.Program{
		Title: "Prometheus", Module: "prometheus/server", Folder: "berth-prometheus", Name: "prometheus",
		Files: []string{"go.mod", "go.sum"}, Key: []any{tags, link}, Missing: errMissing,
		Build: func(string) ([]string, error) { return []string{"-tags", tags, "-ldflags", link, mainPackage}, nil },
	}
}

// Binary is the path of the program. Where it is missing it is built, which takes some
// two minutes; several that ask at once build it once. The working folder must be in
// berth's source.
func Binary(ctx context.Context) (string, error) { return server().Path(ctx) }

// Built is the path of the program, or an error where that was not built yet.
func Built() (string, error) { return server().Built() }

// Need returns the program for a test that starts it, or skips the test where it is
// short or where the program is neither there nor can be built; with CI=true the latter
// fails.
func Need(t testing.TB) string {
	t.Helper()
	return server().Need(t, "starts a Prometheus", 5*time.Minute)
}
