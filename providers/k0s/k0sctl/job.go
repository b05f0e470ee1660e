package k0sctl

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Job is one run of the program.
type Job struct {
	// File is the k0sctl.yaml, KnownHosts the hosts' pinned keys in the form of
	// known_hosts. A run without pinned keys is refused: k0sctl would trust any.
	File, KnownHosts []byte
	// State is the folder in which the run's own folder is made. Its lock must be held:
	// what an earlier run has left there is removed.
	State string
	// Lock is the locked file of that folder, which the program inherits.
	Lock *os.File
	// Limit is how long it may take.
	Limit time.Duration
	// Say gets each line that the program says, without secrets. Nil hears nothing.
	Say func(line string)
}

// Folder is the run's own folder within the state's.
const Folder = "k0sctl"

// room is where one run finds its files.
type room struct {
	path string
}

func (r *room) file() string   { return filepath.Join(r.path, "k0sctl.yaml") }
func (r *room) output() string { return filepath.Join(r.path, "output") }

// prepare makes the folder of a run.
func (j *Job) prepare() (*room, error) {
	switch {
	case len(j.File) == 0 || len(j.KnownHosts) == 0:
		return nil, errors.New("k0sctl is not run without a file and the keys of its hosts")
	case j.Lock == nil:
		return nil, errors.New("k0sctl is not run without the lock of the state folder")
	case j.Limit <= 0:
		return nil, errors.New("k0sctl is not run without a limit of time")
	}
	state, err := filepath.Abs(j.State)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", j.State, err)
	}
	r := &room{filepath.Join(state, Folder)}
	if err := os.RemoveAll(r.path); err != nil {
		return nil, fmt.Errorf("what an earlier run of k0sctl has left cannot be removed: %w", err)
	}
	for _, folder := range []string{"", "home", "cache"} {
		if err := os.Mkdir(filepath.Join(r.path, folder), 0o700); err != nil {
			return nil, fmt.Errorf("a folder for k0sctl: %w", err)
		}
	}
	err = errors.Join(
		os.WriteFile(r.file(), j.File, 0o600),
		os.WriteFile(filepath.Join(r.path, "known_hosts"), j.KnownHosts, 0o600),
	)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("a file for k0sctl: %w", err), r.remove())
	}
	return r, nil
}

// Sweep removes what a run that was killed has left in a state folder, such as half a
// backup. The folder's lock must be held.
func Sweep(state string) error { return (&room{filepath.Join(state, Folder)}).remove() }

// remove leaves nothing behind.
func (r *room) remove() error {
	if err := os.RemoveAll(r.path); err != nil {
		return fmt.Errorf("the files of k0sctl cannot be removed: %w", err)
	}
	return nil
}
