package cli

import (
	"bytes"
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
	// keys is the file of the public keys of which one must have signed, "" for none.
	keys string
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
does not follow, and says which. Of a plan with steps the objects beside it are
checked, too: they are exactly those that the steps name.

Whoever can write a plan's file can write another plan in its place. With
--require-signature only one that a trusted key has signed passes.`,
		Example: `  berth verify plan.json
  berth verify plan.json --format json
  berth verify steps.json --require-signature berth.key.pub`,
		Args: arguments(1, 1, "one plan's file"),
		RunE: func(c *cobra.Command, args []string) error {
			o.file = args[0]
			if err := oneOf(c, "format", o.format, documentFormats()...); err != nil {
				return err
			}
			if o.keys != "" && o.file == "-" {
				return misused(c.CommandPath(), "A signature lies beside the plan's file, so the plan cannot come from stdin. Give the file.")
			}
			return run(o)
		},
	}
	formatFlag(c, &o.format, documentFormats()...)
	c.Flags().StringVar(&o.keys, "require-signature", "", "refuse a plan that none of the public keys in this file has signed")
	_ = c.MarkFlagFilename("require-signature") // fails for a flag that does not exist, and this one does
	return c
}

func runVerify(o *verifyOptions) error {
	raw, err := o.read()
	if err != nil {
		return err
	}
	report, err := verify.Check(raw, verify.DefaultOptions())
	var refused *verify.Refusal
	if err != nil && !errors.As(err, &refused) {
		return fmt.Errorf("%s: %w", o.file, err)
	}
	found := reports.NewVerification(report)
	if refused == nil {
		if found.Integrity, err = o.integrity(raw); err != nil {
			return err
		}
	}
	if err := reports.WriteVerification(o.app.out, o.app.style(o.format), found); err != nil {
		return err
	}
	if refused != nil {
		if err := o.app.out.Flush(); err != nil {
			return err
		}
		return fmt.Errorf("%s is %w: it claims what does not follow from its data", o.file, errRefused)
	}
	return nil
}

// integrity says whether the files can be trusted to be what was written, and fails
// where they are not, or where a signature is required and is not there.
func (o *verifyOptions) integrity(raw []byte) (string, error) {
	if err := o.beside(raw); err != nil {
		return "", err
	}
	if o.keys == "" {
		if _, err := os.Lstat(o.app.path(signatureOf(o.file))); err == nil {
			return "not corrupted (its signature was not checked: --require-signature FILE does that, with the public key)", nil
		}
		return "not corrupted (unsigned: whoever could write the file could have changed it)", nil
	}
	by, err := o.app.signedBy(o.file, raw, o.keys)
	if err != nil {
		return "", err
	}
	return "not changed since key " + by.ID() + " signed it", nil
}

// beside checks the objects beside a plan with steps. Of a plan that comes from stdin
// nobody knows where they are.
func (o *verifyOptions) beside(raw []byte) error {
	f, err := plan.Read(bytes.NewReader(raw))
	if err != nil {
		return &refusal{planError(o.file, err)}
	}
	if f.Work == nil || o.file == "-" {
		return nil
	}
	if _, err := o.app.readCarried(o.file); err != nil {
		return &refusal{err}
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
