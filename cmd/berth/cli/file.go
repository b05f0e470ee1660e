package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// createFile writes a file that must not be there yet. A file that could not be
// written to its end is removed.
func createFile(name string, content []byte) error { return createWith(name, content, 0o666) }

// createWith is createFile with the mode that the file gets, less the process's umask.
func createWith(name string, content []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already; nothing was written to it", name)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = cmp.Or(err, f.Sync(), f.Close())
	if err != nil {
		_ = os.Remove(name) // what is half written is worth nothing
	}
	return err
}

// replaceFile puts new content in the place of a file, all or nothing: whoever
// reads it meanwhile sees the old file or the new one. The mode stays.
func replaceFile(name string, content []byte) error {
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".berth-*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = cmp.Or(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // nobody knows of it
		return err
	}
	return syncFolder(filepath.Dir(name))
}

// syncFolder makes a rename last over a power cut.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// writing is how a command treats files that are there already.
type writing struct {
	// force replaces them; without it they are an error.
	force bool
}

func (w *writing) flag(c *cobra.Command) {
	c.Flags().BoolVar(&w.force, "force", false, "write over files that are there")
}

// may says whether a file may be written as far as can be seen beforehand.
func (w writing) may(name string) error {
	if _, err := os.Lstat(name); err == nil && !w.force {
		return fmt.Errorf("%s is there already. Give --force to write over it", name)
	}
	return nil
}

// put writes a file and the folders it lies in.
func (w writing) put(name string, content []byte) error {
	if err := w.may(name); err != nil {
		return err
	}
	if _, err := os.Lstat(name); err == nil {
		return replaceFile(name, content)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return createFile(name, content)
}
