package cli

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"berth.dev/engine/plan"
	"berth.dev/engine/seal"
)

// signOptions are the flags of sign.
type signOptions struct {
	app     *app
	file    string
	key     string
	writing writing
}

func newSign(a *app, run func(*signOptions) error) *cobra.Command {
	o := &signOptions{app: a}
	c := &cobra.Command{
		Use:   "sign PLAN",
		Short: "Sign a plan, so that a change to it is noticed",
		Long: `Sign a plan's file with a private key: the signature is written beside it
(plan.json.sig). It covers the plan, its steps, and the objects beside it, for the
plan names them by digests. Read the plan first ("berth show PLAN --diff"): who
signs it says that it may be carried out.

"berth verify" and "berth apply" check it with --require-signature and the public
key. The one who makes a plan can sign it at once: "berth plan --steps --key".`,
		Example: `  berth sign plan.json --key berth.key`,
		Args:    arguments(1, 1, "one plan's file"),
		RunE: func(c *cobra.Command, args []string) error {
			o.file = args[0]
			switch {
			case o.key == "":
				return misused(c.CommandPath(), "berth sign needs --key FILE, the private key to sign with.")
			case o.file == "-":
				return misused(c.CommandPath(), "A signature is written beside the plan's file, so the plan cannot come from stdin. Give the file.")
			}
			return run(o)
		},
	}
	o.writing.flag(c)
	c.Flags().StringVar(&o.key, "key", "", "the private key (see berth key)")
	_ = c.MarkFlagFilename("key") // fails for a flag that does not exist, and this one does
	return c
}

func runSign(o *signOptions) error {
	a := o.app
	key, err := a.readKey(o.key)
	if err != nil {
		return err
	}
	raw, digest, err := a.signable(o.file)
	if err != nil {
		return err
	}
	name := signatureOf(o.file)
	if err := o.writing.put(a.path(name), seal.Sign(key, raw)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s: plan %s, signed by key %s\n", name, digest, key.Public().ID())
	return err
}

// signable reads the bytes of a plan that may be signed: one that can be read, with
// the objects that its steps name.
func (a *app) signable(name string) (raw []byte, digest string, err error) {
	p, err := a.readCarried(name)
	switch {
	case err == nil:
		return p.raw, p.Digest, nil
	case !errors.Is(err, plan.ErrNoWork):
		return nil, "", err
	}
	raw, err = a.readWhole(name, plan.MaxFile, "")
	if err != nil {
		return nil, "", err
	}
	f, err := plan.Read(bytes.NewReader(raw))
	if err != nil {
		return nil, "", planError(name, err)
	}
	return raw, f.Digest, nil
}
