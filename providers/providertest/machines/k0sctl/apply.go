package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"berth.dev/providers/providertest/machines/wire"
)

// nothing is a phase of the real one in which the double has nothing to do.
func nothing(context.Context) error { return nil }

// apply is `k0sctl apply`.
func (r *runner) apply(ctx context.Context) error {
	if r.o.dryRun {
		return r.dryRun(ctx)
	}
	all := append(r.connecting(), r.gathering()...)
	all = append(all,
		phase{title: "Validate facts", run: r.validateFacts},
		phase{title: "Validate etcd members", due: func() bool { return r.lead.facts.Running && len(r.joining()) > 0 }, run: r.validateMembers},
		upon("Stage k0s binaries on hosts", r.unstaged, r.stage),
		upon("Install k0s binaries on hosts", r.uninstalled, r.installBinaries),
		phase{title: "Configure k0s", due: r.configChanges, run: r.configure},
		phase{title: "Initialize the k0s cluster", due: func() bool { return !r.lead.facts.Running && !r.lead.Reset }, run: r.initialize, clean: r.undoLeader},
		upon("Install controllers", r.joining, r.joinControllers),
		upon("Install workers", r.working, r.joinWorkers).cleaned(r.working, r.undoWorkers),
		upon("Upgrade controllers", r.outdated(r.controllers()), r.upgradeControllers),
		upon("Upgrade workers", r.outdated(r.workers()), r.upgradeWorkers).cleaned(r.outdated(r.workers()), r.uncordonAll),
		upon("Reinstall", r.changed, r.reinstall),
		upon("Reset workers", func() []*host { return pick(r.workers(), isReset) }, r.resetWorkers),
		upon("Reset controllers", func() []*host { return pick(r.controllers(), isReset) }, r.resetControllers),
		phase{title: "Apply additional manifests", due: func() bool { return len(r.others) > 0 }, run: r.applyOthers},
	)
	if r.o.kubeconfigOut != "" {
		all = append(all, phase{title: "Get admin kubeconfig", run: r.kubeconfigOut})
	}
	err := r.finish(r.phases(ctx, append(all, phase{title: "Disconnect from hosts", run: nothing})))
	if err == nil {
		r.out.info("k0s cluster version %s is now installed", r.Spec.K0s.Version)
		r.out.info("Tip: To access the cluster you can now fetch the admin kubeconfig using:")
		r.out.info("     k0sctl kubeconfig --config %s", r.o.configs[0])
	}
	return err
}

func isReset(h *host) bool { return h.Reset }

// joining are the controllers beside the first that have no k0s yet.
func (r *runner) joining() []*host {
	return pick(r.controllers(), func(h *host) bool { return h != r.lead && !h.Reset && !h.upgrade && !h.facts.Running })
}

// working are the workers that have no k0s yet, or are not ready.
func (r *runner) working() []*host {
	return pick(r.workers(), func(h *host) bool { return !h.Reset && !h.upgrade && (!h.facts.Running || !h.ready) })
}

// outdated are those of some hosts that run another version.
func (r *runner) outdated(hosts []*host) func() []*host {
	return func() []*host { return pick(hosts, func(h *host) bool { return h.upgrade }) }
}

// changed are the hosts whose flags differ from those of what runs.
func (r *runner) changed() []*host {
	return pick(r.Spec.Hosts, func(h *host) bool { return !h.installed && h.facts.Running && !h.Reset && h.flagsChanged() })
}

// kubeconfigOut writes the administrator's kubeconfig where it was asked for.
func (r *runner) kubeconfigOut(ctx context.Context) error {
	text, err := r.adminConfig(ctx)
	if err != nil {
		return err
	}
	return writeFresh(r.o.kubeconfigOut, text)
}

// gathering are the phases that ask hosts what they have.
func (r *runner) gathering() []phase {
	return []phase{
		{title: "Prepare hosts", run: nothing},
		{title: "Gather host facts", run: nothing},
		{title: "Validate hosts", run: r.validateHosts},
		{title: "Gather k0s facts", run: r.gather},
	}
}

