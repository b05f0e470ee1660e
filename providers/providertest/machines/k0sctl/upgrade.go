package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"berth.dev/providers/providertest/machines/wire"
)

// swap stops a host's service, gives it the new program, installs it anew and starts it.
func (r *runner) swap(ctx context.Context, h *host) error {
	if err := h.do(ctx, wire.Order{Do: "stop"}); err != nil {
		return err
	}
	if h.staged {
		h.staged = false
		if err := h.do(ctx, wire.Order{Do: "binary", Version: r.Spec.K0s.Version}); err != nil {
			return err
		}
	}
	return r.install(ctx, h, true)
}

// upgradeControllers brings controllers to the version, one after another. Those that
// work too are not drained.
func (r *runner) upgradeControllers(ctx context.Context, hosts []*host) error {
	for _, h := range hosts {
		r.out.info("%s: starting upgrade", h)
		if err := r.swap(ctx, h); err != nil {
			return err
		}
		r.out.info("%s: waiting for the k0s service to start", h)
		if err := h.do(ctx, wire.Order{Do: "readyz"}); err != nil {
			return fmt.Errorf("controller did not reach ready state: %w", err)
		}
	}
	return nil
}

// upgradeWorkers brings workers to the version in batches. A drain that fails is told in
// the end, and keeps nothing of the rest from being done.
func (r *runner) upgradeWorkers(ctx context.Context, hosts []*host) error {
	size := r.batch(len(hosts))
	r.out.info("Upgrading max %d workers in parallel", size)
	for ; len(hosts) > 0; hosts = hosts[min(size, len(hosts)):] {
		err := together(hosts[:min(size, len(hosts))],
			func(h *host) error { r.out.info("%s: starting upgrade", h); return nil },
			func(h *host) error { return r.cordon(ctx, h) },
			func(h *host) error { return r.drain(ctx, h) },
			func(h *host) error { return r.upgradeWorker(ctx, h) },
			func(h *host) error {
				return r.lead.do(ctx, wire.Order{Do: "uncordon", Node: h.facts.Node})
			},
			func(h *host) error { r.out.info("%s: upgrade finished", h); return nil },
		)
		if err != nil {
			return err
		}
	}
	return nil
}

// batch is how many workers are upgraded at once: the division is one of whole numbers,
// so that 1 to 99 per cent are one, and 100 are all.
func (r *runner) batch(workers int) int {
	o := r.Spec.Options.Concurrency
	return min(max(1, workers*(o.WorkerDisruptionPercent/100)), o.Limit)
}

func (r *runner) noDrain() bool {
	enabled := r.Spec.Options.Drain.Enabled
	return r.o.noDrain || enabled != nil && !*enabled
}

func (r *runner) cordon(ctx context.Context, h *host) error {
	if r.noDrain() {
		return nil
	}
	return r.lead.do(ctx, wire.Order{Do: "cordon", Node: h.facts.Node})
}

func (r *runner) drain(ctx context.Context, h *host) error {
	if r.noDrain() {
		return nil
	}
	return r.lead.do(ctx, wire.Order{Do: "drain", Node: h.facts.Node, Nanoseconds: int64(r.Spec.Options.Drain.Timeout)})
}

func (r *runner) upgradeWorker(ctx context.Context, h *host) error {
	if err := r.swap(ctx, h); err != nil {
		return err
	}
	if r.o.noWait {
		return nil
	}
	r.out.info("%s: waiting for node to become ready again", h)
	if err := r.lead.do(ctx, wire.Order{Do: "node ready", Node: h.facts.Node}); err != nil {
		return fmt.Errorf("node did not become ready: %w", err)
	}
	h.ready = true
	return nil
}

// uncordonAll is what is done after a failure.
func (r *runner) uncordonAll(hosts []*host) {
	for _, h := range hosts {
		_ = r.lead.do(context.Background(), wire.Order{Do: "uncordon", Node: h.facts.Node})
	}
}

// reinstall installs services anew whose flags differ, and restarts them: controllers
// first, workers without a drain.
func (r *runner) reinstall(ctx context.Context, hosts []*host) error {
	for _, h := range hosts {
		r.out.info("%s: reinstalling k0s", h)
		if err := h.do(ctx, wire.Order{Do: "stop"}); err != nil {
			return err
		}
		if err := r.install(ctx, h, true); err != nil {
			return fmt.Errorf("restart after reinstall: %w", err)
		}
	}
	return nil
}

// older tells whether a version comes before another, number by number.
func older(a, b string) bool {
	split := func(v string) (out []int) {
		for part := range strings.FieldsFuncSeq(v, func(c rune) bool { return c < '0' || c > '9' }) {
			n, err := strconv.Atoi(part)
			if err != nil {
				return nil
			}
			out = append(out, n)
		}
		return out
	}
	x, y := split(a), split(b)
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return len(x) < len(y)
}
