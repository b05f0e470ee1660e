package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"

	"berth.dev/providers/providertest/machines/wire"
)

// locking are the phases that take and give back the lock on all hosts. `apply` has
// neither.
func (r *runner) locking() (take, give phase) {
	hosts := r.Spec.Hosts
	release := func() {
		_ = r.each(hosts, func(h *host) error { return h.do(context.Background(), wire.Order{Do: "unlock"}) })
	}
	take = phase{title: "Acquire exclusive host lock", run: func(ctx context.Context) error {
		return r.each(hosts, func(h *host) error { return h.do(ctx, wire.Order{Do: "lock"}) })
	}}
	give = phase{title: "Release exclusive host lock", run: func(context.Context) error { release(); return nil }}
	return take, give
}

// resetWorkers takes k0s off the workers that are marked. What goes wrong on the way is
// told, and nothing more.
func (r *runner) resetWorkers(ctx context.Context, hosts []*host) error {
	return r.each(hosts, func(h *host) error {
		whole := r.o.command == "reset"
		if !whole && !r.noDrain() {
			if err := r.drain(ctx, h); err != nil {
				r.out.warn("%s: failed to drain node: %s", h, err)
			}
		}
		if !whole {
			if err := r.lead.do(ctx, wire.Order{Do: "delete node", Node: h.facts.Node}); err != nil {
				r.out.warn("%s: failed to delete node: %s", h, err)
			}
		}
		r.wipe(ctx, h)
		return nil
	})
}

// resetControllers takes k0s off the controllers that are marked. Each is to leave etcd
// first, by a command that k0s does not know: a warning, and the member stays.
func (r *runner) resetControllers(ctx context.Context, hosts []*host) error {
	for _, h := range hosts {
		if r.o.command == "reset" && h == r.lead {
			continue
		}
		if err := h.do(ctx, wire.Order{Do: "stop"}); err != nil {
			r.out.warn("%s: failed to stop k0s: %s", h, err)
		}
		if r.o.command != "reset" {
			if err := h.do(ctx, wire.Order{Do: "etcd leave"}); err != nil {
				r.out.warn("%s: failed to leave etcd: %s", h, err)
			}
		}
		r.wipe(ctx, h)
	}
	return nil
}

// wipe stops what runs and removes all of k0s.
func (r *runner) wipe(ctx context.Context, h *host) {
	for _, do := range []string{"stop", "reset", "remove files"} {
		if err := h.do(ctx, wire.Order{Do: do}); err != nil {
			r.out.warn("%s: k0s %s reported failure: %s", h, do, err)
		}
	}
	r.out.info("%s: reset", h)
}

// reset is `k0sctl reset`: all hosts, the leader last.
func (r *runner) reset(ctx context.Context) error {
	if !r.o.force {
		return fmt.Errorf("reset failed - log file saved to %s: %w", r.out.file, errors.New("reset requires --force"))
	}
	for _, h := range r.Spec.Hosts {
		h.Reset = true
	}
	take, give := r.locking()
	all := append(r.connecting(), take)
	all = append(all, r.gathering()...)
	all = append(all,
		upon("Reset workers", r.workers, r.resetWorkers),
		upon("Reset controllers", r.controllers, r.resetControllers),
		phase{title: "Reset leader", run: func(ctx context.Context) error { r.wipe(ctx, r.lead); return nil }},
		phase{title: "Reload service manager", run: nothing}, give,
		phase{title: "Disconnect from hosts", run: nothing},
	)
	return r.finish(r.phases(ctx, all))
}

// backup is `k0sctl backup`: the archive of the first controller that runs. Without a
// lock on all hosts it does not begin.
func (r *runner) backup(ctx context.Context) error {
	if r.o.output == "" {
		return errors.New("the double wants --output: it leaves nothing in the working folder")
	}
	take, give := r.locking()
	all := append(r.connecting(), take)
	all = append(all, r.gathering()...)
	all = append(all, phase{title: "Take backup", run: func(ctx context.Context) error {
		if !r.lead.facts.Running {
			return errors.New("failed to find a running controller")
		}
		r.out.info("%s: backing up", r.lead)
		text, err := r.lead.tell(ctx, wire.Order{Do: "backup"})
		if err != nil {
			return err
		}
		return writeFresh(r.o.output, packed(text))
	}}, give, phase{title: "Disconnect from hosts", run: nothing})
	return r.finish(r.phases(ctx, all))
}

// packed is a text as an archive is: compressed by gzip.
func packed(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text)) // into memory
	_ = w.Close()
	return b.String()
}

// kubeconfig is `k0sctl kubeconfig`: it asks the first controller alone, and prints
// nothing else.
func (r *runner) kubeconfig(ctx context.Context) error {
	r.Spec.Hosts = []*host{r.controllers()[0]}
	text := ""
	err := r.phases(ctx, append(r.connecting(), phase{title: "Get admin kubeconfig", run: func(ctx context.Context) (err error) {
		text, err = r.adminConfig(ctx)
		return err
	}}))
	if err != nil {
		return fmt.Errorf("getting kubeconfig failed - log file saved to %s: %w", r.out.file, err)
	}
	fmt.Println(text)
	return nil
}

// adminConfig is the administrator's kubeconfig, with the address that the file means.
func (r *runner) adminConfig(ctx context.Context) (string, error) {
	const standard = 6443
	h := r.controllers()[0]
	api := below(below(copyOf(r.Spec.K0s.Config), "spec"), "api")
	address, port := h.SSH.Address, standard
	if external, ok := api["externalAddress"].(string); ok && external != "" {
		address = external
	}
	if p, ok := api["port"].(int); ok {
		port = p
	}
	server, name := fmt.Sprintf("https://%s:%d", address, port), r.Metadata.Name
	if r.o.address != "" {
		server = r.o.address
	}
	if r.o.cluster != "" {
		name = r.o.cluster
	}
	return h.tell(ctx, wire.Order{Do: "kubeconfig", Node: name, Text: server})
}
