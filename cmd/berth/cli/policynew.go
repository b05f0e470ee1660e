package cli

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// templateFiles are rules to begin with, and beside each its tests. The word NAME in
// them stands for the rule's name.
//
//go:embed template/*.hcl
var templateFiles embed.FS

// policyNewOptions are the flags of policy new.
type policyNewOptions struct {
	app              *app
	cmd              *cobra.Command
	name, kind, over string
	out              string
}

func newPolicyNew(a *app, run func(*policyNewOptions) error) *cobra.Command {
	o := &policyNewOptions{app: a}
	c := &cobra.Command{
		Use:   "new NAME",
		Short: "Print a rule to begin with, and its tests",
		Long: `Print a policy, a constraint or a check to begin with, and tests of it for "berth
test". Both are whole: they compile and pass, so that you can change them step by
step. With --out they are written to FILE and, beside it, to the file of that name
with _test; files that are there are left alone.`,
		Example: `  berth policy new few-volumes --kind check --over service
  berth policy new home-country --kind constraint --out home-country.hcl`,
		Args: arguments(1, 1, "the name of the rule"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd, o.name = c, args[0]
			if err := o.refuse(); err != nil {
				return err
			}
			return run(o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.kind, "kind", "check", "what it is: policy, constraint or check")
	f.StringVar(&o.over, "over", policies.OverService, "what a check looks at: service, product, team, site or fleet")
	f.StringVar(&o.out, "out", "", "write to this `file`, and its tests beside it, instead of to stdout")
	return c
}

const (
	specSuffix = ".hcl"
	testSuffix = "_test.hcl"
)

// refuse says what is wrong with the flags.
func (o *policyNewOptions) refuse() error {
	if err := oneOf(o.cmd, "kind", o.kind, "policy", "constraint", "check"); err != nil {
		return err
	}
	if err := oneOf(o.cmd, "over", o.over, policies.OverService, policies.OverProduct, policies.OverTeam, policies.OverSite, policies.OverFleet); err != nil {
		return err
	}
	path := o.cmd.CommandPath()
	switch {
	case o.kind != "check" && o.cmd.Flags().Changed("over"):
		return misused(path, "only a check looks at one of several kinds: a %s is asked for each service and option. Leave --over out", o.kind)
	case o.out != "" && (!strings.HasSuffix(o.out, specSuffix) || strings.HasSuffix(o.out, testSuffix)):
		return misused(path, "--out %q is not the name of a file of rules: it ends in %s, not in %s", o.out, specSuffix, testSuffix)
	}
	return nil
}

func runPolicyNew(o *policyNewOptions) error {
	rule, tests := o.template(specSuffix), o.template(testSuffix)
	if err := o.named(rule); err != nil {
		return err
	}
	if o.out == "" {
		_, err := fmt.Fprintf(o.app.out, "# %[1]s.hcl\n%[2]s\n# %[1]s_test.hcl\n%[3]s", o.name, rule, tests)
		return err
	}
	if err := o.app.mayWrite(o.out); err != nil {
		return err
	}
	beside := strings.TrimSuffix(o.out, specSuffix) + testSuffix
	for _, name := range []string{o.out, beside} {
		if _, err := os.Lstat(o.app.path(name)); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is there already, or cannot be looked at; nothing was written. Name another file", name)
		}
	}
	if err := createFile(o.app.path(o.out), rule); err != nil {
		return err
	}
	if err := createFile(o.app.path(beside), tests); err != nil {
		_ = os.Remove(o.app.path(o.out)) // a rule without tests was not asked for
		return err
	}
	_, err := fmt.Fprintf(o.app.out, "wrote %s\nwrote %s\n\nNext: berth test %s\n", o.out, beside, filepath.Dir(o.out))
	return err
}

// template returns a file for the rule, or its tests.
func (o *policyNewOptions) template(suffix string) []byte {
	name := o.kind
	if o.kind == "check" {
		name += "_" + o.over
	}
	b, err := templateFiles.ReadFile("template/" + name + suffix)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return bytes.ReplaceAll(b, []byte("NAME"), []byte(o.name))
}

// named refuses a name that a rule cannot have, or that a standard one has.
func (o *policyNewOptions) named(rule []byte) error {
	// A name with a quote would be taken for the end of the label.
	if strings.ContainsAny(o.name, "\"\\\n${%") {
		return misused(o.cmd.CommandPath(), "%q is no name of a rule: write letters, digits and \"-\", as in few-volumes", o.name)
	}
	if _, diags := spec.Parse([]spec.Source{{Name: "new.hcl", Bytes: rule}}, spec.Options{Fragment: true}); diags.HasErrors() {
		return misused(o.cmd.CommandPath(), "%s", diags[0].Detail)
	}
	if _, taken := policies.StandardSource(o.name); taken {
		return fmt.Errorf("the standard suite has a rule or criterion %[1]q. Choose another name; to put a rule of your own in its place, begin with \"berth policy show %[1]s\" and add replace = true", o.name)
	}
	return nil
}
