package compose

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"

	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// load parses a project with compose-go. unset are variables that have no value and no
// default.
func (p *Project) load(o Options) (project *types.Project, unset []string, err error) {
	// The parser is others' code and gets hostile input.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the parser of Compose failed: %v", r)
		}
	}()
	// compose-go tells its warnings to this logger alone. What matters of them, as
	// variables without a value, is told by this package.
	logrus.SetOutput(io.Discard)
	missing := map[string]bool{}
	details := types.ConfigDetails{WorkingDir: p.workingDir(), Environment: types.Mapping{}}
	for _, f := range p.Files {
		details.ConfigFiles = append(details.ConfigFiles, types.ConfigFile{Filename: filepath.Join(p.Dir, filepath.FromSlash(f.Name)), Content: f.Bytes})
	}
	for name, value := range o.Variables {
		details.Environment[name] = value
	}
	project, err = loader.LoadWithContext(context.Background(), details, func(l *loader.Options) {
		l.SetProjectName("imported", true)
		l.Profiles = o.Profiles
		l.SkipResolveEnvironment, l.SkipResolveLabels = true, true
		l.Interpolate.Substitute = func(text string, lookup template.Mapping) (string, error) {
			return template.SubstituteWithOptions(text, lookup, template.WithoutLogging,
				template.WithReplacementFunction(func(part string, lookup template.Mapping, c *template.Config) (string, error) {
					v, applied, err := template.DefaultReplacementAppliedFunc(part, lookup, c)
					if !applied && err == nil {
						missing[strings.Trim(part, "${}")] = true
					}
					return v, err
				}))
		}
		l.ResourceLoaders = []loader.ResourceLoader{guard{p}}
	})
	return project, slices.Sorted(maps.Keys(missing)), plainly(err, p.Dir)
}

// workingDir is the folder that paths of the files are meant from.
func (p *Project) workingDir() string {
	if p.Dir == "" {
		return string(filepath.Separator)
	}
	return filepath.Dir(filepath.Join(p.Dir, filepath.FromSlash(p.Files[0].Name)))
}

// guard refuses what was not read before.
type guard struct{ project *Project }

// Accept refuses a path that is not known yet by taking it for its own.
func (g guard) Accept(p string) bool {
	return g.project.Dir == "" || !g.project.knows(p)
}

// Load refuses a path.
func (g guard) Load(_ context.Context, p string) (string, error) {
	if g.project.Dir == "" {
		return "", fmt.Errorf("%q cannot be followed from standard input. Give the file, or import what `docker compose config` prints", tree.Short(p))
	}
	return "", fmt.Errorf("%q is not followed. Import what `docker compose config` prints", tree.Short(p))
}

// Dir is never asked for: Load refuses before.
func (g guard) Dir(string) string { return "" }

// knows tells whether a file was read. Of a path that is not whole compose-go keeps the
// folder to itself; that all of them lie inside was seen before, and here it must have
// the name of one of them.
func (p *Project) knows(at string) bool {
	for name := range p.seen {
		if filepath.IsAbs(at) && filepath.Clean(at) == filepath.Join(p.Dir, filepath.FromSlash(name)) {
			return true
		}
		if !filepath.IsAbs(at) && filepath.Base(at) == path.Base(name) {
			return true
		}
	}
	return false
}

// plainly writes errors of compose-go for people: without the folder's path, and without
// the text of values, which may be secrets.
func plainly(err error, dir string) error {
	var invalid *template.InvalidTemplateError
	var required *template.MissingRequiredError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &invalid):
		return errors.New("a value has a $ that begins no variable: write $$ for a $")
	case errors.As(err, &required):
		return fmt.Errorf("the variable %s must have a value: give it with --env-file", required.Variable)
	}
	text := err.Error()
	if dir != "" {
		text = strings.ReplaceAll(text, dir+string(filepath.Separator), "")
	}
	return errors.New(tree.Short(strings.ReplaceAll(text, "\n", "; ")))
}

// variables reads a file of variables, as env_file names them. Its errors would cite
// lines with secrets, and are not shown.
func variables(text []byte, given map[string]string) (map[string]string, bool) {
	all, err := dotenv.ParseWithLookup(bytes.NewReader(text), func(name string) (string, bool) {
		v, ok := given[name]
		return v, ok
	})
	return all, err == nil
}

// Variables reads a file of variables (NAME=value) for [Options].
func Variables(s manifest.Source) (map[string]string, error) {
	if len(s.Bytes) > tree.DefaultLimits().SourceBytes {
		return nil, fmt.Errorf("%s: it is larger than a file of variables is", s.Name)
	}
	all, ok := variables(s.Bytes, nil)
	if !ok {
		return nil, fmt.Errorf("%s: it has a line that is no NAME=value", s.Name)
	}
	return all, nil
}
