package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"berth.dev/engine/bill"
	"berth.dev/engine/month"
	"berth.dev/engine/plan"
	"berth.dev/engine/spec"
)

// inForce is the plan that a month is held against, and where it lies; nil for none.
type inForce struct {
	file *plan.File
	name string
}

// findPlan reads the plan that a flag names, or the one of the workspace's plans that is
// in force on the first day of a month.
func (a *app) findPlan(named string, root *os.Root, w *spec.Workspace, m bill.Month) (inForce, error) {
	if named != "" {
		f, err := a.readPlan(named)
		return inForce{f, named}, err
	}
	if r := w.Settings.Report; r == nil || !r.Plans.Set() {
		return inForce{}, nil
	}
	names, err := matches(root, w.Settings.Report.Plans.V)
	if errors.Is(err, errNoMatch) {
		return inForce{}, nil // no plan was made yet: the report says that none is in force
	}
	if err != nil {
		return inForce{}, fmt.Errorf("report: plans: %w", err)
	}
	var days []string
	for _, name := range names {
		f, err := planIn(root.FS(), name)
		if err != nil {
			return inForce{}, err
		}
		days = append(days, f.AsOf)
	}
	i := month.InForce(days, m)
	if i < 0 {
		return inForce{}, nil
	}
	f, err := planIn(root.FS(), names[i])
	return inForce{f, names[i]}, err
}

// planIn reads a plan's file of the workspace's folder. Of many plans one is kept in
// memory at a time: a file may have a gigabyte.
func planIn(files fs.FS, name string) (*plan.File, error) {
	file, err := openRegular(files, name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	f, err := plan.Read(file)
	return f, planError(name, err)
}
