package cli

import (
	"errors"
	"io/fs"
	"os"

	"berth.dev/engine/object"
	"berth.dev/engine/plan"
)

// writable finds out whether the plan's files may be written.
func (o *planOptions) writable() error {
	if o.out == "" {
		return nil
	}
	names := []string{o.out}
	if o.steps.wanted {
		names = append(names, objectsOf(o.out), signatureOf(o.out))
	}
	for _, name := range names {
		if err := o.writing.may(o.app.path(name)); err != nil {
			return err
		}
	}
	return nil
}

// write works out the steps, where they are wanted, and keeps the plan in its files,
// where one is asked for.
func (o *planOptions) write(f *plan.File, steps *stepper, solved *plan.Solved) error {
	if steps == nil {
		raw, err := f.Bytes()
		if err != nil || o.out == "" {
			return err
		}
		return o.writing.put(o.app.path(o.out), raw)
	}
	bag, err := steps.work(o.app.Context, f, solved)
	if err != nil {
		return err
	}
	raw, err := f.Bytes()
	if err != nil || o.out == "" {
		return err
	}
	return o.app.keep(o.writing, o.out, raw, bag, signed(steps.vault.key, raw))
}

// keep writes a plan's files: the objects first, so that there is never a plan
// without them. A plan beside objects of another one is refused when it is read. The
// signature, nil for none, comes last.
func (a *app) keep(w writing, name string, raw []byte, bag *object.Bag, signature []byte) error {
	if err := w.may(a.path(name)); err != nil {
		return err
	}
	if err := w.put(a.path(objectsOf(name)), bag.Bytes()); err != nil {
		return err
	}
	if err := w.put(a.path(name), raw); err != nil {
		return err
	}
	if signature != nil {
		return w.put(a.path(signatureOf(name)), signature)
	}
	// That of an earlier plan would be wrong for this one.
	if err := os.Remove(a.path(signatureOf(name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
