package inventory

import (
	"fmt"
	"io/fs"
	"path"

	"berth.dev/providers/manifest"
)

// Files are an inventory and what stands beside it.
type Files struct {
	Inventory manifest.Source
	// Vars are files of group_vars and host_vars, by their paths below the inventory's
	// folder.
	Vars []manifest.Source
	// Unread are symbolic links among them, which are not followed.
	Unread []string
}

// Read reads an inventory of a folder with the group_vars and host_vars beside it.
func Read(fsys fs.FS, name string, l manifest.Limits) (Files, error) {
	all, skipped, err := manifest.Folder(fsys, name, l)
	switch {
	case err != nil:
		return Files{}, err
	case len(skipped) > 0 && skipped[0].File == name:
		return Files{}, fmt.Errorf("%s: %s", name, skipped[0].Reason)
	case len(all) != 1 || all[0].Name != name:
		return Files{}, fmt.Errorf("%s: it is a folder. Give the inventory's file, or what `ansible-inventory --list` prints", name)
	}
	out := Files{Inventory: all[0]}
	beside, err := fs.ReadDir(fsys, path.Dir(name))
	if err != nil {
		return Files{}, err
	}
	for _, d := range beside {
		if d.Name() != "group_vars" && d.Name() != "host_vars" {
			continue
		}
		dir := path.Join(path.Dir(name), d.Name())
		if d.Type()&fs.ModeSymlink != 0 {
			out.Unread = append(out.Unread, dir)
		} else if err := out.below(fsys, dir, l); err != nil {
			return Files{}, err
		}
	}
	return out, nil
}

// below reads all files of a folder, of which Ansible's own names are picked later.
func (f *Files) below(fsys fs.FS, dir string, l manifest.Limits) error {
	total := 0
	return fs.WalkDir(fsys, dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || path.Base(name)[0] == '.':
			return err
		case d.Type()&fs.ModeSymlink != 0:
			f.Unread = append(f.Unread, name)
			return nil
		case !d.Type().IsRegular():
			return nil
		}
		file, err := fsys.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		s, err := manifest.ReadSource(file, name, l)
		if err != nil {
			return err
		}
		if total += len(s.Bytes); total > l.TotalBytes || len(f.Vars) >= l.Files {
			return fmt.Errorf("%s: there are too many variables beside the inventory. Import what `ansible-inventory --list` prints", dir)
		}
		f.Vars = append(f.Vars, s)
		return nil
	})
}
