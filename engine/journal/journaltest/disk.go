// Package journaltest has a disk that fails: full, broken, without power, at any
// operation. Tests of what is written to a state folder use it; programs never do.
//
// What it loses is the worst that a real disk may: of bytes that were not synced any
// sector can be missing while later ones are there, and of names that were not synced
// each can be the old or the new one.
package journaltest

import (
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sync"

	"berth.dev/engine/journal"
)

// What the disk answers when it fails.
var (
	// ErrFull is a disk without room: a part of a write is there.
	ErrFull = errors.New("no space left on device")
	// ErrBroken is a disk that does not do what it is asked.
	ErrBroken = errors.New("input/output error")
	// ErrOff is a machine that has stopped: nothing works any more.
	ErrOff = errors.New("the machine is off")
)

// sector is how much a disk writes at once.
const sector = 512

// Disk is a folder in memory. The zero value does not work; see [New].
type Disk struct {
	mu sync.Mutex
	// live is what a program sees, safe what survives.
	live, safe map[string]*content
	// folders tells of each whether its name survives.
	folders map[string]bool
	ops     int
	failAt  int
	failure error
	off     bool
}

// content is what a name stands for.
type content struct {
	live, safe []byte
}

// New is an empty disk.
func New() *Disk {
	return &Disk{live: map[string]*content{}, safe: map[string]*content{}, folders: map[string]bool{".": true}}
}

// FailAt lets the operation of this number, from 1 and counted from now on, fail in
// this way: [ErrFull], [ErrBroken], or [ErrOff] for it and all that follow.
func (d *Disk) FailAt(number int, how error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ops, d.failAt, d.failure = 0, number, how
}

// Ops is how many operations there were since New or FailAt.
func (d *Disk) Ops() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ops
}

// Restart is the disk after the program was killed: all that was written is there.
func (d *Disk) Restart() *Disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	after := New()
	maps.Copy(after.folders, d.folders)
	copies := map[*content]*content{}
	of := func(c *content) *content {
		if copies[c] == nil {
			copies[c] = &content{slices.Clone(c.live), slices.Clone(c.safe)}
		}
		return copies[c]
	}
	for name, c := range d.live {
		after.live[name] = of(c)
	}
	for name, c := range d.safe {
		after.safe[name] = of(c)
	}
	return after
}

// PowerLoss is the disk after the machine lost its power. What was not synced is there
// or not as chance decides, which returns a number from 0 to below n.
func (d *Disk) PowerLoss(chance func(n int) int) *Disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	after := New()
	for _, folder := range slices.Sorted(maps.Keys(d.folders)) {
		if d.folders[folder] || chance(2) == 0 {
			after.folders[folder] = true
		}
	}
	names := maps.Clone(d.live)
	maps.Copy(names, d.safe)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		c := d.live[name]
		if c != d.safe[name] && chance(2) == 0 {
			c = d.safe[name]
		}
		if c != nil && after.folders[path.Dir(name)] {
			left := survivors(c, chance)
			kept := &content{left, slices.Clone(left)}
			after.live[name], after.safe[name] = kept, kept
		}
	}
	return after
}

// survivors are the bytes of a file that outlive a loss of power.
func survivors(c *content, chance func(int) int) []byte {
	if len(c.live) < len(c.safe) || !slices.Equal(c.safe, c.live[:len(c.safe)]) {
		return slices.Clone([][]byte{c.live, c.safe}[chance(2)])
	}
	out := slices.Clone(c.live[:len(c.safe)+chance(len(c.live)-len(c.safe)+1)])
	for at := len(c.safe); at < len(out); {
		end := min((at/sector+1)*sector, len(out))
		if chance(4) == 0 {
			clear(out[at:end])
		}
		at = end
	}
	return out
}

// op counts an operation and tells how it fails.
func (d *Disk) op() error {
	if d.off {
		return ErrOff
	}
	d.ops++
	if d.ops != d.failAt {
		return nil
	}
	d.off = d.failure == ErrOff
	return d.failure
}

// Open opens a file.
func (d *Disk) Open(name string, how journal.How) (journal.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.op(); err != nil {
		return nil, err
	}
	c := d.live[name]
	_, housed := d.folders[path.Dir(name)]
	switch {
	case !housed, c == nil && how == journal.Read:
		return nil, fs.ErrNotExist
	case c == nil:
		c = &content{}
		d.live[name] = c
	}
	if how == journal.Fresh {
		c.live = nil
	}
	return &file{disk: d, content: c}, nil
}

// Make makes a folder.
func (d *Disk) Make(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.op(); err != nil {
		return err
	}
	if _, ok := d.folders[name]; !ok {
		d.folders[name] = false
	}
	return nil
}

// Rename puts a file in the place of another.
func (d *Disk) Rename(from, to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.op(); err != nil {
		return err
	}
	if d.live[from] == nil {
		return fs.ErrNotExist
	}
	d.live[to] = d.live[from]
	delete(d.live, from)
	return nil
}

// SyncNames makes the names in a folder safe.
func (d *Disk) SyncNames(folder string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.op(); err != nil {
		return err
	}
	maps.DeleteFunc(d.safe, func(name string, _ *content) bool { return path.Dir(name) == folder })
	for name, c := range d.live {
		if path.Dir(name) == folder {
			d.safe[name] = c
		}
	}
	for name := range d.folders {
		if path.Dir(name) == folder {
			d.folders[name] = true
		}
	}
	return nil
}

// file is an open file; it reads from its beginning and writes at its end.
type file struct {
	disk    *Disk
	content *content
	read    int
}

// Read reads on.
func (f *file) Read(b []byte) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.disk.off {
		return 0, ErrOff
	}
	if f.read >= len(f.content.live) {
		return 0, io.EOF
	}
	n := copy(b, f.content.live[f.read:])
	f.read += n
	return n, nil
}

// Write appends; one that fails leaves a part of it.
func (f *file) Write(b []byte) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	was := f.disk.off
	err := f.disk.op()
	switch {
	case was:
		return 0, err
	case err != nil:
		b = b[:len(b)/2]
	}
	f.content.live = append(f.content.live, b...)
	return len(b), err
}

// Sync makes the content safe.
func (f *file) Sync() error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if err := f.disk.op(); err != nil {
		return err
	}
	f.content.safe = slices.Clone(f.content.live)
	return nil
}

// Truncate cuts the file.
func (f *file) Truncate(size int64) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if err := f.disk.op(); err != nil {
		return err
	}
	f.content.live = slices.Clone(f.content.live[:size])
	return nil
}

// Close does nothing.
func (*file) Close() error { return nil }
