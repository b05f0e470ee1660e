package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"berth.dev/engine/drift"
	"berth.dev/engine/rollout"
	"berth.dev/reports"
)

// statusOptions are the flags of status.
type statusOptions struct {
	runOptions
	plan     string
	exitcode bool
}

func newStatus(a *app, run func(*statusOptions) error) *cobra.Command {
	o := &statusOptions{runOptions: runOptions{app: a}}
	c := &cobra.Command{
		Use:   "status [PLAN]",
		Short: "Show what runs where, what drifted, and which plan is open",
		Long: `Show what the clusters' records and objects say: each service on each site with its
objects and ready copies; a plan that is open, with the command that goes on; who
holds the lease. Objects are compared field by field with what the plan left, and
what the plan counted with is checked: the specs (with -C), its age, copies, nodes.
Berth's objects that the plan is not about are counted, and those that somebody
wrote to after berth are named.

Without a file it is the plan begun last, from the state folder; where there is none
nothing is compared, and the clusters are those of -C or --context. Secrets are
compared only with --key. Nothing is ever written.
` + stateHelp + `

Exit codes: 3 something is not as the plan left it (with --detailed-exitcode), 4 the
plan was altered or its signature is refused.`,
		Example: `  berth status
  berth status plan.json -C shop
  berth status plan.json --detailed-exitcode --format json`,
		Args: arguments(0, 1, "at most one plan's file"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd = c
			if len(args) > 0 {
				o.plan = args[0]
			}
			if err := oneOf(c, "format", o.format, reports.Formats()...); err != nil {
				return err
			}
			if err := o.clusters.check(c); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.lookFlags(c)
	o.signatureFlag(c)
	formatFlag(c, &o.format, reports.Formats()...)
	c.Flags().BoolVar(&o.exitcode, "detailed-exitcode", false, "exit code 3 where something is not as the plan left it")
	return c
}

func runStatus(o *statusOptions) error {
	e, err := o.openStatus()
	defer e.close()
	if err != nil {
		return err
	}
	now, notes, err := e.look()
	if err != nil {
		return err
	}
	model, err := e.status(now)
	if err != nil {
		return err
	}
	model.Notes = append(model.Notes, notes...)
	model.Ground = e.groundStatus()
	if err := reports.WriteStatus(o.app.out, o.app.style(o.format), model); err != nil {
		return err
	}
	if o.exitcode && len(model.Drift) > 0 {
		return errChanges
	}
	return nil
}

// openStatus opens the plan, or where there is none the clusters alone.
func (o *statusOptions) openStatus() (*execution, error) {
	o.readOnly = true
	e, err := o.open(o.plan)
	if err == nil || o.plan != "" || !errors.Is(err, errNoneKept) && !e.vanished() {
		return e, err
	}
	e.close()
	e = &execution{runOptions: &o.runOptions, vault: &vault{}}
	if err := e.equip(); err != nil {
		return e, err
	}
	contexts, err := e.siteContexts()
	if err != nil {
		return e, err
	}
	return e, e.reach(contexts)
}

// status joins what was found into the model.
func (e *execution) status(now []rollout.Cluster) (reports.Status, error) {
	places := drift.Inventory(now)
	var left drift.Left
	var found []drift.Drift
	var err error
	far, comparable := e.compared()
	if comparable {
		left = drift.Left{Work: e.plan.Work, Bag: e.plan.bag, Stages: far}
		if found, err = drift.Of(left, now); err != nil {
			return reports.Status{}, err
		}
	}
	untold, written := drift.Untold(left, now)
	out := reports.NewStatus(places, append(found, written...))
	out.Uncompared = untold
	for i := range now {
		cluster, err := e.statusOf(&now[i])
		if err != nil {
			return out, err
		}
		out.Clusters = append(out.Clusters, cluster)
	}
	if e.plan == nil {
		out.Notes = append(out.Notes, "no plan is at hand, so nothing was compared: name the plan's file")
		return out, nil
	}
	out.Plan, out.Compared, out.Stages = e.plan.Digest, far, len(e.plan.Work.Stages)
	switch {
	case !comparable:
		out.Notes = append(out.Notes, e.whyNot())
	case untold > 0:
		out.Notes = append(out.Notes, plural(untold, "object")+" of berth's that what is done of this plan is not about: of these only later writes of others are told; \"berth plan --steps\" compares them with the specs")
	}
	out.Assumptions, err = e.outdated(places)
	return out, err
}

// compared is how many stages of the plan have left something to compare with, and
// whether nothing came after them.
func (e *execution) compared() (stages int, comparable bool) {
	switch {
	case e.plan == nil:
		return 0, false
	case e.begun():
		return e.done(), true
	case e.anotherOpen() != "":
		return 0, false
	case e.carriedOut():
		return len(e.plan.Work.Stages), true
	}
	return 0, false
}

// anotherOpen is the digest of another plan that is open, "" for none.
func (e *execution) anotherOpen() string {
	for i := range e.records {
		if open := e.records[i].Open; open != nil && open.Plan != e.plan.Digest {
			return open.Plan
		}
	}
	return ""
}

// whyNot says why the clusters cannot be compared with the plan.
func (e *execution) whyNot() string {
	if other := e.anotherOpen(); other != "" {
		return "plan " + shortDigest(other) + " is open, so the clusters are not as plan " + shortDigest(e.plan.Digest) + " left them: name the open one"
	}
	if e.givenUp() {
		return "plan " + shortDigest(e.plan.Digest) + " was given up, so the clusters may be anywhere between two of its stages: \"berth plan --steps\" goes on from what is there"
	}
	if len(e.plan.Work.Stages) == 0 {
		return "plan " + shortDigest(e.plan.Digest) + " has no steps on services, so there is nothing to compare with"
	}
	for i := range e.records {
		if e.records[i].Generation > e.generation(e.clusters[i].site) {
			return "plan " + shortDigest(e.plan.Digest) + " was given up, or others were finished since it was made, so it says nothing about today: name the last one"
		}
	}
	return "plan " + shortDigest(e.plan.Digest) + " was not begun, so it has left nothing to compare with"
}

// generation is that of a cluster when the plan was made.
func (e *execution) generation(site string) int64 {
	for _, c := range e.plan.Work.Clusters {
		if c.Site == site {
			return c.Generation
		}
	}
	return 0
}
