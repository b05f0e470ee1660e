package machines

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"berth.dev/providers/providertest/machines/wire"
)

// Supported is the version of k0sctl whose ways the double has.
const Supported = "v0.32.2"

// source is the package of the double's program.
const source = "berth.dev/providers/providertest/machines/k0sctl"

// build makes the double. Go keeps what it has compiled, so only the first takes long.
func (w *World) build(ctx context.Context) error {
	if err := os.Mkdir(w.Program(), 0o700); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(w.Program(), "k0sctl"), source)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the double of k0sctl: %w\n%s", err, out)
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
