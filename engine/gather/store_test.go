package gather_test

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"testing/fstest"

	"berth.dev/engine/gather"
)

// errDisk is the fault of a store that breaks.
var errDisk = errors.New("the disk is full")

// memory is a store in memory that breaks at its nth call, for good: as a process that
// is killed there.
type memory struct {
	files map[string][]byte
	// left counts down the calls until it breaks; below 0 it never does.
	left  int
	calls int
	// committed are the names that were written, in order.
	committed []string
}

func newMemory() *memory { return &memory{files: map[string][]byte{}, left: -1} }

// step is one call.
func (m *memory) step() error {
	m.calls++
	if m.left == 0 {
		return errDisk
	}
	m.left--
	return nil
}

func (m *memory) FS() fs.FS {
	out := fstest.MapFS{}
	for name, content := range m.files {
		out[name] = &fstest.MapFile{Data: content}
	}
	return out
}

func (m *memory) List() ([]string, error) {
	return slices.Sorted(maps.Keys(m.files)), m.step()
}

func (m *memory) Remove(name string) error {
	if err := m.step(); err != nil {
		return err
	}
	delete(m.files, name)
	return nil
}

func (m *memory) Create() (gather.File, error) {
	return &memoryFile{m: m}, m.step()
}

// clone is a store of its own with the same files.
func (m *memory) clone() *memory {
	return &memory{files: maps.Clone(m.files), left: -1}
}

type memoryFile struct {
	bytes.Buffer
	m *memory
}

func (f *memoryFile) Write(p []byte) (int, error) {
	if err := f.m.step(); err != nil {
		return 0, err
	}
	return f.Buffer.Write(p)
}

func (f *memoryFile) Commit(name string) error {
	if err := f.m.step(); err != nil {
		return err
	}
	f.m.files[name] = bytes.Clone(f.Bytes())
	f.m.committed = append(f.m.committed, name)
	return nil
}

func (f *memoryFile) Discard() {}
