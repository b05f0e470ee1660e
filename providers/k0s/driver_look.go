package k0s

import (
	"context"
	"fmt"
	"time"

	"berth.dev/engine/prepare"
)

// stage is the file that k0sctl gets for the step.
func (a *act) stage() Stage { return a.task.Stage(a.tools.Home) }

// look asks the machines that the step is about: all controllers, and its worker.
func (a *act) look(ctx context.Context) (*Seen, error) {
	list, err := a.want.staged(a.stage())
	if err != nil {
		return nil, err
	}
	seen := &Seen{}
	if err := seen.ask(ctx, a.tools.Machines, list); err != nil {
		return nil, fmt.Errorf("site %s: %w", a.want.Site, err)
	}
	return seen, nil
}

// rouse starts what stands still on machines that an earlier run may have been changing:
// k0sctl refuses a machine where k0s is installed and does not run. Whichever program is
// there, old or new, k0sctl goes on from it.
func (a *act) rouse(ctx context.Context, seen *Seen) (*Seen, error) {
	list, err := a.want.staged(a.stage())
	if err != nil {
		return nil, err
	}
	started := false
	for _, h := range list {
		if m := seen.Machine(h.Name); !m.Installed || m.Running {
			continue
		}
		a.hand.Say("starting k0s on host " + h.Name + ", where it stands still")
		err := a.permitted(ctx, "start "+h.Name, func(ctx context.Context) error {
			return a.tools.Machines.Start(ctx, reachable([]Host{h})[0])
		})
		if err != nil {
			return nil, a.failed(err)
		}
		started = true
	}
	if !started {
		return seen, nil
	}
	err = a.wait(ctx, 2*time.Minute, func() error {
		if seen, err = a.look(ctx); err != nil {
			return err
		}
		for _, h := range list {
			if m := seen.Machine(h.Name); m.Installed && !m.Running {
				return fmt.Errorf("host %s: k0s was started and does not run; look at its log (journalctl -u k0scontroller, or k0sworker)", h.Name)
			}
		}
		return nil
	})
	return seen, err
}

// permitted does one thing that changes something, with the right to.
func (a *act) permitted(ctx context.Context, what string, do func(context.Context) error) error {
	ctx, cancel, err := a.hand.Permit(ctx)
	if err != nil {
		return err
	}
	defer cancel()
	a.hand.Point("before " + what)
	err = do(ctx)
	a.hand.Point("after " + what)
	return err
}

// pause is how long is waited between two looks.
const pause = 3 * time.Second

// wait repeats a check until it passes, the time given or the step's time is up, or the
// context ends. The error is the check's last.
func (a *act) wait(ctx context.Context, limit time.Duration, check func() error) error {
	clock := a.tools.Clock
	end := clock.Now().Add(limit)
	if end.After(a.until) {
		end = a.until
	}
	for {
		err := check()
		if err == nil || !clock.Now().Before(end) {
			return err
		}
		if clock.Sleep(ctx, pause) != nil {
			return err
		}
	}
}

// left is how much of the step's time is left, less what is kept for looking afterwards;
// never less than a minute.
func (a *act) left(kept time.Duration) time.Duration {
	return max(a.until.Sub(a.tools.Clock.Now())-kept, time.Minute)
}

// partly is a step that is half done: due for whoever has begun it, and a premise that
// is gone for anybody else.
func (a *act) partly(format string, args ...any) (prepare.Standing, error) {
	if a.loose {
		return prepare.Due, nil
	}
	return "", a.stale(format, args...)
}
