package impasse

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/fleet"
	"berth.dev/engine/spec"
)

// mostNamed is how many services a sentence names.
const mostNamed = 5

// list names some of many: "a, b and c", "a, b, c, d, e and 3 more".
func list(names []string) string {
	names = slices.Clone(names)
	if more := len(names) - mostNamed; more > 1 {
		names = append(names[:mostNamed], fmt.Sprintf("%d more", more))
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// subject is whom a bound is about.
func subject(b *fleet.Bound) string {
	switch b.Sort {
	case fleet.NodePool, fleet.StoragePool:
		return fmt.Sprintf("%s %q of %s", b.Sort, b.Pool, b.Site)
	case fleet.NoLink:
		return fmt.Sprintf("sites %s and %s", b.Site, b.Other)
	}
	if len(b.Services) == 1 {
		return fmt.Sprintf("service %q", b.Services[0])
	}
	return "services " + list(b.Services)
}

// rule is a bound in words.
func (e *explainer) rule(b *fleet.Bound) Rule {
	out := Rule{Sort: b.Sort, Subject: subject(b), At: b.At, Words: e.written(b.At)}
	switch b.Sort {
	case fleet.ByConstraint:
		if !fromSpec(b.Constraint) || !strings.Contains(out.Words, " = ") {
			out.Words = fmt.Sprintf("constraint %q", b.Constraint)
		}
	case fleet.PinOfPlan:
		out.Words = "--pin " + b.Services[0] + "=" + b.Site
	case fleet.HeldHere:
		out.Words = "it stays where it runs: " + b.Other
	case fleet.NoLink:
		out.Words = "no link joins them"
	}
	return out
}

// fromSpec tells whether a constraint of the standard suite is about words that a
// service or a site says.
func fromSpec(constraint string) bool {
	return slices.Contains([]string{"pin", "residency", "needs", "no-internet-transit", "independent-of", "max-latency", "environment"}, constraint)
}

// written is a value with the name of its attribute, "" where none stands there.
func (e *explainer) written(at diag.Range) string {
	f := file(e.q.Workspace, at.File)
	if f == nil {
		return ""
	}
	return attribute(f.Bytes, at) + oneLine(string(f.Bytes[at.Start.Byte:at.End.Byte]))
}

// attribute is the name of the attribute whose value stands at a place, with an equals
// sign.
func attribute(raw []byte, at diag.Range) string {
	name := string(raw[nameStart(raw, at.Start.Byte):at.Start.Byte])
	if !strings.ContainsAny(name, "=:") {
		return ""
	}
	return strings.Trim(name, "= :\t\r\n\"") + " = "
}

// oneLine puts a piece of a file on one line, cut where it is long.
func oneLine(s string) string {
	const most = 80
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

func file(w *spec.Workspace, name string) *spec.File {
	i := slices.IndexFunc(w.Files, func(f *spec.File) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return w.Files[i]
}

// lineStart is where the line of a byte begins.
func lineStart(raw []byte, at int) int {
	for at > 0 && raw[at-1] != '\n' {
		at--
	}
	return at
}
