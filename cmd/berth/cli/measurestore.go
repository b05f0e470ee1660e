package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"berth.dev/engine/gather"
	"berth.dev/engine/lease"
	"berth.dev/engine/snapshot"
)

// halfWritten begins the names of files that are being written.
const halfWritten = ".new-"

// ignored is what git should not take of a snapshot's folder.
const ignored = "lock\nprogress.json\n" + halfWritten + "*\n"

// measuredFolder is the folder of a snapshot, which this process alone writes.
type measuredFolder struct {
	root *os.Root
	lock *lease.FileLock
	made int
}

// openMeasured makes the folder of a workspace's snapshot where there is none, locks it,
// and takes away what an interrupted run has left half written.
func (a *app) openMeasured(dir string) (*measuredFolder, error) {
	root, err := a.openFolder(dir)
	if err != nil {
		return nil, err
	}
	m := &measuredFolder{root: root}
	if err := m.prepare(a, dir); err != nil {
		m.close()
		return nil, err
	}
	return m, nil
}

func (m *measuredFolder) prepare(a *app, dir string) (err error) {
	err = m.root.Mkdir(snapshot.Folder, 0o777)
	switch {
	case err == nil:
		// A file that git reads is no reason to stop where it cannot be written.
		_ = m.root.WriteFile(snapshot.Folder+"/.gitignore", []byte(ignored), 0o666)
	case !errors.Is(err, fs.ErrExist):
		return err
	}
	info, err := m.root.Lstat(snapshot.Folder)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is no folder: snapshots are written there. Take it away", filepath.Join(dir, snapshot.Folder))
	}
	if err != nil {
		return err
	}
	if m.lock, err = lease.LockFolder(a.path(filepath.Join(dir, snapshot.Folder)), a.holder()); err != nil {
		return err
	}
	names, err := m.names()
	for _, name := range names {
		if strings.HasPrefix(name, halfWritten) {
			err = cmp.Or(err, m.root.Remove(snapshot.Folder+"/"+name))
		}
	}
	return err
}

// close lets others at the folder.
func (m *measuredFolder) close() {
	if m.lock != nil {
		_ = m.lock.Unlock() // the end of the process unlocks it, too
	}
	_ = m.root.Close() // everything was written and synchronised
}

// names are all files of the folder.
func (m *measuredFolder) names() (names []string, err error) {
	entries, err := fs.ReadDir(m.root.FS(), snapshot.Folder)
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// FS reads the workspace.
func (m *measuredFolder) FS() fs.FS { return m.root.FS() }

// List names the files that are whole.
func (m *measuredFolder) List() (out []string, err error) {
	names, err := m.names()
	for _, name := range names {
		if !strings.HasPrefix(name, halfWritten) {
			out = append(out, snapshot.Folder+"/"+name)
		}
	}
	return out, err
}

// Remove takes a file away.
func (m *measuredFolder) Remove(name string) error {
	err := m.root.Remove(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Create begins a file.
func (m *measuredFolder) Create() (gather.File, error) {
	m.made++
	name := fmt.Sprintf("%s/%s%d", snapshot.Folder, halfWritten, m.made)
	f, err := m.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	return &measuredFile{File: f, root: m.root, name: name}, nil
}

// measuredFile is a file that nobody sees yet.
type measuredFile struct {
	*os.File
	root *os.Root
	name string
	done bool
}

// Commit puts the file in its place for good: its bytes are on the disk before its name
// is, and its name before anything that tells of it.
func (f *measuredFile) Commit(name string) error {
	f.done = true
	err := cmp.Or(f.Sync(), f.Close())
	if err == nil {
		err = f.root.Rename(f.name, name)
	}
	if err != nil {
		_ = f.root.Remove(f.name) // nobody knows of it
		return err
	}
	d, err := f.root.Open(snapshot.Folder)
	if err != nil {
		return err
	}
	return cmp.Or(d.Sync(), d.Close())
}

// Discard takes the file away.
func (f *measuredFile) Discard() {
	if f.done {
		return
	}
	f.done = true
	_ = f.Close()
	_ = f.root.Remove(f.name) // the next run takes it away else
}
