package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"

	"berth.dev/engine/apply"
	"berth.dev/engine/diag"
	"berth.dev/engine/object"
)

// probeLimit is how long the answer to a probe may take.
const probeLimit = 10 * time.Second

// hands are what a run does outside of clusters. dir is the workspace, "" for none:
// then no program is started and no file written.
func (a *app) hands(dir string) apply.Hands {
	h := apply.Hands{Probe: probe}
	if dir != "" {
		h.Command = func(ctx context.Context, args []string, input []byte) error { return a.command(ctx, dir, args, input) }
		h.Deliver = func(_ context.Context, folder string, objects []object.Object) error {
			root, err := a.openFolder(dir)
			if err != nil {
				return err
			}
			defer root.Close()
			return deliver(root, folder, objects)
		}
	}
	return h
}

// command runs a program of the specs in the workspace.
func (a *app) command(ctx context.Context, dir string, args []string, input []byte) error {
	if len(args) == 0 {
		return errors.New("the specs name no program")
	}
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	c.Dir, c.Stdin = a.path(dir), bytes.NewReader(input)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = probeLimit
	said, err := c.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", args[0], err, lastLine(said))
	}
	return nil
}

// lastLine is what a program said last, as far as a person reads it.
func lastLine(said []byte) string {
	lines := strings.Split(strings.TrimSpace(diag.Clean(string(said))), "\n")
	last := lines[len(lines)-1]
	return last[:min(len(last), 300)]
}

// probe asks a URL.
func probe(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		return err
	}
	_ = answer.Body.Close() // nothing of it is read
	if answer.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s: answered %s", url, answer.Status)
	}
	return nil
}
