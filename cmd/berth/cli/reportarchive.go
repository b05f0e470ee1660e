package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"berth.dev/engine/allot"
	"berth.dev/engine/archive"
	"berth.dev/engine/bill"
	"berth.dev/engine/month"
	"berth.dev/engine/spec"
)

// monthsFolder is a workspace with its archive of months. What was kept is read from it
// though the specs have mistakes by now, and without any engine for bills.
type monthsFolder struct {
	root *os.Root
	// dir is as the user wrote it, archive the folder of pinned reports within it.
	dir, archive string
	specs        *spec.Workspace
	asOf         time.Time
}

// openMonths opens a workspace as far as it takes to read its archive.
func (a *app) openMonths(o loadOptions) (*monthsFolder, error) {
	root, err := a.openFolder(o.dir)
	if err != nil {
		return nil, err
	}
	w, err := a.parse(root.FS(), o, nil)
	if err != nil {
		_ = root.Close() // nothing was read from it
		return nil, err
	}
	f := &monthsFolder{root: root, dir: o.dir, archive: spec.DefaultArchive, specs: w.Workspace, asOf: w.Settings.AsOf.V}
	if r := w.Settings.Report; r != nil {
		f.archive = path.Clean(r.Archive.Or(f.archive))
	}
	if !fs.ValidPath(f.archive) || f.archive == "." {
		_ = root.Close() // nothing was read from it
		return nil, fmt.Errorf("report: archive %q is no folder within the workspace: write one as in %q", f.archive, spec.DefaultArchive)
	}
	return f, nil
}

func (f *monthsFolder) close() {
	_ = f.root.Close() // what was written is in its place
}

// view is the one that the archive is kept in.
func (f *monthsFolder) view() string { return allot.View(f.specs) }

// name is a month's file as a person finds it.
func (f *monthsFolder) name(m bill.Month) string {
	return filepath.Join(f.dir, filepath.FromSlash(f.archive), archive.Name(m))
}

// kept reads a month's report; an error that is fs.ErrNotExist says that none was kept.
func (f *monthsFolder) kept(m bill.Month) (*month.Report, error) {
	name := path.Join(f.archive, archive.Name(m))
	if _, err := f.root.Lstat(filepath.FromSlash(name)); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", f.name(m), fs.ErrNotExist)
	}
	file, err := openRegular(f.root.FS(), name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	r, err := archive.Read(file)
	if err != nil {
		return nil, archiveError(f.name(m), err)
	}
	if r.Month != m {
		return nil, fmt.Errorf("%s holds the report of %s: give the file that month's name", f.name(m), r.Month)
	}
	return r, nil
}

// archiveError says what to do about a report's file that cannot be used.
func archiveError(name string, err error) error {
	switch {
	case errors.Is(err, archive.ErrAltered):
		return fmt.Errorf(`%s: %w. Take it back from your repository, or work the month out anew with "berth report --again --pin"`, name, err)
	case errors.Is(err, archive.ErrFormat), errors.Is(err, archive.ErrUneven):
		return fmt.Errorf(`%s: %w. "berth report --pin" writes such files`, name, err)
	}
	return fmt.Errorf("%s: %w", name, err)
}

// longestPast is how many kept months a report looks back at: two years.
const longestPast = 24

// before reads the months before one, and says which of them cannot be compared.
func (f *monthsFolder) before(m bill.Month, currency, view string) (out []*month.Report, notes []string, err error) {
	entries, err := fs.ReadDir(f.root.FS(), f.archive)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("%s: %w", filepath.Join(f.dir, f.archive), err)
	}
	for _, e := range entries {
		past, is := archive.MonthOf(e.Name())
		if !is || past.Compare(m) >= 0 || past.Compare(m.Plus(-longestPast)) < 0 {
			continue
		}
		r, err := f.kept(past)
		if err != nil {
			return nil, nil, err
		}
		if r.Currency != currency || r.View != view {
			notes = append(notes, fmt.Sprintf("%s was kept in %s, %s: it is left out of the history", past, r.Currency, r.View))
			continue
		}
		out = append(out, r)
	}
	return out, notes, nil
}

// put writes a month's file, all or nothing.
func (f *monthsFolder) put(m bill.Month, content []byte) error {
	folder := filepath.FromSlash(f.archive)
	if err := f.root.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	name := filepath.Join(folder, archive.Name(m))
	half := filepath.Join(folder, halfWritten+archive.Name(m))
	file, err := f.root.OpenFile(half, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	err = cmp.Or(err, file.Sync(), file.Close())
	if err == nil {
		err = f.root.Rename(half, name)
	}
	if err != nil {
		_ = f.root.Remove(half) // nobody knows of it
		return err
	}
	d, err := f.root.Open(folder)
	if err != nil {
		return err
	}
	return cmp.Or(d.Sync(), d.Close())
}

// named finds a report for `berth report diff`: of a month in the archive, or a file.
func (f *monthsFolder) named(a *app, word string) (*month.Report, error) {
	if m, err := bill.ParseMonth(word); err == nil {
		r, err := f.kept(m)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf(`%s: no report was kept of it. "berth report %s --month %s --pin" keeps one`, m, f.dir, m)
		}
		return r, err
	}
	if !strings.HasSuffix(word, ".json") {
		return nil, fmt.Errorf("%q is neither a month, as in 2026-10, nor a report's file", word)
	}
	info, err := a.statNamed(word)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // a pipe may never end
		return nil, fmt.Errorf("%s is not a file", word)
	}
	file, err := os.Open(a.path(word))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	r, err := archive.Read(file)
	if err != nil {
		return nil, archiveError(word, err)
	}
	return r, nil
}
