package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"berth.dev/engine/plan"
)

// readPlan reads a plan's file, or stdin for "-".
func (a *app) readPlan(name string) (*plan.File, error) {
	if name == "-" {
		f, err := plan.Read(a.Stdin)
		return f, planError("stdin", err)
	}
	file, err := os.Open(a.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf(`%s: no such file. "berth plan --out %s" writes one`, name, name)
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	f, err := plan.Read(file)
	return f, planError(name, err)
}

// planError says of which file an error is, and what to do.
func planError(name string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, plan.ErrAltered):
		return fmt.Errorf(`%s: %w. Make it again with "berth plan --out", with --steps where it is to be carried out`, name, err)
	case errors.Is(err, plan.ErrNoWork):
		return fmt.Errorf(`%s: %w: it says where services belong, and not how they get there. "berth plan --steps --out" writes a plan that can be carried out`, name, err)
	case errors.Is(err, plan.ErrFormat):
		return fmt.Errorf(`%s: %w. "berth plan --out" writes such files`, name, err)
	}
	return fmt.Errorf("%s: %w", name, err)
}
