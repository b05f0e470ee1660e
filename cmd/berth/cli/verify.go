package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"berth.dev/engine/plan"
	"berth.dev/engine/verify"
	"berth.dev/reports"
)

// verifyOptions are the flags of verify.
type verifyOptions struct {
	app    *app
	file   string
	format string
}

func newVerify(a *app, run func(*verifyOptions) error) *cobra.Command {
	o := &verifyOptions{app: a}
	c := &cobra.Command{
		Use:   "verify PLAN",
		Short: "Check that a plan's claims follow from its own data",
		Long: `Check a plan's file without trusting the program that made it: that its bytes are
whole, that the placement costs and uses what it says and breaks no rule, that the
pods fit on the nodes, that every wave of moves keeps capacity and rules, and that
no placement by the options listed can cost less than the floor.

The checker shares no code with the solver. It ends with exit code 4 when a claim
does not follow, and says which.`,
		Example: `  berth verify plan.json
  berth verify plan.json --format json`,
		Args: arguments(1, 1, "one plan's file"),
		RunE: func(c *cobra.Command, args []string) error {
			o.file = args[0]
			if err := oneOf(c, "format", o.format, documentFormats()...); err != nil {
				return err
			}
			return run(o)
		},
	}
	formatFlag(c, &o.format, documentFormats()...)
	return c
}

func runVerify(o *verifyOptions) error {
	raw, err := o.read()
	if err != nil {
		return err
	}
	report, err := verify.Check(raw, verify.DefaultOptions())
	var refusal *verify.Refusal
	if err != nil && !errors.As(err, &refusal) {
		return fmt.Errorf("%s: %w", o.file, err)
	}
	if err := reports.WriteVerification(o.app.out, o.app.style(o.format), reports.NewVerification(report)); err != nil {
		return err
	}
	if refusal != nil {
		if err := o.app.out.Flush(); err != nil {
			return err
		}
		return fmt.Errorf("%s is %w: it claims what does not follow from its data", o.file, errRefused)
	}
	return nil
}

// read returns the bytes of the file, or of stdin for "-", at most those of the
// largest plan.
func (o *verifyOptions) read() ([]byte, error) {
	from := o.app.Stdin
	if o.file != "-" {
		file, err := os.Open(o.app.path(o.file))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf(`%s: no such file. "berth plan --out %s" writes one`, o.file, o.file)
		}
		if err != nil {
			return nil, err
		}
		defer file.Close()
		from = file
	}
	return io.ReadAll(io.LimitReader(from, plan.MaxFile+1))
}
