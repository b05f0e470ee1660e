package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"berth.dev/engine/apply"
)

// resumeOptions are the flags of resume.
type resumeOptions struct {
	runOptions
	plan string
	gate string
	// revision is the commit that clusters must show, "" for any.
	revision string
}

func newResume(a *app, run func(*resumeOptions) error) *cobra.Command {
	o := &resumeOptions{runOptions: runOptions{app: a}}
	c := &cobra.Command{
		Use:   "resume [PLAN]",
		Short: "Go on with a plan that was cut off or waits at a gate",
		Long: `Go on with a plan that is open: one that was cut off, that failed half way, or that
waits for a person. Without a file it is the plan begun last, from the state folder.

--gate says that a person has done what a gate asks for. A gate is opened by its
name alone, never by --yes. Nothing is asked besides: the plan was agreed to when
it began.

Where services are delivered through a folder, a gate asks for that folder to be
merged. --revision names the commit: then the plan goes on only when Argo CD or Flux
says that the clusters are at it, and healthy. Without it, what the clusters show
must have the plan's contents, at whatever commit.
` + stateHelp + eventHelp + `

Exit codes: 1 no plan is open, 4 the plan was altered or its signature is refused, 5
what is left of it is stale, 6 somebody else is at work, 7 the plan is still open: a
gate, a failure, or an interrupt.`,
		Example: `  berth resume
  berth resume plan.json --gate w1.4.1
  berth resume plan.json --gate w1.1.1 --revision 4f2c9d1`,
		Args: arguments(0, 1, "at most one plan's file"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			if len(args) > 0 {
				o.plan = args[0]
			}
			return run(o)
		},
	}
	o.flags(c)
	o.signatureFlag(c)
	_ = c.Flags().MarkHidden("yes") // it is understood, and there is nothing to agree to
	c.Flags().StringVar(&o.gate, "gate", "", "the gate that a person has seen to, as in w1.4.1")
	c.Flags().StringVar(&o.revision, "revision", "", "the commit that clusters must show, by 7 or more digits")
	return c
}

func runResume(o *resumeOptions) error {
	e, err := o.open(o.plan)
	defer e.close()
	if err != nil {
		return err
	}
	if err := e.sameClusters(); err != nil {
		return err
	}
	if err := e.remembered(); err != nil {
		return err
	}
	nothing := fmt.Errorf("%s: %w", "plan "+e.called(), apply.ErrNothingOpen)
	if !e.begun() && !e.grounded() {
		return nothing
	}
	if err := e.begin(); err != nil {
		return err
	}
	run := apply.Resume
	if !e.begun() { // its steps on clusters were begun, or nothing was
		if len(e.remembers) == 0 {
			return nothing
		}
		run = apply.Run
	}
	out, err := e.carryOut("plan "+shortDigest(e.plan.Digest), run, func(j *apply.Job) { j.Pass, j.Revision = o.gate, o.revision })
	return e.finish(out, err)
}
