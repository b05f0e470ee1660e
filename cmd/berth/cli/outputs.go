package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/spec"
	"berth.dev/reports"
)

// outputs are the formats in which a command writes one result, and where to.
type outputs struct {
	// format is that of stdout, given are those of files as they were written.
	format string
	given  []string

	known []string
	files []outputFile
}

// outputFile is one result in one file.
type outputFile struct{ format, name string }

// flags adds --format and --output with the formats that a command knows.
func (o *outputs) flags(c *cobra.Command, known ...string) {
	o.known = known
	formatFlag(c, &o.format, known...)
	c.Flags().StringArrayVar(&o.given, "output", nil, "also write FORMAT=FILE, several with commas between (repeatable); - is stdout")
}

// take reads the flags and refuses what could not be written at the end: a run of
// minutes must not end in a misspelt folder.
func (o *outputs) take(a *app, c *cobra.Command) error {
	if err := oneOf(c, "format", o.format, o.known...); err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, given := range o.given {
		for _, one := range strings.Split(given, ",") {
			format, name, ok := strings.Cut(one, "=")
			if !ok || name == "" {
				return misused(c.CommandPath(), "--output %q names no file. Write FORMAT=FILE, as in %s=FILE.", one, o.known[len(o.known)-1])
			}
			if err := oneOf(c, "output", format, o.known...); err != nil {
				return err
			}
			if key := a.leadsTo(name); taken[key] {
				return misused(c.CommandPath(), "--output writes two results to %s. Give each its own file.", name)
			} else {
				taken[key] = true
			}
			if name == "-" && c.Flags().Changed("format") {
				return misused(c.CommandPath(), "--format and --output %s both say what goes to stdout. Leave one out.", one)
			}
			if err := a.mayWrite(name); err != nil {
				return err
			}
			if err := a.mayReplace(name); err != nil {
				return err
			}
			o.add(outputFile{format, name})
		}
	}
	return nil
}

// add takes one output; that of stdout takes the place of --format.
func (o *outputs) add(f outputFile) {
	if f.name == "-" {
		o.format = f.format
		return
	}
	o.files = append(o.files, f)
}

// leadsTo is one name for a file however it is written: two results in one file would
// leave the second alone.
func (a *app) leadsTo(name string) string {
	whole, err := filepath.Abs(a.path(name))
	if name == "-" || err != nil {
		return name
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(whole)); err == nil {
		whole = filepath.Join(folder, filepath.Base(whole))
	}
	return whole
}

// mayWrite refuses a file that cannot be written as far as can be seen beforehand.
func (a *app) mayWrite(name string) error {
	if name == "-" {
		return nil
	}
	folder, err := os.Stat(filepath.Dir(a.path(name)))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: there is no folder %s. Make it first", name, filepath.Dir(name))
	case err != nil:
		return fmt.Errorf("%s: %w", name, err)
	case !folder.IsDir():
		return fmt.Errorf("%s: %s is not a folder", name, filepath.Dir(name))
	}
	if info, err := os.Lstat(a.path(name)); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is there and is not a file. Name a file, or - for stdout", name)
	}
	return nil
}

// mayReplace refuses to write a result over a spec: no result is one, and the spec would
// be lost.
func (a *app) mayReplace(name string) error {
	base := filepath.Base(name)
	if _, err := os.Lstat(a.path(name)); err == nil && (spec.IsSpec(base) || spec.IsTest(base)) {
		return fmt.Errorf("%s is there, and its name is that of a spec. Name another file", name)
	}
	return nil
}

// write renders the result for stdout and for every file, and only then writes any of
// them: the files each whole or not at all.
func (o *outputs) write(a *app, render func(io.Writer, reports.Options) error) error {
	var shown bytes.Buffer
	if err := render(&shown, a.style(o.format)); err != nil {
		return err
	}
	contents := make([]bytes.Buffer, len(o.files))
	for i, f := range o.files {
		style := reports.DefaultOptions()
		style.Format = f.format
		if err := render(&contents[i], style); err != nil {
			return err
		}
	}
	if _, err := shown.WriteTo(a.out); err != nil {
		return fmt.Errorf("stdout: %w", err)
	}
	for i, f := range o.files {
		if err := replaceFile(a.path(f.name), contents[i].Bytes()); err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return nil
}
