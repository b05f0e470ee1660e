package cli

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
)

// fmtOptions are the flags of fmt.
type fmtOptions struct {
	app   *app
	cmd   *cobra.Command
	paths []string
	check bool
	diff  bool
}

func newFmt(a *app, run func(*fmtOptions) error) *cobra.Command {
	o := &fmtOptions{app: a}
	c := &cobra.Command{
		Use:   "fmt [PATH...]",
		Short: "Lay spec files out in the one usual way",
		Long: `Lay spec files out in the one usual way: indentation, spaces, aligned equal signs.
Words and comments stay. The names of files that changed are printed.

A path is a *.hcl file or a folder with such files; without one it is the present
folder, and "-" reads stdin and writes stdout. A file that is not correct HCL is
reported and left alone.`,
		Example: `  berth fmt
  berth fmt --check --diff
  cat workspace.hcl | berth fmt -`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd, o.paths = c, args
			if len(args) == 0 {
				o.paths = []string{"."}
			}
			return run(o)
		},
	}
	c.Flags().BoolVar(&o.check, "check", false, "write nothing; exit code 1 if a file would change")
	c.Flags().BoolVar(&o.diff, "diff", false, "write nothing; print what would change")
	return c
}

// layouter goes over files and remembers what it found.
type layouter struct {
	*fmtOptions
	changed int
	diags   diag.List
	sources map[string][]byte
}

func runFmt(o *fmtOptions) error {
	l := &layouter{fmtOptions: o, sources: map[string][]byte{}}
	for _, p := range o.paths {
		if err := l.path(p); err != nil {
			return err
		}
	}
	switch {
	case l.diags.HasErrors():
		return &diagError{list: l.diags, sources: l.sources}
	case o.check && l.changed > 0:
		return errSaid
	}
	return nil
}

// path lays out one argument.
func (l *layouter) path(p string) error {
	if p == "-" {
		return l.stdin()
	}
	info, err := os.Stat(l.app.path(p))
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return l.folder(p)
	case !strings.HasSuffix(p, ".hcl"):
		return misused(l.cmd.CommandPath(), "%s is not a *.hcl file.", p)
	}
	return l.file(p)
}

// folder lays out every *.hcl file below, tests too; links are not followed.
func (l *layouter) folder(dir string) error {
	return filepath.WalkDir(l.app.path(dir), func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := strings.ContainsAny(d.Name()[:1], "._")
		switch {
		case d.IsDir() && hidden && p != l.app.path(dir):
			return fs.SkipDir
		case d.IsDir() || hidden || !d.Type().IsRegular() || !strings.HasSuffix(p, ".hcl"):
			return nil
		}
		rel, err := filepath.Rel(l.app.path(dir), p)
		if err != nil {
			return err
		}
		return l.file(filepath.Join(dir, rel))
	})
}

// file lays out one file in its place.
func (l *layouter) file(name string) error {
	// The file a link leads to is written, and the link stays.
	target, err := filepath.EvalSymlinks(l.app.path(name))
	if err != nil {
		return err
	}
	old, err := readBounded(target)
	if err != nil {
		return err
	}
	out, ok := l.layOut(name, old)
	if !ok || bytes.Equal(old, out) {
		return nil
	}
	l.changed++
	if l.diff {
		if _, err := l.app.out.Write(diff.Diff(name, old, name, out)); err != nil {
			return err
		}
	} else if _, err := fmt.Fprintln(l.app.out, name); err != nil {
		return err
	}
	if l.check || l.diff {
		return nil
	}
	return replaceFile(target, out)
}

func (l *layouter) stdin() error {
	old, err := io.ReadAll(io.LimitReader(l.app.Stdin, int64(spec.DefaultLimits().FileBytes)+1))
	if err != nil {
		return err
	}
	out, ok := l.layOut("stdin", old)
	if !ok {
		return nil
	}
	if !bytes.Equal(old, out) {
		l.changed++
	}
	switch {
	case l.diff:
		out = diff.Diff("stdin", old, "stdin", out)
	case l.check:
		return nil
	}
	_, err = l.app.out.Write(out)
	return err
}

// readBounded reads a file up to what a spec file may have, and a byte.
func readBounded(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, int64(spec.DefaultLimits().FileBytes)+1))
}

// layOut returns the file in its usual form, or false where it is not correct
// HCL. What the words mean is not looked at.
func (l *layouter) layOut(name string, src []byte) ([]byte, bool) {
	_, diags := spec.Parse([]spec.Source{{Name: name, Bytes: src}}, spec.Options{Fragment: true})
	broken := false
	for _, d := range diags {
		if d.Code == spec.CodeSyntax || d.Code == spec.CodeLimit {
			l.diags = append(l.diags, d)
			l.sources[name] = src
			broken = true
		}
	}
	if broken {
		return nil, false
	}
	return hclwrite.Format(src), true
}
