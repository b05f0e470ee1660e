package cli

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"

	"k8s.io/client-go/rest"

	"berth.dev/engine/ground"
	"berth.dev/engine/plan"
	"berth.dev/engine/prepare"
	"berth.dev/engine/spec"
	"berth.dev/providers/k0s"
	"berth.dev/providers/k0s/hosts"
	"berth.dev/providers/k0s/k0sctl"
	"berth.dev/providers/kube"
	"berth.dev/providers/kube/admit"
)

// machineCluster is what was found of a cluster on machines.
type machineCluster struct {
	orders *k0s.Orders
	seen   *k0s.Seen
}

// lookAtMachines asks the machines of a site what they have, and the cluster, where
// there is one, what it remembers.
func (s *stepper) lookAtMachines(ctx context.Context, site *spec.Site) (standing, error) {
	orders, diags := k0s.Order(s.w.Workspace, site, k0s.Sources{Read: s.readFile, Render: s.vault.manifests.render})
	if diags.HasErrors() {
		return nil, &diagError{list: diags, sources: s.w.citing(diags)}
	}
	s.app.warn(diags, s.w.citing(diags))
	machines := s.app.machines()
	seen, err := k0s.Observe(ctx, orders, machines, nil)
	if err != nil || !stands(seen) {
		return &machineCluster{orders, seen}, err
	}
	name := s.stepsOptions.clusters.context(site.Name, site.Context.V)
	if name == "" {
		return nil, fmt.Errorf(`site %s: there is a cluster on its machines, and nothing says how it is reached: give the site its context, as in context = "admin@%s"`, site.Name, site.Name)
	}
	c, err := s.stepsOptions.clusters.cluster(s.app, site.Name, name, neverWrites)
	if err != nil {
		return nil, err
	}
	if seen, err = k0s.Observe(ctx, orders, machines, c); err != nil {
		return nil, err
	}
	return &machineCluster{orders, seen}, nil
}

// stands tells whether a machine has a part of a cluster, whether or not it runs.
func stands(seen *k0s.Seen) bool {
	return slices.ContainsFunc(seen.Machines, func(m k0s.Machine) bool { return m.Installed })
}

// readFile reads a file below the workspace.
func (s *stepper) readFile(name string) ([]byte, error) {
	root, err := s.app.openFolder(s.w.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.ReadFile(name)
}

// machines is how hosts are reached from here.
func (a *app) machines() *hosts.Access {
	return &hosts.Access{Home: a.Getenv("HOME"), Agent: a.Getenv("SSH_AUTH_SOCK")}
}

func (m *machineCluster) exists() bool { return stands(m.seen) }

func (m *machineCluster) toward([]plan.Course) (*change, error) {
	return m.change(k0s.Steps(m.orders, m.seen))
}

func (m *machineCluster) removal() (*change, error) {
	return m.change(k0s.Destroy(m.orders, m.seen))
}

// change is work as the plan's file has it.
func (m *machineCluster) change(work *k0s.Work, err error) (*change, error) {
	if err != nil {
		return nil, err
	}
	orders, err := m.orders.JSON()
	if err != nil {
		return nil, err
	}
	site := ground.Site{Name: m.orders.Site, Provider: "k0s", Cluster: m.orders.Cluster, UID: m.seen.UID, Orders: orders}
	return &change{site: site, before: work.Before, after: work.After, notes: work.Notes}, nil
}

// k0sctl finds the program.
func (e *execution) k0sctl(ctx context.Context) (*k0sctl.Program, error) {
	return k0sctl.Find(ctx, k0sctl.Machine{Path: e.app.Getenv("PATH"), Agent: e.app.Getenv("SSH_AUTH_SOCK")})
}

// equipped finds out before anybody is asked whether the programs are there that steps
// on clusters run.
func (e *execution) equipped() error {
	if !e.grounded() || e.carriedOut() {
		return nil
	}
	for _, s := range slices.Concat(e.plan.Ground.Before, e.plan.Ground.After) {
		if e.plan.Ground.Site(s.Site).Provider == "k0s" {
			_, err := e.k0sctl(e.app.Context)
			return err
		}
	}
	return nil
}

// machineDriver drives k0sctl. Its lock is that of the state folder.
func (e *execution) machineDriver(ctx context.Context, site ground.Site) (prepare.Driver, error) {
	state, err := e.app.stateFolder(e.runOptions.state)
	if err != nil {
		return nil, err
	}
	program, err := e.k0sctl(ctx)
	if err != nil {
		return nil, err
	}
	var lock *os.File
	if e.state != nil {
		lock = e.state.lock.File()
	}
	return k0s.NewDriver(site, k0s.Tools{
		Machines: e.app.machines(), Program: program, State: state, Lock: lock, Home: cmp.Or(e.app.Getenv("HOME"), "/"), Clock: e.app.Clock,
		Settings: kube.Kubeconfig, Admitted: admit.Admitted, Admit: admit.Admit,
		Reach: func(c *rest.Config, may k0s.Permit) (k0s.Cluster, error) { return e.app.direct(c, may) },
	})
}
