package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path"
	"strings"
	"time"

	"sigs.k8s.io/yaml"

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

// deliver writes objects to a folder below root, one file an object, beside the
// folder first: whoever reads it sees all of the old files or all of the new ones.
func deliver(root *os.Root, folder string, objects []object.Object) error {
	folder = path.Clean(folder)
	fresh, old := beside(folder, "new"), beside(folder, "old")
	if err := errors.Join(root.RemoveAll(fresh), root.RemoveAll(old), root.MkdirAll(fresh, 0o755)); err != nil {
		return err
	}
	for _, o := range objects {
		if o.IsSecret() {
			return fmt.Errorf("%s: a secret is not written to a folder: keep it out of the manifests of what is delivered so", o.Ref())
		}
		raw, err := yaml.Marshal(map[string]any(o))
		if err != nil {
			return fmt.Errorf("%s: %w", o.Ref(), err)
		}
		if err := root.WriteFile(path.Join(fresh, fileOf(o.Ref())), raw, 0o644); err != nil {
			return err
		}
	}
	if err := root.Rename(folder, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := root.Rename(fresh, folder); err != nil {
		return errors.Join(err, root.Rename(old, folder))
	}
	return root.RemoveAll(old)
}

// beside is a hidden neighbour of a folder.
func beside(folder, what string) string {
	return path.Join(path.Dir(folder), ".berth-"+path.Base(folder)+"."+what)
}

// fileOf is the name of an object's file.
func fileOf(ref object.Ref) string {
	return strings.ToLower(ref.Kind) + "-" + strings.ReplaceAll(ref.Name, ":", "-") + ".yaml"
}
