package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/expect"
	"berth.dev/engine/fleet"
	"berth.dev/engine/plan"
	"berth.dev/engine/scenario"
	"berth.dev/engine/snapshot"
	"berth.dev/policies"
	"berth.dev/reports"
)

// planOptions are the flags of plan.
type planOptions struct {
	app       *app
	cmd       *cobra.Command
	load      loadOptions
	writing   writing
	format    string
	out       string
	objective string
	pins      []string
	assume    []string
	explain   string
	exitcode  bool
	scenarios int
	search    searchOptions
	steps     stepsOptions
}

// mostScenarios is how many scenarios may be asked for.
const mostScenarios = 10000

func newPlan(a *app, run func(*planOptions) error) *cobra.Command {
	o := &planOptions{app: a}
	c := &cobra.Command{
		Use:   "plan [DIR]",
		Short: "Place the whole fleet at once, with a proof of how good that is",
		Long: `Place all services of a workspace together, with what is owned and what is there:
capacity by hour of the week, traffic between services, rules about neighbours,
the cost of moving. The result is a plan with its cost, a floor that no placement
can be below, and the gap between the two.

What is made small is the money that the decision changes, hours of work at the
hourly rate, the cost of moving spread over its months, and the score below 1 at
the point value. --objective leaves some of it out.

The search stops at the gap or when its effort is used up: both are counted, and
the same inputs give the same plan. With --time or Ctrl-C it stops at once, and
the plan says so.

--steps looks at the clusters of the sites besides, and works out how the plan is
carried out on them: what is made, taken over, changed, moved and removed, in which
order. Nothing is written to a cluster. --out writes the steps into the plan, and
the objects that they name beside it (plan.json has plan.objects). Values of secrets
are in neither: digests with a key (--key) stand for them; the key signs the plan,
too. Steps are about what the clusters held, so they grow old: they are refused when
they are older than the workspace's max_age (default 7 days). Where a site says
manage = "cluster", its cluster itself is looked at, too: machines by SSH, GKE by
its API; the plan begins with what is done to it, and makes one that is not there.`,
		Example: `  berth plan
  berth plan --out plan.json
  berth plan --pin frontend=tokyo --explain frontend
  berth plan --format html > plan.html
  berth plan --steps --context tokyo=admin@tokyo --out steps.json --key berth.key`,
		Args: func(c *cobra.Command, args []string) error {
			if err := o.countApart(c, args); err != nil {
				return err
			}
			return arguments(0, 1, "one folder")(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd = c
			if err := o.load.takeDir(c, args); err != nil {
				return err
			}
			if err := o.check(c); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.flags(c)
	a.completeServices(c, "explain")
	return c
}

// check refuses flags that say nothing.
func (o *planOptions) check(c *cobra.Command) error {
	if o.scenarios < 0 || o.scenarios > mostScenarios {
		return misused(c.CommandPath(), "--scenarios %d is no number of scenarios. Write one from 0 to %d.", o.scenarios, mostScenarios)
	}
	return cmp.Or(
		oneOf(c, "format", o.format, reports.PageFormats()...),
		oneOf(c, "objective", o.objective, objectives()...),
		explainable(c, o.explain, o.format),
		o.search.check(c),
		o.steps.check(c))
}

// flags adds the flags of plan.
func (o *planOptions) flags(c *cobra.Command) {
	o.load.flags(c)
	o.writing.flag(c)
	o.search.flags(c)
	o.steps.flags(c)
	f := c.Flags()
	formatFlag(c, &o.format, reports.PageFormats()...)
	f.StringVar(&o.out, "out", "", "write the plan to this file, for show, diff, verify and apply")
	f.StringVar(&o.objective, "objective", string(fleet.Both), "what is made small: "+strings.Join(objectives(), ", "))
	f.StringArrayVar(&o.pins, "pin", nil, "keep a service in a place, as in frontend=tokyo or frontend=tokyo+gke (repeatable)")
	f.StringArrayVar(&o.assume, "assume", nil, "what stands for traffic nobody measured: unknown=low, unknown=high or a volume a month, as in unknown=500Gi")
	f.StringVar(&o.explain, "explain", "", "show what this service costs on every option inside the plan (as text, json or markdown)")
	f.IntVar(&o.scenarios, "scenarios", 0, "also solve so many seeded scenarios, and say which services keep their place (usual: 40)")
	f.Lookup("scenarios").NoOptDefVal = "40"
	f.BoolVar(&o.exitcode, "detailed-exitcode", false, "exit code 3 when the plan moves something, or has steps")
	complete(c, "objective", objectives()...)
}

func objectives() []string {
	var out []string
	for _, o := range fleet.Objectives() {
		out = append(out, string(o))
	}
	return out
}

func runPlan(o *planOptions) error {
	build, err := o.build()
	if err != nil {
		return err
	}
	w, err := o.app.open(o.app.Context, o.load)
	if err != nil {
		return err
	}
	if err := o.early(w); err != nil {
		return err
	}
	o.app.sayMeasured(w)
	var steps *stepper
	if o.steps.wanted {
		o.app.mindSteps(len(w.Services))
		if steps, err = o.stepper(w); err != nil {
			return err
		}
		defer steps.close()
	}
	f, err := w.problem(o.app, build)
	if err != nil {
		return o.app.noPlan(w, build, &o.search, o.format, err)
	}
	solved, err := o.app.solve(f, &o.search)
	if err != nil {
		return o.app.noPlan(w, build, &o.search, o.format, err)
	}
	// An interrupt ends the search, not what is made of its result.
	alone, err := w.alone(context.WithoutCancel(o.app.Context))
	if err != nil {
		return err
	}
	file, err := plan.Make(plan.Order{
		Workspace: w.Workspace, Solved: solved, Alone: alone, Evidence: w.evidence(),
		Asked: o.asked(), Berth: thisBuild().Version, Seed: o.search.seed, Effort: o.search.effort,
	})
	if err != nil {
		return err
	}
	if file.Expected, err = expect.Make(w.Workspace, solved); err != nil {
		return err
	}
	if err := o.write(file, steps, solved); err != nil {
		return err
	}
	robust, err := o.robust(w, build, solved)
	if err != nil {
		return err
	}
	if err := o.app.showPlan(file, o.format, o.explain, robust); err != nil {
		return err
	}
	if o.exitcode && changes(file) {
		return errChanges
	}
	return nil
}

// early finds out before the search what would be wrong after it.
func (o *planOptions) early(w *workspace) error {
	if o.explain != "" {
		if _, err := w.service(o.explain); err != nil {
			return err
		}
	}
	return o.writable()
}

// problem states the placement of a workspace as a problem.
func (w *workspace) problem(a *app, o fleet.Options) (*fleet.Fleet, error) {
	if len(w.Services) == 0 {
		return nil, fmt.Errorf("the workspace %s has no service, so there is nothing to place", w.dir)
	}
	f, diags := fleet.Build(w.Workspace, w.profiles, w.suite, o)
	if f.Problem == nil {
		bad := &diagError{list: diags, sources: w.citing(diags)}
		if len(f.Stuck) > 0 {
			return nil, &stuckError{bad}
		}
		return nil, bad
	}
	a.warn(diags, w.citing(diags))
	return f, nil
}

// robust tries the plan on scenarios, where some are asked for.
func (o *planOptions) robust(w *workspace, build fleet.Options, s *plan.Solved) (*reports.Robust, error) {
	if o.scenarios == 0 {
		return nil, nil
	}
	search := o.search.options()
	search.Effort /= 10 // each begins from the plan and is soon there
	p := o.app.progress()
	defer p.stop()
	ranges := scenario.DefaultRanges()
	out, err := scenario.Run(o.app.Context, scenario.Plan{
		Workspace: w.Workspace, Profiles: w.profiles, Suite: w.suite, Build: build, Fleet: s.Fleet, Result: s.Result, Search: search,
		Done: func(n int) { p.show("solved %d of %s", n, plural(o.scenarios, "scenario")) },
	}, scenario.Draw(w.Workspace, o.scenarios, o.search.seed, ranges))
	if err != nil {
		return nil, err
	}
	p.stop()
	if n := len(out.Cases); n < o.scenarios {
		o.app.say("note", fmt.Sprintf("Interrupted: %d of %s were solved.", n, plural(o.scenarios, "scenario")))
		if n == 0 {
			return nil, nil
		}
	}
	return reports.NewRobust(out, ranges.Words(), o.search.seed), nil
}

// alone decides every service by itself, as evaluate does. What cannot be decided is
// nowhere.
func (w *workspace) alone(ctx context.Context) (map[string]string, error) {
	out := make(map[string]string, len(w.Services))
	err := decideAll(ctx, w.fleet().Brief(), w.Services, func(d decided) error {
		if d.err == nil && d.decision.Winner != nil {
			out[d.service.Name] = strings.Join(d.decision.Winner.Sites, "+")
		}
		return nil
	})
	return out, err
}

// evidence pins a plan to what it was made of.
func (w *workspace) evidence() []plan.Evidence {
	var out []plan.Evidence
	for _, f := range w.Files {
		out = append(out, plan.Evidence{Kind: "spec", Name: f.Name, Digest: plan.Digest(f.Bytes)})
	}
	for name, digest := range w.series.digests {
		out = append(out, plan.Evidence{Kind: "series", Name: name, Digest: digest})
	}
	if w.measured.digest != "" {
		out = append(out, plan.Evidence{Kind: snapshotEvidence, Name: snapshot.Folder, Digest: w.measured.digest})
	}
	for _, f := range policies.StandardSources() {
		out = append(out, plan.Evidence{Kind: "policies", Name: f.Name, Digest: plan.Digest(f.Bytes)})
	}
	slices.SortFunc(out, compareEvidence)
	return out
}

// changes tells whether a plan moves something or has steps.
func changes(f *plan.File) bool {
	steps := 0
	if f.Work != nil {
		steps += len(f.Work.Stages)
	}
	if f.Ground != nil {
		steps += len(f.Ground.Before) + len(f.Ground.After)
	}
	return len(f.Waves)+len(f.Stuck)+steps > 0
}
