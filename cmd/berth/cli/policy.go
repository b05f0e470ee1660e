package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
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
	return group("policy", "Show the rules by which options are judged",
		`Show the rules by which options are judged: policies, which score an option on a
criterion, and constraints, which forbid it. A workspace adds, replaces and
switches off rules of the standard suite by name.`,
		`  berth policy list
  berth policy show elastic-capacity
  berth policy vars`,
		newPolicyList(a, runPolicyList),
		newPolicyShow(a, runPolicyShow),
		newPolicyVars(a, runPolicyVars),
	)
}

func newPolicyList(a *app, run func(*policyOptions) error) *cobra.Command {
	o := &policyOptions{app: a}
	c := &cobra.Command{
		Use:   "list",
		Short: "List the rules that run, and those switched off",
		Long: `List all policies and constraints with what became of them: standard ones, those
that the workspace adds or puts in the place of standard ones, and those that it
switches off. Without a workspace the standard suite is listed.`,
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
	w, err := a.parse(root, o, nil)
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

func newPolicyShow(a *app, run func(*policyOptions) error) *cobra.Command {
	o := &policyOptions{app: a}
	c := &cobra.Command{
		Use:   "show NAME",
		Short: "Print the source of a rule",
		Long: `Print a policy, a constraint or a criterion as it is written: its doc, when it
applies, what it computes, and the reason it gives. A rule of the workspace is
printed from its file, another one from the standard suite.`,
		Example: `  berth policy show elastic-capacity
  berth policy show cost`,
		Args: arguments(1, 1, "the name of one rule"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd, o.name = c, args[0]
			return run(o)
		},
	}
	o.load.flags(c)
	return c
}

func runPolicyShow(o *policyOptions) error {
	w, suite, err := o.suite()
	if err != nil {
		return err
	}
	if text, ok := ownRule(w, o.name); ok {
		_, err = o.app.out.WriteString(text)
		return err
	}
	text, ok := policies.StandardSource(o.name)
	if !ok {
		return noRule(suite, o.name)
	}
	_, err = o.app.out.Write(text)
	return err
}

// ownRule returns the source of a rule or criterion of the workspace, with its
// place as a comment.
func ownRule(w *spec.Workspace, name string) (string, bool) {
	var at spec.Origin
	for _, c := range w.Criteria {
		if c.Name == name {
			at = c.Origin
		}
	}
	for _, p := range w.Policies {
		if p.Name == name {
			at = p.Origin
		}
	}
	for _, c := range w.Constraints {
		if c.Name == name {
			at = c.Origin
		}
	}
	if !at.Set() {
		return "", false
	}
	place := w.Range(at)
	for _, f := range w.Files {
		if f.Name == place.File {
			text := strings.TrimRight(blockAt(f.Bytes, place), "\n")
			return fmt.Sprintf("# %s\n%s\n", place, diag.Clean(text)), true
		}
	}
	return "", false
}

// blockAt returns the text of the block whose head stands at a place, or the
// whole file where it is not found (in HCL's JSON form). The file was read
// before, so the parser's limits held.
func blockAt(src []byte, at diag.Range) string {
	f, diags := hclsyntax.ParseConfig(src, at.File, hcl.InitialPos)
	if diags.HasErrors() {
		return string(src)
	}
	body, ok := f.Body.(*hclsyntax.Body)
	if !ok {
		return string(src)
	}
	for _, b := range body.Blocks {
		if r := b.Range(); b.TypeRange.Start.Byte == at.Start.Byte {
			return string(src[r.Start.Byte:b.CloseBraceRange.End.Byte])
		}
	}
	return string(src)
}

// noRule names the rule that was perhaps meant.
func noRule(suite *policies.Suite, name string) error {
	var names []string
	for _, r := range suite.Rules() {
		names = append(names, r.Name)
	}
	for _, c := range suite.Criteria {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	return fmt.Errorf("there is no rule or criterion %q. %s \"berth policy list\" lists them", name, diag.Meant(name, names))
}
