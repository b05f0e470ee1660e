package policies

import (
	"embed"
	"io/fs"
	"path"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
)

// standardFiles is the standard suite: one file a rule, named for it, and beside it
// the rule's tests. Embedded files are part of the program and cost nothing until
// they are read.
//
//go:embed standard/*.hcl
var standardFiles embed.FS

const standardFolder = "standard"

// StandardSource returns the file of a standard rule or criterion by its name,
// to print it. It is false for a name that the standard suite does not have.
func StandardSource(name string) ([]byte, bool) {
	for _, kind := range []string{"", "criterion_"} {
		if strings.ContainsAny(name, `/\`) || spec.IsTest(name+".hcl") {
			return nil, false
		}
		if b, err := standardFiles.ReadFile(path.Join(standardFolder, kind+name+".hcl")); err == nil {
			return b, true
		}
	}
	return nil, false
}

// StandardSources returns the files of the standard suite's rules in name order, so
// that a mistake in a rule can be shown with its text.
func StandardSources() []spec.Source {
	return standardSources(func(name string) bool { return !spec.IsTest(name) })
}

// StandardTests returns the files of the standard suite's tests in name order, as
// `berth test` reads them beside the rules of a workspace.
func StandardTests() []spec.Source {
	return standardSources(spec.IsTest)
}

// standardSources returns the files whose names are wanted.
func standardSources(wanted func(name string) bool) []spec.Source {
	entries, err := fs.ReadDir(standardFiles, standardFolder)
	if err != nil {
		panic(err) // the folder is part of the program
	}
	out := make([]spec.Source, 0, len(entries))
	for _, e := range entries {
		if !wanted(e.Name()) {
			continue
		}
		name := path.Join(standardFolder, e.Name())
		b, err := standardFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		out = append(out, spec.Source{Name: name, Bytes: b})
	}
	return out
}

// parseStandard parses the standard suite.
func parseStandard() (*spec.Workspace, diag.List) {
	return spec.Parse(StandardSources(), spec.Options{Fragment: true})
}
