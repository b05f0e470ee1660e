package cli

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	random "math/rand/v2"
	"os"
	"sync/atomic"

	"github.com/spf13/cobra"

	"berth.dev/engine/apply"
	"berth.dev/engine/journal"
	"berth.dev/engine/lease"
	"berth.dev/engine/record"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
	"berth.dev/reports"
)

// runOptions are the flags of all commands that write to clusters.
type runOptions struct {
	app      *app
	cmd      *cobra.Command
	clusters clusterOptions
	// dir is the workspace, "" where none was given.
	dir string
	// state is the state folder, "" for the usual one.
	state string
	// key is the file of the private key, signature that of the public keys one of
	// which must have signed the plan.
	key, signature string
	format         string
	yes            bool
	// readOnly holds for a command that only looks.
	readOnly bool
}

// flags adds the flags of a command that carries a plan out.
func (o *runOptions) flags(c *cobra.Command) {
	o.lookFlags(c)
	c.Flags().BoolVar(&o.yes, "yes", false, "do not ask")
	formatFlag(c, &o.format, reports.Text, reports.JSON)
}

// lookFlags adds the flags of a command that reads clusters.
func (o *runOptions) lookFlags(c *cobra.Command) {
	f := c.Flags()
	o.clusters.flags(c)
	f.StringVarP(&o.dir, "chdir", "C", "", "folder of the workspace: where values of secrets, folders to deliver to and programs are, and what the plan is compared with")
	f.StringVar(&o.key, "key", "", "the private key that the plan was made with, where it has secrets")
	stateFlag(c, &o.state)
	_ = c.MarkFlagDirname("chdir") // fails for a flag that does not exist, and this one does
	_ = c.MarkFlagFilename("key")
}

// signatureFlag adds --require-signature.
func (o *runOptions) signatureFlag(c *cobra.Command) {
	c.Flags().StringVar(&o.signature, "require-signature", "", "refuse a plan that none of the public keys in this file has signed")
	_ = c.MarkFlagFilename("require-signature") // fails for a flag that does not exist, and this one does
}

// check refuses flags that say nothing.
func (o *runOptions) check(c *cobra.Command) error {
	o.cmd = c
	if err := oneOf(c, "format", o.format, reports.Text, reports.JSON); err != nil {
		return err
	}
	return o.clusters.check(c)
}

// execution is a plan about to be carried out, with all that it takes.
type execution struct {
	*runOptions
	// name is how a person calls the plan, "" for the one in the state folder.
	name string
	plan *carried
	// workspace is nil where no folder was given.
	workspace *workspace
	vault     *vault
	clusters  []reached
	records   []record.Cluster
	state     *state
	journal   *journal.Journal
	// remembers is what the journal held when it was opened.
	remembers []journal.Record
	holder    lease.Holder
	held      heldLease
	// grounds is how many steps on clusters themselves were begun.
	grounds int
}

// open reads a plan, reaches its clusters and reads what they remember. Nothing is
// written. What it returns must be closed, also with an error.
func (o *runOptions) open(name string) (*execution, error) {
	e := &execution{runOptions: o, name: name, vault: &vault{}}
	var err error
	if name == "" {
		e.plan, err = o.app.keptPlanOf(o.state)
	} else {
		e.plan, err = o.app.readCarried(name)
	}
	if err != nil {
		return e, noPlanGiven(name, err)
	}
	o.app.mindSteps(len(e.plan.Work.Services))
	if o.signature != "" && name == "" {
		return e, misused(o.cmd.CommandPath(), "--require-signature needs the plan's file, with its signature beside it.")
	}
	if o.signature != "" {
		if _, err := o.app.signedBy(name, e.plan.raw, o.signature); err != nil {
			return e, err
		}
	}
	if err := e.equip(); err != nil {
		return e, err
	}
	contexts, err := e.plannedContexts()
	if err != nil {
		return e, err
	}
	return e, e.reach(contexts)
}

// noPlanGiven says what to do where there is no plan to take.
func noPlanGiven(name string, err error) error {
	if name == "" {
		return fmt.Errorf("%w: name the plan's file", err)
	}
	return err
}

// equip reads the key and the workspace, where they are given.
func (e *execution) equip() (err error) {
	if e.key != "" {
		if e.vault.key, err = e.app.readKey(e.key); err != nil {
			return err
		}
	}
	if e.dir == "" {
		return nil
	}
	if e.workspace, err = e.app.open(e.app.Context, loadOptions{dir: e.dir, cmd: e.cmd}); err != nil {
		return err
	}
	e.vault.workspace = e.workspace.Workspace
	e.vault.manifests, err = e.app.manifests(e.dir)
	return err
}

