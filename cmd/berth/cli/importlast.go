package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"berth.dev/engine/spec"
)

// lastFolder keeps what was imported, as it came. Specs are not read from there: its
// name begins with a dot.
const lastFolder = ".imported"

// lastLimits bound what was imported last. Files may be larger than specs are: what is
// gone from the source stays in them until it is pruned.
func lastLimits() spec.Limits {
	l := spec.DefaultLimits()
	l.FileBytes = 64 << 20
	return l
}

// lastDir is where the last import from a source is kept.
func (m *importMerge) lastDir(i imported) string {
	return filepath.Join(m.app.path(m.out), lastFolder, folderName(i.from))
}

// longestFolder is how long a folder's name may be but for its digest.
const longestFolder = 80

// folderName makes the name of a folder of the kind of a source and its name, different
// ones for different words. Of a file by its whole path the folders are left out: they
// are this machine's.
func folderName(from string) string {
	kind, rest, _ := strings.Cut(from, "/")
	parts := strings.Split(rest, ",")
	for i, p := range parts {
		if filepath.IsAbs(p) {
			parts[i] = filepath.Base(p)
		}
	}
	words := kind + "-" + strings.Join(parts, ",")
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.", r) {
			return r
		}
		return '-'
	}, words)
	if name == words && len(name) <= longestFolder {
		return name
	}
	sum := sha256.Sum256([]byte(words))
	return name[:min(len(name), longestFolder)] + "-" + hex.EncodeToString(sum[:4])
}

// lastImport reads what was imported last from a source, nothing where there was no
// last time. A link that leads out of the folder is refused: what is read there would be
// written there, too.
func (m *importMerge) lastImport(i imported) ([]spec.Source, error) {
	root, err := m.openLast(i)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, m.lastFailed(i, err)
	}
	defer root.Close()
	out, err := spec.ReadFolder(root.FS(), lastLimits())
	if err != nil {
		return nil, m.lastFailed(i, err)
	}
	for _, f := range i.files {
		if spec.IsSpec(f.Name) {
			continue
		}
		text, err := root.ReadFile(filepath.FromSlash(f.Name))
		if err == nil {
			out = append(out, spec.Source{Name: f.Name, Bytes: text})
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, m.lastFailed(i, err)
		}
	}
	return out, nil
}

// openLast opens the folder of the last import from a source.
func (m *importMerge) openLast(i imported) (*os.Root, error) {
	out, err := os.OpenRoot(m.app.path(m.out))
	if err != nil {
		return nil, err
	}
	defer out.Close()
	return out.OpenRoot(filepath.Join(lastFolder, folderName(i.from)))
}

// lastFailed names the folder of the last import in an error.
func (m *importMerge) lastFailed(i imported, err error) error {
	return fmt.Errorf("the last import in %s cannot be read; take it away, and what is in both differently is told as changed by hand: %w",
		filepath.Join(m.out, lastFolder, folderName(i.from)), err)
}

// remember takes what flags do not say from the last import from the source, so that an
// import that is repeated without them does not take it out again.
func (m *importMerge) remember(from string, runsOn *[]string, product *string) error {
	w, err := m.lastTime(from)
	if err != nil {
		return err
	}
	for _, s := range w.Services {
		if len(*runsOn) == 0 {
			*runsOn = s.RunsOn.V
		}
		if *product == "" {
			*product = s.Product.V
		}
	}
	return nil
}

// lastTime is the last import from a source as the language reads it.
func (m *importMerge) lastTime(from string) (*spec.Workspace, error) {
	if m.out == "" {
		return &spec.Workspace{}, nil
	}
	last, err := m.lastImport(imported{from: from})
	if err != nil {
		return nil, err
	}
	w, _ := spec.Parse(last, spec.Options{Limits: lastLimits(), Fragment: true})
	return w, nil
}

// keep makes an import the last one.
func (m *importMerge) keep(i imported, base []spec.Source) error {
	w := writing{force: true}
	for _, f := range base {
		if err := w.put(filepath.Join(m.lastDir(i), filepath.FromSlash(f.Name)), f.Bytes); err != nil {
			return err
		}
	}
	// A file of the last import that this one does not have would bring back what is gone.
	last, err := m.lastImport(i)
	if err != nil {
		return err
	}
	for _, f := range absent(last, base) {
		if err := os.Remove(filepath.Join(m.lastDir(i), filepath.FromSlash(f.Name))); err != nil {
			return err
		}
	}
	return nil
}
