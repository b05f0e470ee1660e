package kustomize

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/types"
)

// tree is one kustomization under the scan, with what it adds up to.
type tree struct {
	*scan
	size
	dir   string
	chain []string
}

// use counts one use of a file.
func (t *tree) use(f *file) { t.size.add(size{files: 1, bytes: int64(len(f.data))}) }

// words follows every present word of a kustomization that names a file, and refuses
// those that start or fetch something. Words that it does not speak of name nothing; a
// test holds that against kustomize's own list.
func (t *tree) words(k *types.Kustomization) error {
	for _, step := range []func(*types.Kustomization) error{t.refused, t.bases, t.patches, t.generated, t.replaced} {
		if err := step(k); err != nil {
			return err
		}
	}
	for _, name := range slices.Concat(k.Crds, k.Configurations) {
		if err := t.yaml(name); err != nil {
			return err
		}
	}
	return nil
}

// refused says which words berth does not follow.
func (t *tree) refused(k *types.Kustomization) error {
	for _, w := range []struct {
		word string
		used bool
		why  string
	}{
		{"generators", len(k.Generators) > 0, "berth starts no plugins. Write out what they make"},
		{"transformers", len(k.Transformers) > 0, "berth starts no plugins. Use the words of kustomization.yaml, or patches"},
		{"validators", len(k.Validators) > 0, "berth starts no plugins. Validate in your own pipeline"},
		{"helmCharts", len(k.HelmCharts) > 0, "berth runs no Helm. Write the chart's output into the workspace with `helm template`"},
		{"helmGlobals", k.HelmGlobals != nil, "berth runs no Helm. Remove it"},
		{"openapi", len(k.OpenAPI) > 0, "berth knows the kinds that it writes. Remove it"},
	} {
		if w.used {
			return fmt.Errorf("%s: %s is not supported: %s", t.dir, w.word, w.why)
		}
	}
	return nil
}

// bases follows resources and components.
func (t *tree) bases(k *types.Kustomization) error {
	for _, name := range slices.Concat(k.Resources, k.Components) {
		at, err := t.local(name)
		if err != nil {
			return err
		}
		info, err := t.root.Stat(at)
		if err != nil {
			return failed(at, err)
		}
		if !info.IsDir() {
			if err := t.yaml(name); err != nil {
				return err
			}
			continue
		}
		z, err := t.folder(at, t.chain)
		if err != nil {
			return err
		}
		t.size.add(z)
		if err := t.within(t.dir, t.size); err != nil {
			return err
		}
	}
	return nil
}

// patches follows patches, in files and as text.
func (t *tree) patches(k *types.Kustomization) error {
	for _, p := range k.Patches {
		if p.Path != "" {
			if err := t.yaml(p.Path); err != nil {
				return err
			}
		}
		if err := t.check(t.dir+": a patch", []byte(p.Patch)); err != nil {
			return err
		}
	}
	return nil
}

// generated follows the generators of ConfigMaps and Secrets.
func (t *tree) generated(k *types.Kustomization) error {
	t.secret = t.secret || len(k.SecretGenerator) > 0
	for _, g := range k.ConfigMapGenerator {
		if err := t.pairs(g.KvPairSources); err != nil {
			return err
		}
	}
	for _, g := range k.SecretGenerator {
		if err := t.pairs(g.KvPairSources); err != nil {
			return err
		}
	}
	return nil
}

// pairs follows where a generator takes its keys and values from.
func (t *tree) pairs(from types.KvPairSources) error {
	for _, literal := range from.LiteralSources {
		if !strings.Contains(literal, "=") {
			return fmt.Errorf("%s: a literal of a generator has no =. Write key=value", t.dir)
		}
	}
	for _, text := range from.FileSources {
		_, name, found := strings.Cut(text, "=")
		if !found {
			name = text
		}
		if _, err := t.plainFile(name); err != nil {
			return err
		}
	}
	for _, name := range from.EnvSources {
		f, err := t.plainFile(name)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(f.data), "\n") {
			line = strings.TrimSpace(line)
			if line != "" && !strings.HasPrefix(line, "#") && !strings.Contains(line, "=") {
				return fmt.Errorf("%s: line %d has no =, so its value would come from the environment of whoever runs berth. Write key=value", path.Join(t.dir, name), i+1)
			}
		}
	}
	return nil
}

// replaced follows replacements, and counts those that may make a text longer.
func (t *tree) replaced(k *types.Kustomization) error {
	for _, r := range k.Replacements {
		if r.Path != "" {
			f, err := t.plainFile(r.Path)
			if err != nil {
				return err
			}
			if err := t.check(path.Join(t.dir, r.Path), f.data); err != nil {
				return err
			}
			t.size.parts += strings.Count(string(f.data), "delimiter")
		}
		for _, target := range r.Targets {
			if target != nil && target.Options != nil && target.Options.Delimiter != "" {
				t.size.parts += max(1, len(target.FieldPaths))
			}
		}
	}
	return nil
}

// local is a name of the kustomization as a path below the workspace.
func (t *tree) local(name string) (string, error) {
	if why := notLocal(name); why != "" {
		return "", fmt.Errorf("%s: %q: %s", t.dir, clip(name), why)
	}
	at := path.Join(t.dir, name)
	if leaves(at) {
		return "", fmt.Errorf("%s: %q leads out of the workspace", t.dir, clip(name))
	}
	return at, nil
}

// plainFile takes a file that kustomize uses as it is.
func (t *tree) plainFile(name string) (*file, error) {
	at, err := t.local(name)
	if err != nil {
		return nil, err
	}
	f, err := t.read(at)
	if err != nil {
		return nil, err
	}
	t.use(f)
	return f, nil
}

// yaml takes a file that kustomize reads as YAML.
func (t *tree) yaml(name string) error {
	f, err := t.plainFile(name)
	if err != nil || f.checked {
		return err
	}
	f.checked = true
	return t.check(path.Join(t.dir, name), f.data)
}
