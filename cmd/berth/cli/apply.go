package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/apply"
	"berth.dev/engine/prepare"
	"berth.dev/reports"
)

// applyOptions are the flags of apply.
type applyOptions struct {
	runOptions
	plan   string
	wave   int
	dryRun bool
}

func newApply(a *app, run func(*applyOptions) error) *cobra.Command {
	o := &applyOptions{runOptions: runOptions{app: a}}
	c := &cobra.Command{
		Use:   "apply PLAN",
		Short: "Carry a plan out on its clusters: exactly its steps, or nothing",
		Long: `Carry out a plan that "berth plan --steps --out" has written. It shows what will
be done and asks; off a terminal it needs --yes.

First everything is checked on all clusters, and a plan that is not about what is
there any more is refused with the list of what changed, before anything is
written. Then the clusters are locked, every write is tried as a dry run, and the
stages are done one after another. Cut off anywhere, the next apply or resume goes
on from there. Ctrl-C ends it in order; a second one ends it at once.

-C names the workspace: the plan is then compared with its specs, policies and
series, and values of secrets are read from its manifests.

Steps on clusters themselves come before the stages and after them. Those of k0s
need k0sctl on the PATH and keys for SSH, those of GKE Application Default
Credentials. What disturbs waits for the site's window: the run ends, and resume
goes on when it is open.
` + stateHelp + eventHelp + `

Exit codes: 4 the plan was altered or its signature is refused, 5 the plan is stale
or a context leads to another cluster, 6 somebody else is at work, 7 the plan is
open: a gate, a failure, or an interrupt.`,
		Example: `  berth apply plan.json
  berth apply plan.json --dry-run
  berth apply plan.json -C shop --wave 1 --yes
  berth apply plan.json --yes --format json`,
		Args: arguments(1, 1, "one plan's file"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			o.plan = args[0]
			if o.wave < 0 {
				return misused(c.CommandPath(), "--wave %d is no wave. Waves are counted from 1; 0 is all of them.", o.wave)
			}
			if o.dryRun {
				return run(o)
			}
			if err := a.asks(c, o.yes, "changes clusters"); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.flags(c)
	o.signatureFlag(c)
	c.Flags().IntVar(&o.wave, "wave", 0, "the last wave to carry out; the plan stays open for the others (0 is all of them)")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "check everything and ask the clusters what they would answer; write nothing at all")
	return c
}

// eventHelp says in the help of commands what --format json writes.
const eventHelp = `

--format json writes one event a line (schema "berth.event/1"): time, since (seconds
since the beginning), what, stage, step, kind, service, site, object, words, took
(seconds). The last line has what = "result": plan, stages, done, writes, stopped
("gate", "wave", "failure", "before"), gate, failed, error, next (a command).`

func runApply(o *applyOptions) error {
	e, err := o.open(o.plan)
	defer e.close()
	if err != nil {
		return err
	}
	if err := e.mayWave(o.wave); err != nil {
		return err
	}
	if err := e.sameClusters(); err != nil {
		return err
	}
	if err := e.remembered(); err != nil {
		return err
	}
	if err := e.fresh(); err != nil {
		return err
	}
	if err := e.equipped(); err != nil {
		return err
	}
	if o.dryRun {
		return e.rehearse()
	}
	if err := e.agreed("carried out"); err != nil {
		return err
	}
	if !e.carriedOut() {
		if err := e.begin(); err != nil {
			return err
		}
	}
	out, err := e.carryOut("plan "+shortDigest(e.plan.Digest), apply.Run, func(j *apply.Job) { j.Wave = o.wave })
	return e.finish(out, err)
}

// mayWave refuses a wave that the plan does not have.
func (e *execution) mayWave(wave int) error {
	last := 0
	for i := range e.plan.Work.Stages {
		last = max(last, e.plan.Work.Stages[i].Wave)
	}
	if wave > last {
		return misused(e.cmd.CommandPath(), "--wave %d: the plan has %s.", wave, plural(last, "wave"))
	}
	return nil
}

// rehearse tries the plan and changes nothing.
func (e *execution) rehearse() error {
	if err := e.brief(); err != nil {
		return err
	}
	if e.grounded() {
		if err := e.prepare(prepare.Rehearse, prepare.Before); err != nil {
			return err
		}
	}
	untried, tried := 0, 0
	out, err := e.do("dry run of plan "+shortDigest(e.plan.Digest), func(ctx context.Context, j apply.Job) (*apply.Outcome, error) {
		hear := j.Events
		j.Events = func(ev apply.Event) {
			switch ev.What {
			case apply.Unproven:
				untried++
			case apply.Rehearsed:
				tried++
			}
			hear(ev)
		}
		return apply.Rehearse(ctx, j)
	}, nil)
	if err != nil || e.format == reports.JSON {
		return e.finish(out, err)
	}
	words := fmt.Sprintf("Dry run: %d of %s were tried and would be accepted, and nothing was written.", tried, plural(tried+untried, "write"))
	if e.grounded() {
		words = fmt.Sprintf("Dry run: %s on clusters would be done, as far as can be seen before the first is.", plural(len(e.plan.Ground.Before)+len(e.plan.Ground.After), "step"))
		if tried+untried > 0 {
			words += fmt.Sprintf(" %d of %s to services were tried and would be accepted.", tried, plural(tried+untried, "write"))
		}
		words += " Nothing was written."
	}
	if out.Already {
		words = "Nothing to do: this plan was carried out already."
	}
	if untried > 0 {
		words += " " + plural(untried, "write") + " could not be tried, for the reasons above; what can be is tried when its stage begins."
	}
	_, err = fmt.Fprintln(e.app.out, words)
	return err
}

// agreed shows what will be done and asks.
func (e *execution) agreed(done string) error {
	if e.carriedOut() {
		return nil // there is nothing to agree to
	}
	if err := e.brief(); err != nil {
		return err
	}
	if len(e.plan.Work.Stages) == 0 && !e.grounded() {
		return nil
	}
	what := "this"
	if e.begun() {
		what = "the rest"
		if e.format != reports.JSON {
			fmt.Fprintf(e.app.out, "The plan was begun by an earlier run: %d of %s done.\n", e.done(), plural(len(e.plan.Work.Stages), "stage"))
		}
	}
	return e.app.agree(e.yes, fmt.Sprintf("Shall %s be %s on %s?", what, done, e.where()), "yes")
}

// brief shows what will be done, where text is asked for.
func (e *execution) brief() error {
	if e.workspace == nil && e.plan != nil && e.plan.Work.Undoes == "" {
		e.app.say("note", "The plan was not compared with its specs, policies and series: -C DIR compares them.")
	}
	if e.format == reports.JSON {
		return nil
	}
	changes, err := changesOf(e.plan.Work, e.plan.bag)
	if err != nil {
		return err
	}
	work := reports.NewWork(e.plan.Digest, e.plan.Work).WithChanges(changes).WithGround(e.plan.Ground)
	if err := reports.WriteBrief(e.app.out, e.app.style(reports.Text), work); err != nil {
		return err
	}
	_, err = fmt.Fprintln(e.app.out)
	return err
}

// where names the clusters, as a person would be sure which ones are meant.
func (e *execution) where() string {
	names := make([]string, len(e.clusters))
	for i, c := range e.clusters {
		names[i] = c.site + " (" + c.context + ")"
	}
	if e.plan != nil && e.grounded() {
		for i := range e.plan.Ground.Sites {
			if s := &e.plan.Ground.Sites[i]; s.UID == "" {
				names = append(names, s.Name+" ("+s.Cluster+", to be made)")
			}
		}
	}
	return strings.Join(names, " and ")
}
