package trial

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// expectations are those of one case.
type expectations struct {
	w *spec.Workspace // for places
	*spec.Expect
}

func (e *expectations) failure(at spec.Origin, word, want, got string) Failure {
	return Failure{e.w.Range(at), word, shorten(want), shorten(got)}
}

// longest is how much of one side is shown: a world may have ten thousand findings.
const longest = 2000

func shorten(words string) string {
	if len(words) <= longest {
		return words
	}
	return strings.ToValidUTF8(words[:longest], "") + "…"
}

// failed deals with an error: one that was expected and is not there, that is there
// and was not expected, or that is another. It tells whether there is no more to say.
func (e *expectations) failed(err error) ([]Failure, bool) {
	switch {
	case err == nil && !e.Error.Set():
		return nil, false
	case err == nil:
		return []Failure{e.failure(e.Error.Origin, "error", e.Error.V, "no error")}, true
	case !e.Error.Set():
		return []Failure{e.failure(e.Origin, "error", "no error", err.Error())}, true
	case !strings.Contains(err.Error(), e.Error.V):
		return []Failure{e.failure(e.Error.Origin, "error", e.Error.V, err.Error())}, true
	}
	return nil, true
}

// closeEnough is how far a number may be off for the sake of how machines count.
const closeEnough = 1e-9

func holds(b spec.Band, n float64) bool {
	return n >= b.Lo-closeEnough && n <= b.Hi+closeEnough
}

// band writes what was expected as a test would.
func band(b spec.Band) string {
	if b.Lo == b.Hi {
		return number(b.Lo)
	}
	end := func(n float64) string {
		if math.IsInf(n, 0) {
			return ""
		}
		return number(n)
	}
	return end(b.Lo) + ".." + end(b.Hi)
}

func number(n float64) string { return strconv.FormatFloat(n, 'g', -1, 64) }

func yes(b bool) string { return strconv.FormatBool(b) }

// sentence is an error's words as a sentence; the name of a variable keeps its letters.
func sentence(err error) string {
	words := strings.TrimSpace(err.Error())
	if word, _, _ := strings.Cut(words, " "); !strings.Contains(word, ".") {
		first, size := utf8.DecodeRuneInString(words)
		words = string(unicode.ToUpper(first)) + words[size:]
	}
	if !strings.HasSuffix(words, ".") && !strings.HasSuffix(words, "?") {
		words += "."
	}
	return words
}

// policyOf finds a policy, which the suite is known to have.
func policyOf(s *policies.Suite, name string) *policies.Policy {
	return s.Policies[slices.IndexFunc(s.Policies, func(p *policies.Policy) bool { return p.Name() == name })]
}

func constraintOf(s *policies.Suite, name string) *policies.Constraint {
	return s.Constraints[slices.IndexFunc(s.Constraints, func(c *policies.Constraint) bool { return c.Name() == name })]
}

func checkOf(s *policies.Suite, name string) *policies.Check {
	return s.Checks[slices.IndexFunc(s.Checks, func(c *policies.Check) bool { return c.Name() == name })]
}
