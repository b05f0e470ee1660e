package cli

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"berth.dev/engine/seal"
)

// keyOptions are the arguments of the key commands.
type keyOptions struct {
	app  *app
	file string
}

// newKeys returns the group of key commands.
func newKeys(a *app) *cobra.Command {
	return group("key", "Make and show keys that sign plans and stand for secrets",
		`A key does two things. It signs a plan, so that nobody can change it between the
one who read it and the one who carries it out. And it stands for the values of
Secrets in a plan: a plan has digests that only the key can make, never the values.

The private key belongs to who makes and signs plans, and to who carries out plans
with Secrets. The public one belongs to everybody who checks a signature.`,
		`  berth key new berth.key
  berth key show berth.key.pub`,
		newKeyNew(a, runKeyNew), newKeyShow(a, runKeyShow))
}

func newKeyNew(a *app, run func(*keyOptions) error) *cobra.Command {
	o := &keyOptions{app: a}
	return &cobra.Command{
		Use:   "new FILE",
		Short: "Make a key",
		Long: `Make a key. The private key is written to FILE, which only its owner can read; the
public one to FILE.pub. A file that is there already is never written over: a key
that is lost cannot be made again, and plans with Secrets need it.`,
		Example: `  berth key new berth.key`,
		Args:    arguments(1, 1, "one file for the private key"),
		RunE: func(_ *cobra.Command, args []string) error {
			o.file = args[0]
			return run(o)
		},
	}
}

func runKeyNew(o *keyOptions) error {
	public := o.file + ".pub"
	for _, name := range []string{o.file, public} {
		if _, err := os.Lstat(o.app.path(name)); err == nil {
			return fmt.Errorf("%s is there already, and a key is never written over. Give another name", name)
		}
	}
	key, err := seal.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	if err := createWith(o.app.path(o.file), key.File().Reveal(), 0o600); err != nil {
		return err
	}
	if err := createFile(o.app.path(public), key.Public().File()); err != nil {
		return fmt.Errorf("the private key is written to %s, and the public one is not: %w", o.file, err)
	}
	_, err = fmt.Fprintf(o.app.out, "key %s\n  %s      private: keep it, and show it to nobody\n  %s  public: give it to those who check signatures\n", key.Public().ID(), o.file, public)
	return err
}

func newKeyShow(a *app, run func(*keyOptions) error) *cobra.Command {
	o := &keyOptions{app: a}
	return &cobra.Command{
		Use:   "show FILE",
		Short: "Show the names of the keys in a file",
		Long: `Show the id of each public key in a file: signatures and errors name keys so. Of a
private key the id is shown, and nothing else.`,
		Example: `  berth key show berth.key.pub`,
		Args:    arguments(1, 1, "one file of keys"),
		RunE: func(_ *cobra.Command, args []string) error {
			o.file = args[0]
			return run(o)
		},
	}
}

func runKeyShow(o *keyOptions) error {
	raw, err := o.app.readWhole(o.file, mostKey, `"berth key new" makes keys`)
	if err != nil {
		return err
	}
	if bytes.HasPrefix(raw, []byte("berth-private-key/")) {
		key, err := seal.ReadKey(raw)
		if err != nil {
			return fmt.Errorf("%s: %w", o.file, err)
		}
		_, err = fmt.Fprintf(o.app.out, "%s (private)\n", key.Public().ID())
		return err
	}
	keys, err := seal.ReadKeys(raw)
	if err != nil {
		return fmt.Errorf("%s: %w", o.file, err)
	}
	for _, id := range keys.IDs() {
		if _, err := fmt.Fprintln(o.app.out, id); err != nil {
			return err
		}
	}
	return nil
}
