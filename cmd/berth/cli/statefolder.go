package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"berth.dev/engine/journal"
	"berth.dev/engine/lease"
	"berth.dev/engine/plan"
)

// The files of a plan in the state folder.
const (
	keptPlan    = "plan.json"
	keptObjects = "plan.objects"
)

// stateHelp says in the help of commands what the state folder is for.
const stateHelp = `
The state folder keeps a lock, the journal of each plan, and a copy of the plan
and its objects. It is $XDG_STATE_HOME/berth, else ~/.local/state/berth, or what
--state names. The clusters' own records are enough to go on without it.`

func stateFlag(c *cobra.Command, state *string) {
	c.Flags().StringVar(state, "state", "", "the state folder (default $XDG_STATE_HOME/berth, then ~/.local/state/berth)")
	_ = c.MarkFlagDirname("state") // fails for a flag that does not exist, and this one does
}

// stateFolder is where the state folder is.
func (a *app) stateFolder(given string) (string, error) {
	if given != "" {
		return a.path(given), nil
	}
	if home := a.Getenv("XDG_STATE_HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, "berth"), nil
	}
	if home := a.Getenv("HOME"); home != "" {
		return filepath.Join(home, ".local", "state", "berth"), nil
	}
	return "", errors.New("there is no home folder to keep the journal in: name a folder with --state")
}

// state is the open state folder of a run.
type state struct {
	disk   *journal.Disk
	folder journal.Folder
	lock   *lease.FileLock
}

// openState opens the state folder and locks it.
func (a *app) openState(given string, h lease.Holder) (*state, error) {
	s, err := a.readState(given)
	if err != nil {
		return nil, err
	}
	path, err := a.stateFolder(given)
	if err != nil {
		return nil, err
	}
	if s.lock, err = lease.LockFolder(path, h); err != nil {
		return nil, errors.Join(err, s.disk.Close())
	}
	return s, nil
}

// readState opens the state folder to read it.
func (a *app) readState(given string) (*state, error) {
	path, err := a.stateFolder(given)
	if err != nil {
		return nil, err
	}
	disk, err := journal.OpenDisk(path)
	if err != nil {
		return nil, fmt.Errorf("state folder %s: %w", path, err)
	}
	s := &state{disk: disk, folder: disk}
	if a.Point != nil {
		s.folder = journal.Watch(disk, a.Point)
	}
	return s, nil
}

// close gives the folder back.
func (s *state) close() {
	if s.lock != nil {
		_ = s.lock.Unlock() // it ends with the process
	}
	_ = s.disk.Close() // everything of worth was synced
}

// keep copies a plan into the state folder, so that it can be gone on with when its
// files are gone. Objects come first: a plan that is there is whole.
func (s *state) keep(p *carried) error {
	for _, one := range []struct {
		name    string
		content []byte
	}{{keptObjects, p.objects}, {keptPlan, p.raw}} {
		old, err := journal.Get(s.folder, p.Digest, one.name)
		if err == nil && bytes.Equal(old, one.content) {
			continue
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := journal.Put(s.folder, p.Digest, one.name, one.content); err != nil {
			return err
		}
	}
	return journal.SetLast(s.folder, p.Digest)
}

// errNoneKept is a state folder without a plan.
var errNoneKept = errors.New("no plan is kept in the state folder")

// kept reads the plan that was begun last.
func (s *state) kept() (*carried, error) {
	digest, err := journal.Last(s.folder)
	if err != nil {
		return nil, err
	}
	if digest == "" {
		return nil, errNoneKept
	}
	raw, err := journal.Get(s.folder, digest, keptPlan)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNoneKept
	}
	if err != nil {
		return nil, err
	}
	objects, err := journal.Get(s.folder, digest, keptObjects)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, bag, err := plan.ReadWithObjects(bytes.NewReader(raw), bytes.NewReader(objects))
	if err != nil {
		return nil, planError("the copy in the state folder", err)
	}
	return &carried{File: f, bag: bag, raw: raw, objects: objects}, nil
}

// keptPlanOf reads the plan of the state folder without locking or making it.
func (a *app) keptPlanOf(given string) (*carried, error) {
	path, err := a.stateFolder(given)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, errNoneKept
	}
	s, err := a.readState(given)
	if err != nil {
		return nil, err
	}
	defer s.close()
	return s.kept()
}
