package journal

import "io"

// How says what a file is opened for.
type How int

const (
	// Read needs the file to be there.
	Read How = iota
	// Append reads and writes at the end; it makes the file where it is missing.
	Append
	// Fresh writes a file anew, without what was in it.
	Fresh
)

// Folder is what a journal asks of a disk. [Disk] is the real one; tests have one
// that fails.
type Folder interface {
	// Open opens a file; an error that is fs.ErrNotExist says that there is none.
	Open(name string, how How) (File, error)
	// Make makes a folder where it is missing.
	Make(name string) error
	// Rename puts a file in the place of another.
	Rename(from, to string) error
	// SyncNames makes sure that the names in a folder are on the disk; "." is the
	// folder itself.
	SyncNames(name string) error
}

// File is an open file.
type File interface {
	io.ReadWriteCloser
	// Sync makes sure that the content is on the disk.
	Sync() error
	// Truncate cuts the file.
	Truncate(size int64) error
}

// Watch calls point before and after whatever changes the folder, with words like
// "before sync 0123456789abcdef/journal". Tests end the process there.
func Watch(f Folder, point func(name string)) Folder { return watched{f, point} }

type watched struct {
	Folder
	point func(string)
}

func (w watched) around(what string, do func() error) error {
	w.point("before " + what)
	err := do()
	w.point("after " + what)
	return err
}

func (w watched) Open(name string, how How) (f File, err error) {
	if how == Read {
		return w.Folder.Open(name, how)
	}
	err = w.around("open "+name, func() error { f, err = w.Folder.Open(name, how); return err })
	return watchedFile{f, w, name}, err
}

func (w watched) Make(name string) error {
	return w.around("make "+name, func() error { return w.Folder.Make(name) })
}

func (w watched) Rename(from, to string) error {
	return w.around("rename "+to, func() error { return w.Folder.Rename(from, to) })
}

func (w watched) SyncNames(name string) error {
	return w.around("sync names of "+name, func() error { return w.Folder.SyncNames(name) })
}

type watchedFile struct {
	File
	watched watched
	name    string
}

func (f watchedFile) Write(b []byte) (n int, err error) {
	err = f.watched.around("append "+f.name, func() error { n, err = f.File.Write(b); return err })
	return n, err
}

func (f watchedFile) Sync() error { return f.watched.around("sync "+f.name, f.File.Sync) }

func (f watchedFile) Truncate(size int64) error {
	return f.watched.around("cut "+f.name, func() error { return f.File.Truncate(size) })
}
