package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"berth.dev/engine/object"
)

// deliveredMark is the first line of every file of a delivery. By it berth knows its
// own files: it never writes over others, nor removes them.
const deliveredMark = "# Written by berth; it writes this file again when the plan changes.\n"

// The names of the files beside those of objects.
const (
	kustomizationFile = "kustomization.yaml"
	unfinished        = ".berth-" // what every file is called until it is whole
)

// deliver makes a folder below root hold objects: one file each, and a
// kustomization.yaml that names them. What is as it should be is not touched, and what
// berth did not write is left alone. Each file is old or new, never half; files come
// before what names them and go after it, so that a run that was cut off leaves a
// folder that can be built, and the next run finishes it.
//
// Nothing is written above the folder. A kustomization.yaml there that names only
// berth's folders would make Flux remove whatever else lies beside them.
func deliver(root *os.Root, folder string, objects []object.Object) error {
	if !isDeliverable(folder) {
		return fmt.Errorf("%.80q is no folder to deliver to: name one below the workspace, without hidden folders", folder)
	}
	d := &deliveredFolder{root: root, folder: folder}
	wanted, err := d.render(objects)
	if err != nil {
		return err
	}
	if err := root.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := d.read(); err != nil {
		return err
	}
	if err := d.free(wanted); err != nil {
		return err
	}
	return d.bring(wanted)
}

// isDeliverable tells whether a folder is one below the workspace. No plan may write to
// .git or .github.
func isDeliverable(folder string) bool {
	hidden := slices.ContainsFunc(strings.Split(folder, "/"), func(part string) bool { return strings.HasPrefix(part, ".") })
	return fs.ValidPath(folder) && !hidden
}

// deliveredFile is a file of a delivery.
type deliveredFile struct {
	name    string
	content []byte
}

// deliveredFolder is a folder as it is.
type deliveredFolder struct {
	root   *os.Root
	folder string
	// ours are the contents of berth's files by name, others the names of the rest;
	// left are files that a run did not finish.
	ours         map[string][]byte
	others, left []string
}

// render is what the folder is to hold, in the order in which it is written.
func (d *deliveredFolder) render(objects []object.Object) (files []deliveredFile, err error) {
	resources := []string{}
	for _, o := range objects {
		if o.IsSecret() {
			return nil, fmt.Errorf("%s: a secret is not written to a folder: keep it out of the manifests of what is delivered so", o.Ref())
		}
		name := fileOf(o.Ref())
		if slices.Contains(resources, name) {
			return nil, fmt.Errorf("%s: another object has the file %s already: give one of them another name", o.Ref(), name)
		}
		file, err := deliveredYAML(name, o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o.Ref(), err)
		}
		files, resources = append(files, file), append(resources, name)
	}
	slices.SortFunc(files, func(a, b deliveredFile) int { return cmp.Compare(a.name, b.name) })
	slices.Sort(resources)
	// The name is there because kustomize refuses a file that says nothing: a folder
	// without objects is a service that was withdrawn.
	last, err := deliveredYAML(kustomizationFile, map[string]any{
		"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization",
		"metadata": map[string]any{"name": path.Base(d.folder)}, "resources": resources,
	})
	return append(files, last), err
}

func deliveredYAML(name string, content map[string]any) (deliveredFile, error) {
	raw, err := yaml.Marshal(content)
	return deliveredFile{name, append([]byte(deliveredMark), raw...)}, err
}

// read reads what the folder holds.
func (d *deliveredFolder) read() error {
	d.ours = map[string][]byte{}
	entries, err := fs.ReadDir(d.root.FS(), d.folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name(), unfinished):
			d.left = append(d.left, e.Name())
			continue
		case !e.Type().IsRegular():
			d.others = append(d.others, e.Name())
			continue
		}
		content, err := d.root.ReadFile(path.Join(d.folder, e.Name()))
		if err != nil {
			return err
		}
		if bytes.HasPrefix(content, []byte(deliveredMark)) {
			d.ours[e.Name()] = content
		} else {
			d.others = append(d.others, e.Name())
		}
	}
	return nil
}

// free refuses a folder in which somebody else's files are in the way. The first
// kustomization.yaml in a folder of manifests would take those out of what is
// delivered.
func (d *deliveredFolder) free(wanted []deliveredFile) error {
	_, begun := d.ours[kustomizationFile]
	for _, name := range d.others {
		isWanted := slices.ContainsFunc(wanted, func(f deliveredFile) bool { return f.name == name })
		isManifest := slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(name)) || slices.Contains([]string{"kustomization", "Kustomization"}, name)
		if isWanted || isManifest && !begun {
			return fmt.Errorf("%s is there, and berth did not write it: move it away, or declare another folder", path.Join(d.folder, name))
		}
	}
	return nil
}

// bring writes what differs and removes what is berth's and no longer wanted.
func (d *deliveredFolder) bring(wanted []deliveredFile) error {
	changed := len(d.left) > 0
	for _, f := range wanted {
		if bytes.Equal(d.ours[f.name], f.content) {
			continue
		}
		changed = true
		if err := d.put(f); err != nil {
			return err
		}
	}
	for _, name := range d.left { // those that were written again are there no more
		if err := d.root.Remove(path.Join(d.folder, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(d.ours)) {
		if slices.ContainsFunc(wanted, func(f deliveredFile) bool { return f.name == name }) {
			continue
		}
		changed = true
		if err := d.root.Remove(path.Join(d.folder, name)); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	return d.sync()
}

// put writes one file, all or nothing.
func (d *deliveredFolder) put(f deliveredFile) error {
	fresh, name := path.Join(d.folder, unfinished+f.name), path.Join(d.folder, f.name)
	out, err := d.root.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = out.Write(f.content)
	if err := cmp.Or(err, out.Sync(), out.Close()); err != nil {
		return err
	}
	return d.root.Rename(fresh, name)
}

// sync makes the folder last over a power cut.
func (d *deliveredFolder) sync() error {
	f, err := d.root.Open(d.folder)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// fileOf is the name of an object's file.
func fileOf(ref object.Ref) string {
	return strings.ToLower(ref.Kind) + "-" + strings.ReplaceAll(ref.Name, ":", "-") + ".yaml"
}
