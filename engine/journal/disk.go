package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Disk is a folder of this machine. No name leads out of it.
type Disk struct {
	root *os.Root
}

// OpenDisk opens a folder, and makes it where it is missing, for its owner alone.
func OpenDisk(folder string) (*Disk, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("%s: the state folder cannot be made: %w", folder, err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("%s: the state folder cannot be opened: %w", folder, err)
	}
	// The folder's own name may be new too.
	if err := syncFile(os.Open(filepath.Dir(filepath.Clean(folder)))); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: the state folder cannot be synced: %w", folder, err), root.Close())
	}
	return &Disk{root}, nil
}

// Close ends the use of the folder.
func (d *Disk) Close() error { return d.root.Close() }

// Open opens a file.
func (d *Disk) Open(name string, how How) (File, error) {
	flags := map[How]int{
		Read:   os.O_RDONLY,
		Append: os.O_RDWR | os.O_CREATE | os.O_APPEND,
		Fresh:  os.O_WRONLY | os.O_CREATE | os.O_TRUNC,
	}
	f, err := d.root.OpenFile(name, flags[how], 0o600)
	if err != nil {
		return nil, err // not f, which would be a File that is not nil
	}
	return f, nil
}

// Make makes a folder where it is missing.
func (d *Disk) Make(name string) error {
	err := d.root.Mkdir(name, 0o700)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	return err
}

// Rename puts a file in the place of another.
func (d *Disk) Rename(from, to string) error { return d.root.Rename(from, to) }

// SyncNames syncs a folder.
func (d *Disk) SyncNames(name string) error { return syncFile(d.root.Open(name)) }

func syncFile(f *os.File, err error) error {
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
