package kustomize

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"

	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// rewrite puts a kustomization into present words, before anything else looks at it:
// bases become resources, the old kinds of patches become patches. Kustomize gets it
// so, where the folder's own has old words or the folder has none.
func (s *scan) rewrite(dir string, k *types.Kustomization, f *file) error {
	fresh := len(*k.CheckDeprecatedFields()) == 0 && f.data != nil
	k.FixKustomization()
	if err := k.FixKustomizationPreMarshalling(besides{s.memory, s, dir}); err != nil {
		return fmt.Errorf("%s: %s", f.name, clip(err.Error()))
	}
	if fresh {
		return nil
	}
	data, err := json.Marshal(k)
	if err != nil {
		return fmt.Errorf("%s: %w", f.name, err)
	}
	return s.keep(f.name, data)
}

// besides reads files of a kustomization's folder. The old form of a patch is a file
// where there is one of that name, and text otherwise.
type besides struct {
	filesys.FileSystem
	scan *scan
	dir  string
}

// ReadFile reads a file that the kustomization names.
func (b besides) ReadFile(name string) ([]byte, error) {
	at := path.Join(b.dir, name)
	if notLocal(name) != "" || leaves(at) {
		return nil, errors.New("no file")
	}
	f, err := b.scan.read(at)
	if err != nil {
		return nil, err
	}
	return f.data, nil
}
