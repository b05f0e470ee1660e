package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/apply"
	"berth.dev/reports"
)

// abandonOptions are the flags of abandon.
type abandonOptions struct {
	runOptions
	plan string
}

func newAbandon(a *app, run func(*abandonOptions) error) *cobra.Command {
	o := &abandonOptions{runOptions: runOptions{app: a}}
	c := &cobra.Command{
		Use:   "abandon PLAN",
		Short: "Give up a plan that is open, so that another can begin",
		Long: `Close a plan that is open without finishing it. What it has done stays, and stays
berth's; "berth rollback PLAN" can take it back afterwards. A plan that was
given up can never be carried out again.

PLAN is the plan's file. Where that is lost it is the plan's digest, or its first 12
digits as "berth status" shows them, with the clusters from the state folder, -C DIR
or --context.
` + stateHelp,
		Example: `  berth abandon plan.json
  berth abandon 3f9c0a1b2c3d --context tokyo=admin@tokyo --yes`,
		Args: arguments(1, 1, "one plan's file or digest"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			o.plan = args[0]
			if err := a.asks(c, o.yes, "gives a plan up"); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.flags(c)
	return c
}

func runAbandon(o *abandonOptions) error {
	e, digest, err := o.openToAbandon()
	defer e.close()
	if err != nil {
		return err
	}
	open, far := e.openOn(digest)
	if len(open) == 0 {
		return fmt.Errorf("plan %s: %w", o.plan, apply.ErrNothingOpen)
	}
	question := fmt.Sprintf("Plan %s is open on %s, with %s done. What it has done stays, and it can never be carried out again. Shall it be given up?",
		shortDigest(digest), strings.Join(open, " and "), plural(far, "stage"))
	if err := o.app.agree(o.yes, question, "yes"); err != nil {
		return err
	}
	if err := e.begin(); err != nil {
		return err
	}
	out, err := e.do("giving up plan "+shortDigest(digest), apply.Abandon, func(j *apply.Job) { j.Plan = digest })
	if err != nil || o.format == reports.JSON {
		return e.finish(out, err)
	}
	_, err = fmt.Fprintf(o.app.out, "Plan %s is given up. What it has done stays; \"berth plan --steps\" goes on from what is there.\n", shortDigest(digest))
	return err
}

// openToAbandon opens the plan, or where the argument is a digest, the clusters alone.
func (o *abandonOptions) openToAbandon() (*execution, string, error) {
	digits, isDigest := digestDigits(o.plan)
	if !isDigest {
		e, err := o.open(o.plan)
		if err != nil {
			return e, "", err
		}
		return e, e.plan.Digest, nil
	}
	if kept, err := o.app.keptPlanOf(o.state); err == nil && strings.HasPrefix(kept.Digest, "sha256:"+digits) {
		e, err := o.open("")
		return e, kept.Digest, err
	}
	e := &execution{runOptions: &o.runOptions, name: o.plan, vault: &vault{}}
	if err := e.equip(); err != nil {
		return e, "", err
	}
	contexts, err := e.siteContexts()
	if err != nil {
		return e, "", err
	}
	if err := e.reach(contexts); err != nil {
		return e, "", err
	}
	for i := range e.records {
		if open := e.records[i].Open; open != nil && strings.HasPrefix(open.Plan, "sha256:"+digits) {
			return e, open.Plan, nil
		}
	}
	return e, "sha256:" + digits, nil
}

// digestDigits tells whether an argument is a digest and not a file, and returns its
// digits.
func digestDigits(arg string) (string, bool) {
	digits, prefixed := strings.CutPrefix(arg, "sha256:")
	isHex := strings.Trim(digits, "0123456789abcdef") == ""
	return digits, isHex && len(digits) >= shortest && (prefixed || !strings.Contains(arg, "."))
}

// openOn are the sites where a plan is open, and how many of its stages are done.
func (e *execution) openOn(digest string) (sites []string, done int) {
	for i := range e.records {
		if open := e.records[i].Open; open != nil && open.Plan == digest {
			sites = append(sites, e.clusters[i].site)
			done = max(done, open.Done)
		}
	}
	slices.Sort(sites)
	return sites, done
}
