package k0s

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"berth.dev/providers/k0s/hosts"
	"berth.dev/providers/k0s/k0sctl"
)

// job is a run of k0sctl over the hosts of a stage of some orders.
func (a *act) job(o *Orders, s Stage, limit time.Duration) (k0sctl.Job, error) {
	list, err := o.staged(s)
	if err != nil {
		return k0sctl.Job{}, err
	}
	file, err := o.File(s)
	if err != nil {
		return k0sctl.Job{}, err
	}
	known, err := hosts.KnownHosts(reachable(list))
	if err != nil {
		return k0sctl.Job{}, fmt.Errorf("site %s: %w", o.Site, err)
	}
	return k0sctl.Job{File: file, KnownHosts: known, State: a.tools.State, Lock: a.tools.Lock, Limit: limit, Say: a.hand.Say}, nil
}

// verifying is what is kept of a step's time for seeing what k0sctl has made of it.
const verifying = 90 * time.Second

// apply runs `k0sctl apply` with the step's file. What it has made of the hosts is to be
// seen on them, whatever it says.
func (a *act) apply(ctx context.Context) error {
	return a.permitted(ctx, "k0sctl apply", func(ctx context.Context) error {
		job, err := a.job(a.want, a.stage(), a.left(verifying))
		if err != nil {
			return err
		}
		return a.tools.Program.Apply(ctx, job)
	})
}

// Backups is the folder within the state's in which archives of control planes are kept.
const Backups = "backups"

// archive is where the backup of before the step is kept. A step that is gone on with
// has one of before it was begun, and keeps it.
func (a *act) archive() string {
	name := fmt.Sprintf("%s-%s-%s.tar.gz", a.step.Site, a.hand.Since.UTC().Format("20060102T150405Z"), a.step.ID)
	return filepath.Join(a.tools.State, Backups, name)
}

// backup keeps what the control plane is before it changes.
func (a *act) backup(ctx context.Context, seen *Seen) error {
	archive := a.archive()
	if _, err := os.Lstat(archive); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(archive), 0o700); err != nil {
		return a.failed(fmt.Errorf("a folder for backups: %w", err))
	}
	running := a.running(seen)
	if running == nil {
		return a.refused(nil, "no controller runs, so that no backup can be made before the change; start one (`systemctl start k0scontroller`)")
	}
	a.hand.Say("making a backup of the control plane")
	err := a.permitted(ctx, "k0sctl backup", func(ctx context.Context) error {
		job, err := a.job(running, Stage{Version: seen.Machine(running.Hosts[0].Name).Version, Home: a.tools.Home}, min(a.left(verifying), 10*time.Minute))
		if err != nil {
			return err
		}
		return a.tools.Program.Backup(ctx, job, archive)
	})
	if err != nil && !errors.Is(err, ctx.Err()) {
		return a.refused(err, "there is no backup of before the change, so that nothing is changed: %v", err)
	}
	return err
}

// running are the orders with the controllers that run and no other host, nil where none
// runs. The first is the one that k0sctl asks.
func (a *act) running(seen *Seen) *Orders {
	out := *a.want
	out.Hosts = nil
	for _, h := range a.want.Controllers() {
		if seen.Machine(h.Name).Running {
			out.Hosts = append(out.Hosts, h)
		}
	}
	if len(out.Hosts) == 0 {
		return nil
	}
	return &out
}
