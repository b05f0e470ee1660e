package cli

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"sync"

	"berth.dev/engine/object"
	"berth.dev/engine/plan"
	"berth.dev/providers/kustomize"
)

// manifests renders folders of manifests below a workspace, each once. Its methods
// may be called from several goroutines.
type manifests struct {
	root *os.Root
	mu   sync.Mutex
	of   map[string]rendered
}

// rendered is what became of a folder.
type rendered struct {
	objects []object.Object
	err     error
}

// manifests opens the workspace's folder; it must be closed.
func (a *app) manifests(dir string) (*manifests, error) {
	root, err := a.openFolder(dir)
	if err != nil {
		return nil, err
	}
	return &manifests{root: root, of: map[string]rendered{}}, nil
}

func (m *manifests) close() { _ = m.root.Close() } // nothing was written

// render returns the objects of a folder, new ones each time.
func (m *manifests) render(folder string) ([]object.Object, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, known := m.of[folder]
	if !known {
		r.objects, r.err = kustomize.Render(m.root, folder)
		m.of[folder] = r
	}
	out := make([]object.Object, len(r.objects))
	for i, o := range r.objects {
		out[i] = o.Copy()
	}
	return out, r.err
}

// evidence pins the folders that were rendered, by name. The digests are of objects
// with their secrets masked: one of a password's bytes would give it away to
// whoever tries them all.
func (m *manifests) evidence(mask func(object.Object) (object.Object, error)) ([]plan.Evidence, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []plan.Evidence
	for folder, r := range m.of {
		var all bytes.Buffer
		for _, o := range r.objects {
			masked, err := mask(o)
			if err != nil {
				return nil, err
			}
			line, err := masked.Bytes()
			if err != nil {
				return nil, err
			}
			all.Write(line)
			all.WriteByte('\n')
		}
		out = append(out, plan.Evidence{Kind: "manifests", Name: folder, Digest: plan.Digest(all.Bytes())})
	}
	slices.SortFunc(out, func(a, b plan.Evidence) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}