// reach opens clusters and reads their records.
func (e *execution) reach(contexts map[string]string) (err error) {
	if e.clusters, err = e.app.reach(e.app.Context, &e.runOptions.clusters, contexts, e.held.permit); err != nil {
		return err
	}
	e.records = make([]record.Cluster, len(e.clusters))
	for i := range e.clusters {
		seen, err := apply.Observe(e.app.Context, e.job(), e.clusters[i].site, apply.Scope{})
		if err != nil {
			return e.clusters[i].unreachable(e.app.Context, err)
		}
		e.records[i] = seen.Record
	}
	return nil
}

// close gives back what was opened.
func (e *execution) close() {
	if e.journal != nil {
		_ = e.journal.Close() // what counts was synced
	}
	if e.state != nil {
		e.state.close()
	}
	if e.vault != nil && e.vault.manifests != nil {
		e.vault.manifests.close()
	}
}

// begin locks the state folder, keeps a copy of the plan there and opens its journal.
func (e *execution) begin() (err error) {
	e.holder = e.app.holder()
	if e.state, err = e.app.openState(e.runOptions.state, e.holder); err != nil {
		return err
	}
	if e.plan == nil {
		return nil
	}
	if e.plan.raw != nil { // the removal of a cluster has no file that could be kept
		if err := e.state.keep(e.plan); err != nil {
			return err
		}
	}
	e.journal, e.remembers, err = journal.Open(e.state.folder, e.plan.Digest)
	return err
}

// holder is this process, for those who find a lock taken.
func (a *app) holder() lease.Holder {
	host, err := os.Hostname()
	if err != nil {
		host = "a host without a name"
	}
	nonce := make([]byte, 8)
	_, _ = rand.Read(nonce) // it never fails, it ends the process
	return lease.Holder{Host: host, PID: os.Getpid(), Nonce: hex.EncodeToString(nonce), Since: a.Clock.Now()}
}

// job is the plan as package apply takes it.
func (e *execution) job() apply.Job {
	job := apply.Job{
		Targets: map[string]target.Target{}, Clock: e.app.Clock, Rand: random.Float64, Point: e.app.Point, Vault: e.vault,
		Hands: e.app.hands(e.dir),
		Locks: &locks{app: e.app, execution: e},
	}
	job.Hands.Allow = e.allows
	for _, c := range e.clusters {
		job.Targets[c.site] = c.cluster
	}
	if e.plan != nil {
		job.Plan, job.Work, job.Bag = e.plan.Digest, e.plan.Work, e.plan.bag
		job.Empty = e.grounded() && len(e.plan.Work.Clusters) > 0
	}
	if e.journal != nil {
		job.Journal = e.journal
	}
	return job
}

// do runs a part of package apply while somebody listens.
func (e *execution) do(name string, run func(context.Context, apply.Job) (*apply.Outcome, error), change func(*apply.Job)) (*apply.Outcome, error) {
	job := e.job()
	if change != nil {
		change(&job)
	}
	var work *step.Work
	if e.plan != nil {
		work = e.plan.Work
	}
	l := e.app.listen(e.format, name, work)
	defer l.end()
	job.Events = l.hear
	return run(e.app.Context, job)
}

// heldLease is the lease of a run, once it is taken. Each request of a target that
// writes asks it again: one call may be several requests, and the process may have
// been stopped between two of them.
type heldLease struct {
	lease atomic.Pointer[apply.Lease]
}

func (h *heldLease) permit(ctx context.Context) (context.Context, context.CancelFunc, error) {
	if l := h.lease.Load(); l != nil {
		return (*l).Permit(ctx)
	}
	return nil, nil, errReadOnly
}

// locks takes the leases of clusters.
type locks struct {
	app       *app
	execution *execution
}

// Acquire takes the leases of all sites. It writes through clients of its own: those
// of the run may not write without the lease that is being taken.
func (l *locks) Acquire(ctx context.Context, sites []lease.Site) (apply.Lease, error) {
	for i := range sites {
		for _, r := range l.execution.clusters {
			if r.site != sites[i].Name {
				continue
			}
			c, err := l.execution.runOptions.clusters.cluster(l.app, r.site, r.context, nil)
			if err != nil {
				return nil, err
			}
			sites[i].Cluster = c
		}
	}
	leases := apply.Leases{Holder: l.execution.holder, Options: lease.DefaultOptions(l.app.Boot)}
	held, err := leases.Acquire(ctx, sites)
	if err == nil {
		l.execution.held.lease.Store(&held)
	}
	return held, err
}
