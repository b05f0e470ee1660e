package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/plan"
	"berth.dev/engine/seal"
)

// objectsOf is the file of the objects beside a plan's: plan.json has plan.objects.
func objectsOf(name string) string { return strings.TrimSuffix(name, ".json") + ".objects" }

// signatureOf is the file of the signature beside a plan's.
func signatureOf(name string) string { return name + ".sig" }

// carried is a plan with everything that it takes to carry it out.
type carried struct {
	*plan.File
	bag *object.Bag
	// raw and objects are the bytes of the two files.
	raw, objects []byte
}

// readCarried reads a plan with its steps and objects.
func (a *app) readCarried(name string) (*carried, error) {
	if name == "-" {
		return nil, errors.New("a plan's objects lie beside its file, so it cannot come from stdin: give the file")
	}
	raw, err := a.readWhole(name, plan.MaxFile, fmt.Sprintf(`"berth plan --steps --out %s" writes one`, name))
	if err != nil {
		return nil, err
	}
	objects, err := a.readWhole(objectsOf(name), plan.MaxObjects, fmt.Sprintf(`It lies beside %s, once that was written with "berth plan --steps"; copy both files together`, name))
	var absent *absentError
	if errors.As(err, &absent) {
		// Without steps there are no objects, and that is the better reason.
		if f, err := plan.Read(bytes.NewReader(raw)); err != nil || f.Work == nil {
			return nil, planError(name, cmp.Or(err, plan.ErrNoWork))
		}
	}
	if err != nil {
		return nil, err
	}
	f, bag, err := plan.ReadWithObjects(bytes.NewReader(raw), bytes.NewReader(objects))
	if errors.Is(err, plan.ErrAltered) {
		return nil, &refusal{fmt.Errorf(`%s: %w. Make it again with "berth plan --steps --out"`, name, err)}
	}
	if err != nil {
		return nil, planError(name, err)
	}
	return &carried{File: f, bag: bag, raw: raw, objects: objects}, nil
}

// absentError is a file that is not there, with what to do.
type absentError struct{ name, advice string }

func (e *absentError) Error() string { return e.name + ": no such file. " + e.advice }

// readWhole reads a file of at most limit bytes. Where there is none, advice says what
// to do.
func (a *app) readWhole(name string, limit int64, advice string) ([]byte, error) {
	file, err := os.Open(a.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &absentError{name, advice}
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, limit+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(raw)) > limit:
		return nil, fmt.Errorf("%s: larger than %s MiB, so it is no such file", name, grouped(int(limit>>20)))
	}
	return raw, nil
}

// signedBy checks the signature beside a plan's file against the public keys in a
// file, and returns the key that signed it.
func (a *app) signedBy(name string, raw []byte, keyFile string) (seal.Public, error) {
	keys, err := a.readKeys(keyFile)
	if err != nil {
		return seal.Public{}, err
	}
	signature, err := a.readWhole(signatureOf(name), mostKey, fmt.Sprintf(`The plan is not signed, and a signature is required: "berth sign %s --key FILE" signs it, once you have read it`, name))
	if err != nil {
		return seal.Public{}, unsafeError(name, err)
	}
	by, err := seal.Verify(keys, raw, signature)
	if err != nil {
		return seal.Public{}, unsafeError(name, err)
	}
	return by, nil
}

// unsafeError is a plan that a check refuses.
func unsafeError(name string, err error) error {
	return &refusal{fmt.Errorf("%s: %w", name, err)}
}

// refusal is an error of a check: it ends with exit code 4 and its own words.
type refusal struct{ error }

func (r *refusal) Unwrap() []error { return []error{errRefused, r.error} }
