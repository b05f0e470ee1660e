package cli

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
	"berth.dev/providers/reimport"
)

// show prints what a merge changes in files that are there, and what it does not take
// over. It returns how many files that are there would change.
func (m *importMerge) show(merged *reimport.Result, current, files []spec.Source) (changed int) {
	a := m.app
	for _, f := range files {
		old, there := contentOf(current, f.Name)
		if !there {
			if m.dry {
				fmt.Fprintf(a.out, "would write %s (%s)\n", f.Name, plural(bytes.Count(f.Bytes, []byte("\n")), "line"))
			}
			continue
		}
		changed++
		a.showDiff(diff.Diff(f.Name, old, f.Name+" as imported", f.Bytes))
	}
	a.showChanges(merged.Changes, reimport.Conflict, "Changed in the source and by hand; the hand's stays:")
	gone := "No longer in the source; it stays until --prune is given:"
	a.showChanges(merged.Changes, reimport.Gone, gone)
	return changed
}

// contentOf finds a file by its name.
func contentOf(files []spec.Source, name string) ([]byte, bool) {
	for _, f := range files {
		if f.Name == name {
			return f.Bytes, true
		}
	}
	return nil, false
}

// showDiff prints a difference, painted on terminals.
func (a *app) showDiff(text []byte) {
	paint := a.color(a.colorFlag, a.StdoutTerminal)
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(diag.Clean(line), "\n")
		if strings.HasPrefix(line, "diff ") {
			continue // the two lines below it say the same
		}
		if code := colorOf(line); paint && code != "" {
			line = code + line + "\x1b[0m"
		}
		fmt.Fprintln(a.out, line)
	}
}

// colorOf is how a line of a difference is painted.
func colorOf(line string) string {
	switch {
	case strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
		return "\x1b[1m"
	case strings.HasPrefix(line, "+"):
		return "\x1b[32m"
	case strings.HasPrefix(line, "-"):
		return "\x1b[31m"
	case strings.HasPrefix(line, "@@"):
		return "\x1b[36m"
	}
	return ""
}

// mostValue is how much of a value is shown.
const mostValue = 60

// showChanges lists the changes of one sort with their values on the three sides.
func (a *app) showChanges(all []reimport.Change, did reimport.Did, head string) {
	for _, c := range all {
		if c.Did != did {
			continue
		}
		if head != "" {
			fmt.Fprintln(a.out, head)
			head = ""
		}
		line := "  " + c.File
		if c.Path != c.File { // a file that is compared as a whole is its own path
			line += ": " + c.Path
		}
		if did == reimport.Conflict {
			line += fmt.Sprintf(": here %s, in the source %s", side(c.Hand), side(c.Fresh))
			if c.Last != "" {
				line += ", imported last " + side(c.Last)
			}
		}
		fmt.Fprintln(a.out, diag.Clean(line))
	}
}

// side is a value on one side as people read it.
func side(value string) string {
	if value == "" {
		return "nothing"
	}
	if r := []rune(value); len(r) > mostValue {
		return string(r[:mostValue-1]) + "…"
	}
	return value
}
