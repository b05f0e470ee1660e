package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"berth.dev/providers/providertest/machines/wire"
)

// unstaged are the hosts that need another program than they have.
func (r *runner) unstaged() []*host {
	return pick(r.Spec.Hosts, func(h *host) bool {
		return !h.Reset && (h.upgrade || !h.facts.Running) && h.facts.Binary != r.Spec.K0s.Version
	})
}

// stage brings the program to the hosts, under another name.
func (r *runner) stage(ctx context.Context, hosts []*host) error {
	return r.each(hosts, func(h *host) error {
		r.out.info("%s: downloading k0s %s", h, r.Spec.K0s.Version)
		h.staged = true
		return h.do(ctx, wire.Order{Do: "upload", Version: r.Spec.K0s.Version})
	})
}

// uninstalled are the hosts that get the program at once: nothing runs there.
func (r *runner) uninstalled() []*host {
	return pick(r.Spec.Hosts, func(h *host) bool { return h.staged && !h.upgrade })
}

func (r *runner) installBinaries(ctx context.Context, hosts []*host) error {
	return r.each(hosts, func(h *host) error {
		h.staged = false
		return h.do(ctx, wire.Order{Do: "binary", Version: r.Spec.K0s.Version})
	})
}

// install installs the service of a host and starts it.
func (r *runner) install(ctx context.Context, h *host, force bool) error {
	flags := h.installFlags()
	if force {
		flags = put(flags, "--force", "true")
	}
	// k0s does not keep --force.
	kept := slices.DeleteFunc(slices.Clone(flags), func(f string) bool { return strings.HasPrefix(f, "--force") })
	if err := h.do(ctx, wire.Order{Do: "install", Role: h.Role, Flags: kept, Force: force}); err != nil {
		return err
	}
	h.installed = true
	return h.do(ctx, wire.Order{Do: "start"})
}

// initialize installs the first controller.
func (r *runner) initialize(ctx context.Context) error {
	h := r.lead
	r.out.info("%s: installing k0s controller", h)
	if err := r.install(ctx, h, r.o.force); err != nil {
		return err
	}
	r.out.info("%s: wait for kubernetes to reach ready state", h)
	if err := h.do(ctx, wire.Order{Do: "readyz"}); err != nil {
		return fmt.Errorf("kubernetes not ready: %w", err)
	}
	h.ready = true
	return nil
}

// undoLeader resets a first controller that did not come up.
func (r *runner) undoLeader() {
	if h := r.lead; h.installed && !h.ready {
		r.undo(h)
	}
}

// undo resets a host whose installation failed.
func (r *runner) undo(h *host) {
	r.out.info("%s: cleaning up", h)
	if err := h.do(context.Background(), wire.Order{Do: "reset"}); err != nil {
		r.out.warn("%s: k0s reset failed", h)
	}
}

// joinControllers installs further controllers, one after another.
func (r *runner) joinControllers(ctx context.Context, hosts []*host) error {
	for _, h := range hosts {
		r.out.info("%s: generate join token for %s", r.lead, h)
		if err := r.lead.do(ctx, wire.Order{Do: "token"}); err != nil {
			return err
		}
	}
	for _, h := range hosts {
		r.out.info("%s: installing k0s controller", h)
		if err := r.install(ctx, h, r.o.force); err != nil {
			return err
		}
		if err := h.do(ctx, wire.Order{Do: "readyz"}); err != nil {
			return fmt.Errorf("controller did not reach ready state: %w", err)
		}
		h.ready = true
	}
	return nil
}

// joinWorkers installs workers side by side.
func (r *runner) joinWorkers(ctx context.Context, hosts []*host) error {
	for i, h := range hosts {
		r.out.info("%s: generating a join token for worker %s", r.lead, strconv.Itoa(i+1))
		if err := r.lead.do(ctx, wire.Order{Do: "token", Node: h.facts.Node}); err != nil {
			return err
		}
	}
	return r.each(hosts, func(h *host) error {
		if h.facts.Running {
			if err := h.do(ctx, wire.Order{Do: "stop"}); err != nil {
				return err
			}
		}
		r.out.info("%s: installing k0s worker", h)
		// The service's file is removed before: what is there does not stop it.
		if err := r.install(ctx, h, true); err != nil {
			return err
		}
		if r.o.noWait {
			return nil
		}
		r.out.info("%s: waiting for node to become ready", h)
		if err := r.lead.do(ctx, wire.Order{Do: "node ready", Node: h.facts.Node}); err != nil {
			return err
		}
		h.ready = true
		return nil
	})
}

// undoWorkers resets the workers that did not become ready.
func (r *runner) undoWorkers(hosts []*host) {
	for _, h := range hosts {
		if h.installed && !h.ready && !r.o.noWait {
			r.undo(h)
		}
	}
}
