package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

func newPolicyShow(a *app, run func(*policyOptions) error) *cobra.Command {
	o := &policyOptions{app: a}
	c := &cobra.Command{
		Use:   "show NAME",
		Short: "Print the source of a rule",
		Long: `Print a policy, a constraint, a check or a criterion as it is written: its doc, when
it applies, what it computes, and the reason it gives. A rule of the workspace is
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
	for _, c := range w.Checks {
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
	return fmt.Errorf("there is no rule or criterion %q. %s", name, cmp.Or(diag.Meant(name, names), `"berth policy list" lists them`))
}
