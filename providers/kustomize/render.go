package kustomize

import (
	"fmt"
	"os"
	"path"
	"slices"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"berth.dev/engine/object"
)

// Render returns the objects of a folder below root, sorted. A folder without objects
// is an error, never an empty list: who deletes what a list does not name must not be
// handed an empty one by mistake.
func Render(root *os.Root, folder string) ([]object.Object, error) {
	return DefaultLimits().Render(root, folder)
}

// Render is as the function of that name, with other limits.
func (l Limits) Render(root *os.Root, folder string) ([]object.Object, error) {
	if why := notLocal(folder); why != "" {
		return nil, fmt.Errorf("%s: %s", clip(folder), why)
	}
	dir := path.Clean(folder)
	if leaves(dir) {
		return nil, fmt.Errorf("%s: the folder is not below the workspace", clip(folder))
	}
	s := &scan{root: root, limits: l, memory: filesys.MakeFsInMemory(), files: map[string]*file{}, folders: map[string]*size{}}
	if _, err := s.folder(dir, nil); err != nil {
		return nil, err
	}
	made, err := build(s.memory, dir)
	if err != nil {
		return nil, s.explain(dir, err)
	}
	return s.objects(dir, made)
}

// build is kustomize's part. It is others' code on strangers' files: a panic there is
// an error of the folder and not the end of the process.
func build(memory filesys.FileSystem, dir string) (made resmap.ResMap, err error) {
	defer func() {
		if r := recover(); r != nil {
			made, err = nil, fmt.Errorf("kustomize failed: %v", r)
		}
	}()
	return krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(memory, inMemory(dir))
}

// inMemory is where a file or folder of the workspace lies in memory.
func inMemory(name string) string { return path.Join("/", name) }

// explain puts kustomize's words into an error, or leaves them out.
func (s *scan) explain(dir string, err error) error {
	if s.secret {
		return fmt.Errorf("%s: kustomize cannot render it; why is not shown, because its words may hold the value of a Secret. `kubectl kustomize` shows it", dir)
	}
	return fmt.Errorf("%s: kustomize cannot render it: %s", dir, clip(err.Error()))
}

// objects reads what kustomize made.
func (s *scan) objects(dir string, made resmap.ResMap) ([]object.Object, error) {
	var out []object.Object
	var total int64
	for _, r := range made.Resources() {
		data, err := r.MarshalJSON()
		if err != nil {
			return nil, s.explain(dir, err)
		}
		if total += int64(len(data)); total > s.limits.TotalBytes {
			return nil, fmt.Errorf("%s: its objects have more than %d bytes together", dir, s.limits.TotalBytes)
		}
		o, err := object.Parse(data)
		if err != nil {
			return nil, s.explain(dir, err)
		}
		out = append(out, o)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: it makes no objects. Remove the folder from the specs if the service is to go", dir)
	}
	slices.SortFunc(out, func(a, b object.Object) int { return a.Ref().Compare(b.Ref()) })
	return out, nil
}

// longestWords is how much of another program's message is shown.
const longestWords = 600

// clip shortens words for a message.
func clip(s string) string {
	r := []rune(s)
	if len(r) <= longestWords {
		return s
	}
	return string(r[:longestWords]) + "…"
}
