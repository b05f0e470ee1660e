package k0s

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
)

// layers joins the ClusterConfig of a site: berth's few words, its base, each of its
// overlays, its own file. Members of mappings are joined, lists and values replaced; null
// takes away.
type layers struct {
	w     *spec.Workspace
	site  *spec.Site
	from  Sources
	diags diag.List
}

// config returns the whole configuration, checked and complete.
func (l *layers) config() map[string]any {
	k := l.site.K0s
	config := lowest()
	at := k.Origin
	for _, folder := range append(texts(k.Base), k.Overlays.V...) {
		at = k.Overlays.Origin
		if folder == k.Base.V {
			at = k.Base.Origin
		}
		l.lay(config, at, folder, l.rendered)
	}
	if k.Config.Set() {
		at = k.Config.Origin
		l.lay(config, at, k.Config.V, l.file)
	}
	prune(config)
	for _, why := range Check(config) {
		l.diags.Errorf(CodeConfig, l.w.Range(at), "Not a configuration for k0s", "Site %q: %s", l.site.Name, why)
	}
	return config
}

func texts(v spec.Value[string]) []string {
	if v.Set() {
		return []string{v.V}
	}
	return nil
}

// lay puts one layer over those below.
func (l *layers) lay(config map[string]any, at spec.Origin, name string, read func(string) (map[string]any, error)) {
	layer, err := read(name)
	if err == nil {
		err = isConfig(layer)
	}
	if err != nil {
		l.diags.Errorf(CodeConfig, l.w.Range(at), "Not a configuration for k0s", "Site %q, %s: %s", l.site.Name, name, err)
		return
	}
	merge(config, layer)
}

func (l *layers) file(name string) (map[string]any, error) {
	data, err := l.from.Read(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("there is no such file below the workspace's folder")
	case !filepath.IsLocal(name):
		return nil, errors.New("it is named from the workspace's folder on, and must lie below it")
	case err != nil:
		return nil, err
	}
	return readYAML(data)
}

// rendered reads the one object of a kustomize folder.
func (l *layers) rendered(folder string) (map[string]any, error) {
	objects, err := l.from.Render(folder)
	if err != nil {
		return nil, err
	}
	if len(objects) != 1 {
		return nil, fmt.Errorf("the folder makes %d objects; it is to make one ClusterConfig", len(objects))
	}
	return deepCopy(map[string]any(objects[0])).(map[string]any), nil
}

// The kind of object that a configuration is.
const (
	configAPI  = "k0s.k0sproject.io/v1beta1"
	configKind = "ClusterConfig"
)

// isConfig refuses what is another object: k0s itself would take it.
func isConfig(layer map[string]any) error {
	api, kind := digText(layer, "apiVersion"), digText(layer, "kind")
	if api == "" && kind == "" {
		return fmt.Errorf("it does not say what it is; a configuration begins with apiVersion: %s and kind: %s", configAPI, configKind)
	}
	if api != configAPI || kind != configKind {
		return fmt.Errorf("it is %q of %q; a configuration begins with apiVersion: %s and kind: %s", shorten(kind), shorten(api), configAPI, configKind)
	}
	return nil
}

// merge puts a layer over a configuration; null stays until [prune].
func merge(config, layer map[string]any) {
	for key, v := range layer {
		inner, isMap := v.(map[string]any)
		below, wasMap := config[key].(map[string]any)
		if isMap && wasMap {
			merge(below, inner)
			continue
		}
		config[key] = v
	}
}

// prune takes away what a layer set to null.
func prune(m map[string]any) {
	for key, v := range m {
		switch v := v.(type) {
		case nil:
			delete(m, key)
		case map[string]any:
			prune(v)
		}
	}
}

// lowest is the layer below all others: what a configuration is, and that nothing is
// reported to k0s's makers. A layer that says null takes it away.
func lowest() map[string]any {
	return map[string]any{
		"apiVersion": configAPI, "kind": configKind, "metadata": map[string]any{"name": "k0s"},
		"spec": map[string]any{"telemetry": map[string]any{"enabled": false}},
	}
}

// within joins names of nested words for a message.
func within(names ...string) string { return strings.Join(names, ".") }
