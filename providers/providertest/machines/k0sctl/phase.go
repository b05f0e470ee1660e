package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"berth.dev/providers/providertest/machines/wire"
)

// runner is one run of a command.
type runner struct {
	*file
	o     *options
	out   *logger
	world *world
	limit int
	began time.Time
	lead  *host
}

func newRunner(o *options, f *file, out *logger, w *world) *runner {
	r := &runner{file: f, o: o, out: out, world: w, limit: f.Spec.Options.Concurrency.Limit, began: time.Now()}
	if o.concurrencySet {
		r.limit = o.concurrency
	}
	r.lead = f.controllers()[0]
	return r
}

// phase is one part of a run.
type phase struct {
	title string
	// due says whether there is anything to do; nil is always.
	due func() bool
	run func(context.Context) error
	// clean is done when this phase or a later one has failed.
	clean func()
}

// upon is a phase that does something to hosts, where there are any when its turn comes.
func upon(title string, which func() []*host, do func(context.Context, []*host) error) phase {
	var hosts []*host
	return phase{
		title: title,
		due:   func() bool { hosts = which(); return len(hosts) > 0 },
		run:   func(ctx context.Context) error { return do(ctx, hosts) },
	}
}

// cleaned is the phase with what is done to its hosts after a failure.
func (p phase) cleaned(which func() []*host, clean func([]*host)) phase {
	var hosts []*host
	due := p.due
	p.due = func() bool { hosts = which(); return due() }
	p.clean = func() { clean(hosts) }
	return p
}

// phases runs them in order; the first that fails ends the run.
func (r *runner) phases(ctx context.Context, all []phase) error {
	var ran []phase
	for _, p := range all {
		if err := ctx.Err(); err != nil {
			return r.cleanUp(ran, fmt.Errorf("context canceled before entering phase %q: %w", p.title, err))
		}
		if p.due != nil && !p.due() {
			continue
		}
		r.out.info("==> Running phase: %s", p.title)
		ran = append(ran, p)
		_, err := r.world.ask(wire.Line{Phase: p.title})
		if err == nil {
			err = p.run(ctx)
		}
		if errors.Is(err, errLie) {
			return err
		}
		if err != nil {
			return r.cleanUp(ran, err)
		}
	}
	return nil
}

// cleanUp is what k0sctl does after a failure.
func (r *runner) cleanUp(ran []phase, err error) error {
	for _, p := range ran {
		if p.clean != nil {
			r.out.info("* Running clean-up for phase: %s", p.title)
			p.clean()
		}
	}
	return err
}

// finish ends a run that went well, or says why it did not.
func (r *runner) finish(err error) error {
	if err != nil && !errors.Is(err, errLie) {
		r.out.info("==> %s failed", strings.ToUpper(r.o.command[:1])+r.o.command[1:])
		return fmt.Errorf("%s failed - log file saved to %s: %w", r.o.command, r.out.file, err)
	}
	r.out.info("==> Finished in %s", time.Since(r.began).Truncate(time.Second))
	return nil
}

// each does something on hosts side by side, as many at once as the limit allows. All
// that was begun ends, and all failures are told.
func (r *runner) each(hosts []*host, do func(*host) error) error {
	size := r.limit
	if size <= 0 {
		size = len(hosts)
	}
	for ; len(hosts) > size; hosts = hosts[size:] {
		if err := together(hosts[:size], do); err != nil {
			return err
		}
	}
	return together(hosts, do)
}

// together does one thing on all of these hosts at once, and then the next: a host that
// failed at one is not left out of the next.
func together(hosts []*host, steps ...func(*host) error) error {
	var failed []string
	for _, do := range steps {
		errs := make([]error, len(hosts))
		var group sync.WaitGroup
		for i, h := range hosts {
			group.Go(func() { errs[i] = do(h) })
		}
		group.Wait()
		for i, err := range errs {
			if err != nil {
				failed = append(failed, fmt.Sprintf("%s: %s", hosts[i], err))
			}
		}
	}
	if len(failed) > 0 {
		return fmt.Errorf("failed on %d hosts:\n - %s", len(failed), strings.Join(failed, "\n - "))
	}
	return nil
}

// connecting are the phases with which every command begins.
func (r *runner) connecting() []phase {
	hosts := r.Spec.Hosts
	return []phase{
		{title: "Connect to hosts", run: func(ctx context.Context) error {
			return r.each(hosts, func(h *host) error {
				if err := h.connect(ctx, r.world); err != nil {
					return err
				}
				r.out.info("%s: connected", h)
				return nil
			})
		}},
		{title: "Detect host operating systems", run: func(context.Context) error {
			for _, h := range hosts {
				r.out.info("%s: is running Debian GNU/Linux 13 (trixie)", h)
			}
			return nil
		}},
	}
}

// disconnect closes all connections.
func (r *runner) disconnect() {
	for _, h := range r.Spec.Hosts {
		if h.client != nil {
			_ = h.client.Close()
		}
	}
}

// writeFresh writes a file that nobody else may read. What is there already is written
// over and not cut off.
func writeFresh(path, text string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}