// validateHosts refuses what cannot be one cluster.
func (r *runner) validateHosts(ctx context.Context) error {
	controllers := r.controllers()
	if r.o.command == "apply" && !slices.ContainsFunc(controllers, func(h *host) bool { return !h.Reset }) {
		return fmt.Errorf("all controllers are marked to be reset - this will break the cluster. use `k0sctl reset` instead if that is intentional")
	}
	return nil
}

// gather asks all hosts; controllers first, then workers.
func (r *runner) gather(ctx context.Context) error {
	if err := r.each(r.controllers(), func(h *host) error { return r.investigate(ctx, h) }); err != nil {
		return err
	}
	for _, h := range r.controllers() {
		if h.facts.Running && !h.Reset {
			r.lead = h
			break
		}
	}
	r.lead.leader = true
	return r.each(r.workers(), func(h *host) error { return r.investigate(ctx, h) })
}

// investigate asks one host.
func (r *runner) investigate(ctx context.Context, h *host) error {
	text, err := h.tell(ctx, wire.Order{Do: "facts"})
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(text), &h.facts); err != nil {
		return err
	}
	f := &h.facts
	switch {
	case f.Binary == "":
		return nil
	case !f.Running && f.Service != "" && r.o.force:
		r.out.warn("%s: an existing k0s instance is not running but has been installed as a service at %s - ignoring because --force was given", h, f.Service)
		return nil
	case !f.Running && f.Service != "":
		return fmt.Errorf("k0s doesn't appear to be running but has been installed as a service at %s - please remove it or start the service", f.Service)
	case !f.Running:
		return nil
	}
	if f.Role != h.Role && !(h.Reset && r.o.force) {
		return fmt.Errorf("%s: is configured as k0s %s but is already running as %s - role change is not supported", h, h.Role, f.Role)
	}
	if r.Spec.K0s.Version == "" {
		r.Spec.K0s.Version = f.Version
	}
	h.upgrade = !h.Reset && f.Version != r.Spec.K0s.Version && r.o.command == "apply"
	r.out.info("%s: is running k0s %s version %s", h, h.Role, f.Version)
	if h.upgrade {
		r.out.warn("%s: k0s will be upgraded", h)
	}
	if !h.controls() {
		r.out.info("%s: checking if worker %s has joined", r.lead, f.Node)
		h.ready = r.lead.do(ctx, wire.Order{Do: "node ready", Node: f.Node}) == nil
	}
	return nil
}

// validateFacts refuses a version below the one that runs, and no other.
func (r *runner) validateFacts(context.Context) error {
	running := r.lead.facts.Version
	if !r.o.downgrade && r.lead.facts.Running && older(r.Spec.K0s.Version, running) {
		return fmt.Errorf("can't perform a downgrade: %s > %s", running, r.Spec.K0s.Version)
	}
	return nil
}

// validateMembers refuses a new controller that etcd knows already.
func (r *runner) validateMembers(context.Context) error {
	for _, h := range r.controllers() {
		if !h.facts.Running && h.PrivateAddress != "" && slices.Contains(r.lead.facts.Members, h.PrivateAddress) && !r.o.force {
			return fmt.Errorf("controller %s is listed as an existing etcd member but k0s is not found installed on it, the host may have been replaced. check the host and use `k0s etcd leave --peer-address %s on a controller or re-run apply with --force", h, h.PrivateAddress)
		}
	}
	return nil
}

// applyOthers applies whatever else was in the files.
func (r *runner) applyOthers(ctx context.Context) error {
	for _, text := range r.others {
		if err := r.lead.do(ctx, wire.Order{Do: "apply manifest", Text: text}); err != nil {
			return err
		}
	}
	return nil
}

// dryRun leaves the program behind on each host, and says the same whatever it finds.
func (r *runner) dryRun(ctx context.Context) error {
	all := append(r.connecting(), r.gathering()...)
	all = append(all, upon("Stage k0s binaries on hosts", r.unstaged, r.stage))
	if err := r.finish(r.phases(ctx, all)); err != nil {
		return err
	}
	fmt.Println("dry-run: cluster state altering actions would be performed:")
	return nil
}
