package pool

import (
	"fmt"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/price"
	"berth.dev/engine/spec"
)

// UnstatedError says that words are not there from which the cost of machines follows.
type UnstatedError struct {
	// List has each of them at the node pool that lacks it, with what to write.
	List diag.List
	err  error
}

// Error names all of them on one line.
func (e *UnstatedError) Error() string { return e.err.Error() }

// Unwrap returns an error that is [price.ErrMissing].
func (e *UnstatedError) Unwrap() error { return e.err }

// lack notes that a pool does not state a word.
func (m *month) lack(s *spec.Site, p *spec.NodePool, word string) {
	what := fmt.Sprintf("node pool %s of %s does not state %s; what costs nothing is written as 0", p.Name, s.Name, word)
	m.wrong = append(m.wrong, what)
	m.unstated.Errorf(price.CodeUnpriced, m.Workspace.Range(p.Origin), "Missing price",
		"The %s. Write it as in %s.", what, example(word, m.Workspace.Settings.Currency.V))
}

// example is how a word is written, with a figure of the usual size in yen.
func example(word, currency string) string {
	word, _, _ = strings.Cut(word, " ")
	figure := map[string]string{
		"purchase": "1900000 " + currency, "upkeep": "21000 " + currency + "/mo", "electricity": "24 " + currency + "/kWh",
		"power_max": "450 W", "life": "60mo", "in_service": "2024-04-01",
	}[word]
	if figure == "" {
		return word + " = …"
	}
	return fmt.Sprintf("%s = %q", word, figure)
}
