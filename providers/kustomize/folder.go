package kustomize

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
)

// folder scans a folder and what it is built on; chain are the folders that led here.
func (s *scan) folder(dir string, chain []string) (size, error) {
	if slices.Contains(chain, dir) {
		return size{}, fmt.Errorf("%s: it is built on itself, through %s", dir, strings.Join(chain, ", "))
	}
	if len(chain) >= s.limits.Folders {
		return size{}, fmt.Errorf("%s: a chain of more than %d bases", dir, s.limits.Folders)
	}
	if z := s.folders[dir]; z != nil {
		return *z, nil
	}
	k, f, err := s.kustomization(dir)
	if err != nil {
		return size{}, err
	}
	if err := s.rewrite(dir, k, f); err != nil {
		return size{}, err
	}
	t := &tree{scan: s, dir: dir, chain: append(slices.Clone(chain), dir)}
	t.use(f)
	if err := t.words(k); err != nil {
		return size{}, err
	}
	if err := s.within(dir, t.size); err != nil {
		return size{}, err
	}
	s.folders[dir] = &t.size
	return t.size, nil
}

// kustomization reads a folder's kustomization, or makes one of a folder of plain
// YAML.
func (s *scan) kustomization(dir string) (*types.Kustomization, *file, error) {
	info, err := s.root.Stat(dir)
	if err != nil {
		return nil, nil, failed(dir, err)
	}
	if !info.IsDir() {
		return nil, nil, fmt.Errorf("%s: it is a file; write the folder that it is in", dir)
	}
	var found []string
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		_, err := s.root.Stat(path.Join(dir, name))
		if err == nil {
			found = append(found, path.Join(dir, name))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, nil, failed(path.Join(dir, name), err)
		}
	}
	switch len(found) {
	case 0:
		k, err := s.plain(dir)
		return k, &file{name: path.Join(dir, konfig.DefaultKustomizationFileName())}, err
	case 1:
		return s.readKustomization(found[0])
	}
	return nil, nil, fmt.Errorf("%s: there are %s. Keep one of them", dir, strings.Join(found, " and "))
}

func (s *scan) readKustomization(name string) (*types.Kustomization, *file, error) {
	f, err := s.read(name)
	if err != nil {
		return nil, nil, err
	}
	if err := s.check(name, f.data); err != nil {
		return nil, nil, err
	}
	k := &types.Kustomization{}
	if err := k.Unmarshal(f.data); err != nil {
		if s.secret || strings.Contains(string(f.data), "secretGenerator") {
			return nil, nil, fmt.Errorf("%s: it is not a kustomization; why is not shown, because it makes a Secret", name)
		}
		return nil, nil, fmt.Errorf("%s: it is not a kustomization: %s", name, clip(err.Error()))
	}
	return k, f, nil
}

// plain makes the kustomization of a folder of plain YAML: all of its files. A folder
// inside of it is refused rather than left out.
func (s *scan) plain(dir string) (*types.Kustomization, error) {
	d, err := s.root.Open(dir)
	if err != nil {
		return nil, failed(dir, err)
	}
	defer d.Close()
	entries, err := d.ReadDir(s.limits.Files + 1)
	if err != nil && len(entries) == 0 {
		return nil, fmt.Errorf("%s: the folder is empty. An empty folder never means that nothing should run", dir)
	}
	if len(entries) > s.limits.Files {
		return nil, fmt.Errorf("%s: more than %d files", dir, s.limits.Files)
	}
	k := &types.Kustomization{}
	for _, e := range entries {
		name := e.Name()
		switch ext := path.Ext(name); {
		case strings.HasPrefix(name, "."):
		case e.IsDir():
			return nil, fmt.Errorf("%s: it has a folder %s and no kustomization.yaml that says what is used of it. Write one", dir, name)
		case ext == ".yaml" || ext == ".yml" || ext == ".json":
			k.Resources = append(k.Resources, name)
		}
	}
	if len(k.Resources) == 0 {
		return nil, fmt.Errorf("%s: there is no kustomization.yaml and no other YAML. An empty folder never means that nothing should run", dir)
	}
	slices.Sort(k.Resources)
	return k, nil
}
