package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
	"berth.dev/policies"
	"berth.dev/reports"
)

// policyOptions are the flags of the commands on rules.
type policyOptions struct {
	app    *app
	cmd    *cobra.Command
	load   loadOptions
	format string
	name   string
}

func newPolicy(a *app) *cobra.Command {
	return group("policy", "Show and write the rules by which services are placed and checked",
		`Show and write the rules by which services are placed and checked: policies, which
score an option on a criterion, constraints, which forbid it, and checks, which
"berth check" holds services, products, teams, sites and the fleet against. A
workspace adds, replaces and switches off rules of the standard suite by name.`,
		`  berth policy list
  berth policy show elastic-capacity
  berth policy new few-volumes --kind check --over service
  berth policy vars`,
		newPolicyList(a, runPolicyList),
		newPolicyShow(a, runPolicyShow),
		newPolicyVars(a, runPolicyVars),
		newPolicyNew(a, runPolicyNew),
		newPolicyDiff(a, runPolicyDiff),
		newPolicyExport(a),
	)
}

func newPolicyList(a *app, run func(*policyOptions) error) *cobra.Command {
	o := &policyOptions{app: a}
	c := &cobra.Command{
		Use:   "list",
		Short: "List the rules that run, and those switched off",
		Long: `List all policies, constraints and checks with what became of them: standard ones,
those that the workspace adds or puts in the place of standard ones, and those that
it switches off. Without a workspace the standard suite is listed.`,
		Example: `  berth policy list
  berth policy list --format json`,
		Args: arguments(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			o.cmd = c
			if err := oneOf(c, "format", o.format, textAndJSON()...); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.load.flags(c)
	formatFlag(c, &o.format, textAndJSON()...)
	return c
}

func runPolicyList(o *policyOptions) error {
	_, suite, err := o.suite()
	if err != nil {
		return err
	}
	return reports.WriteRules(o.app.out, o.app.style(o.format), rulesOf(suite))
}

// suite compiles the rules of the workspace. Where no folder was named and the
// present one is no workspace that can be read, it is the standard suite: rules
// are looked up from anywhere.
func (o *policyOptions) suite() (*spec.Workspace, *policies.Suite, error) {
	w, err := o.app.rules(o.load)
	if err == nil {
		return w.Workspace, w.suite, nil
	}
	if o.cmd.Flags().Changed("chdir") {
		return nil, nil, err
	}
	if !errors.Is(err, errNoSpecs) {
		o.app.say("note", "the present folder is no workspace that can be read, so the standard rules are shown; berth validate says why.")
	}
	suite, diags := policies.Compile(nil)
	if diags.HasErrors() {
		return nil, nil, &diagError{list: diags}
	}
	return &spec.Workspace{}, suite, nil
}

// rules reads the spec files and compiles their rules; series are left alone.
func (a *app) rules(o loadOptions) (*workspace, error) {
	root, err := a.openFolder(o.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	w, err := a.parse(root.FS(), o, nil)
	if err != nil {
		return nil, err
	}
	var diags diag.List
	w.suite, diags = policies.Compile(w.Workspace)
	w.diags = append(w.diags, diags...)
	w.diags.Sort()
	if w.diags.HasErrors() {
		return nil, &diagError{list: w.diags, sources: w.sources()}
	}
	return w, nil
}
