package cli

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"berth.dev/engine/object"
	"berth.dev/engine/plan"
	"berth.dev/providers/kustomize"
)

// manifests renders folders of manifests below a workspace, each once. Its methods
// may be called from several goroutines, yet one folder is rendered at a time:
// kustomize keeps schemas for the whole process, and reads them unlocked.
type manifests struct {
	root *os.Root
	mu   sync.Mutex
	of   map[string]*rendered
	// early is the rendering of folders before they are asked for; stop ends it.
	early sync.WaitGroup
	stop  atomic.Bool
}

// rendered is what became of a folder.
type rendered struct {
	objects []object.Object
	err     error
	// asked is true once somebody wanted it.
	asked bool
}

// manifests opens the workspace's folder; it must be closed.
func (a *app) manifests(dir string) (*manifests, error) {
	root, err := a.openFolder(dir)
	if err != nil {
		return nil, err
	}
	return &manifests{root: root, of: map[string]*rendered{}}, nil
}

func (m *manifests) close() {
	m.stop.Store(true)
	m.early.Wait()
	_ = m.root.Close() // nothing was written
}

// ahead begins to render folders while something else is waited for.
func (m *manifests) ahead(folders []string) {
	m.early.Go(func() {
		for _, folder := range folders {
			if m.stop.Load() {
				return
			}
			m.mu.Lock()
			m.find(folder)
			m.mu.Unlock()
		}
	})
}

// render returns the objects of a folder, new ones each time.
func (m *manifests) render(folder string) ([]object.Object, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.find(folder)
	r.asked = true
	out := make([]object.Object, len(r.objects))
	for i, o := range r.objects {
		out[i] = o.Copy()
	}
	return out, r.err
}

// find renders a folder unless it was rendered. It must be called with the lock held.
func (m *manifests) find(folder string) *rendered {
	r := m.of[folder]
	if r == nil {
		r = &rendered{}
		r.objects, r.err = kustomize.Render(m.root, folder)
		m.of[folder] = r
	}
	return r
}

// evidence pins the folders that were asked for, by name. The digests are of objects
// with their secrets masked: one of a password's bytes would give it away to
// whoever tries them all.
func (m *manifests) evidence(mask func(object.Object) (object.Object, error)) ([]plan.Evidence, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []plan.Evidence
	for folder, r := range m.of {
		if !r.asked {
			continue
		}
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
