package impasse

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
)

// Apply returns the sources with edits made. Edits that are in no file change nothing.
func Apply(sources []spec.Source, edits []Edit) []spec.Source {
	edits = slices.Clone(edits)
	// From the end of a file to its beginning, so that places stay right.
	slices.SortStableFunc(edits, func(a, b Edit) int { return b.At.Start.Byte - a.At.Start.Byte })
	out := slices.Clone(sources)
	for i := range out {
		for _, edit := range edits {
			if edit.At.File == out[i].Name {
				raw := out[i].Bytes
				out[i].Bytes = slices.Concat(raw[:edit.At.Start.Byte], []byte(edit.Text), raw[edit.At.End.Byte:])
			}
		}
	}
	return out
}

// replace writes another value; before are the words that name whose attribute it is.
func (e *explainer) replace(before string, o spec.Origin, value string) Edit {
	at := e.q.Workspace.Range(o)
	return Edit{At: at, Text: value, Words: before + ": " + e.written(at) + " → " + value}
}

// remove takes an attribute out, with its line where nothing else stands there.
func (e *explainer) remove(before string, o spec.Origin) Edit {
	at := e.q.Workspace.Range(o)
	raw := file(e.q.Workspace, at.File).Bytes
	cut := cutHCL
	if strings.HasSuffix(at.File, ".json") {
		cut = cutJSON
	}
	start, end := cut(raw, at.Start.Byte, at.End.Byte)
	words := before + ": remove " + e.written(at)
	at.Start.Byte, at.End = start, diag.Pos{Line: at.End.Line, Column: at.End.Column, Byte: end}
	return Edit{At: at, Words: words}
}

// nameStart is where the name of the attribute begins whose value begins at a byte.
func nameStart(raw []byte, value int) int {
	at := len(bytes.TrimRight(raw[:value], " \t\r\n=:"))
	return bytes.LastIndexAny(raw[:at], " \t\n{,") + 1
}

// cutHCL is what is to be cut out with a value: its whole line where it is alone there.
func cutHCL(raw []byte, start, end int) (int, int) {
	name := nameStart(raw, start)
	line := lineStart(raw, name)
	rest := bytes.IndexByte(raw[end:], '\n')
	if rest < 0 {
		rest = len(raw) - end - 1
	}
	if len(bytes.TrimSpace(raw[line:name])) == 0 && len(bytes.TrimSpace(raw[end:end+rest])) == 0 {
		return line, end + rest + 1
	}
	return name, end
}

// cutJSON is what is to be cut out with a value: its name, and one comma.
func cutJSON(raw []byte, start, end int) (int, int) {
	name := nameStart(raw, start)
	after := end + len(raw[end:]) - len(bytes.TrimLeft(raw[end:], " \t\r\n"))
	if after < len(raw) && raw[after] == ',' {
		return name, after + 1
	}
	before := bytes.TrimRight(raw[:name], " \t\r\n")
	if len(before) > 0 && before[len(before)-1] == ',' {
		return len(before) - 1, end
	}
	return name, end
}

// lessOf writes a list with some names left out; an empty list is removed.
func (e *explainer) lessOf(before string, v spec.Value[[]string], drop func(string) bool) Edit {
	kept := slices.DeleteFunc(slices.Clone(v.V), drop)
	if len(kept) == 0 {
		return e.remove(before, v.Origin)
	}
	return e.replace(before, v.Origin, quoted(kept))
}

// quoted writes a list as HCL and JSON both do.
func quoted(names []string) string {
	var out []string
	for _, n := range names {
		out = append(out, strconv.Quote(n))
	}
	return "[" + strings.Join(out, ", ") + "]"
}
