package cli

import (
	"github.com/spf13/cobra"

	"berth.dev/policies"
	"berth.dev/reports"
)

func newPolicyVars(a *app, run func(*policyOptions) error) *cobra.Command {
	o := &policyOptions{app: a}
	c := &cobra.Command{
		Use:   "vars",
		Short: "List what expressions of rules may read and call",
		Long: `List the variables that the expressions of policies and constraints may read, and
those that the expressions of checks may, with type, unit and meaning, and the
functions that all may call. A variable that is optional may be absent: has() asks.
A check reads its own subject, the fleet and the workspace.`,
		Example: `  berth policy vars
  berth policy vars --format json`,
		Args: arguments(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := oneOf(c, "format", o.format, textAndJSON()...); err != nil {
				return err
			}
			return run(o)
		},
	}
	formatFlag(c, &o.format, textAndJSON()...)
	return c
}

func runPolicyVars(o *policyOptions) error {
	v := reports.Vocabulary{}
	for _, x := range policies.Variables() {
		v.Variables = append(v.Variables, reports.Variable(x))
	}
	for _, x := range policies.FactVariables() {
		v.Facts = append(v.Facts, reports.Variable(x))
	}
	for _, f := range policies.Functions() {
		v.Functions = append(v.Functions, reports.Function{Name: f.Name, Usage: f.Usage, Doc: f.Doc})
	}
	return reports.WriteVocabulary(o.app.out, o.app.style(o.format), v)
}
