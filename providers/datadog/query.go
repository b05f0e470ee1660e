package datadog

import (
	"encoding/json"
	"fmt"
	"strings"

	"berth.dev/engine/measure"
)

// maxTerms is how many metrics one query may have: their names are letters.
const maxTerms = 26

// maxText is the longest query in bytes.
const maxText = 16 << 10

// question is a query in the words of the API: queries by letter, and a formula.
type question struct {
	formula string
	queries []json.RawMessage
	// perSecond tells that the formula's values are over a second whatever the unit
	// in the answer says: counts that were divided by the roll-up, or rates.
	perSecond bool
	// metrics are the names of the metrics that are asked for.
	metrics []string
}

// compile makes a question of a query's text: metrics as people write them in Datadog,
// also with arithmetic, or one query of the API as a JSON object, which may have any
// data source. Each gets an explicit roll-up of step seconds.
func compile(q measure.Query, step int64) (question, error) {
	text := strings.TrimSpace(q.Text)
	switch {
	case text == "":
		return question{}, fmt.Errorf("the query is empty")
	case len(text) > maxText:
		return question{}, fmt.Errorf("the query has %d bytes; at most %d are sent", len(text), maxText)
	case text[0] == '{':
		return compileObject(text, step, isPerSecond(q.Kind))
	}
	return compileText(text, step, isPerSecond(q.Kind))
}

func isPerSecond(k measure.Kind) bool { return strings.HasSuffix(k.Unit(), "/s") }

// compileText puts a letter in the place of each metric.
func compileText(text string, step int64, perSecond bool) (question, error) {
	q := question{perSecond: perSecond}
	var formula strings.Builder
	for text != "" {
		what, n := leading(text)
		switch what {
		case metric:
			t, rest, err := nextTerm(text)
			if err != nil {
				return q, err
			}
			if err := q.add(t, step, perSecond, &formula); err != nil {
				return q, err
			}
			text = rest
		case bare:
			return q, fmt.Errorf("%q has no scope: write it as in %s{*} by {service}", clip(text[:n]), clip(text[:n]))
		default:
			formula.WriteString(text[:n])
			text = text[n:]
		}
	}
	if len(q.queries) == 0 {
		return q, fmt.Errorf("no metric is in the query: write it as in sum:http.hits{*} by {service}.as_count()")
	}
	q.formula = formula.String()
	return q, nil
}

// add takes a metric in. Counts over the roll-up become counts a second in the
// formula, so that arithmetic over several of them stays true.
func (q *question) add(t term, step int64, perSecond bool, formula *strings.Builder) error {
	if len(q.queries) == maxTerms {
		return fmt.Errorf("the query has more than %d metrics", maxTerms)
	}
	text, err := t.rolled(step)
	if err != nil {
		return err
	}
	letter := string(rune('a' + len(q.queries)))
	raw, err := json.Marshal(map[string]string{"data_source": "metrics", "name": letter, "query": text})
	if err != nil {
		return err
	}
	q.queries, q.metrics = append(q.queries, raw), append(q.metrics, t.metric())
	if perSecond && t.counted() {
		fmt.Fprintf(formula, "(%s / %d)", letter, step)
		return nil
	}
	q.perSecond = q.perSecond && t.rated()
	formula.WriteString(letter)
	return nil
}

// part is what a query's text begins with.
type part int

const (
	other    part = iota // a sign, a space, a bracket
	number               // 1e9
	function             // default_zero, before its bracket
	metric               // sum:http.hits, before its scope
	bare                 // a word with neither
)

// leading tells what text begins with, and how long that is.
func leading(text string) (part, int) {
	n := 0
	switch {
	case isLetter(text[0]):
		for n < len(text) && (isWord(text[n:n+1]) || text[n] == '.' || text[n] == ':') {
			n++
		}
	case isNumeral(text[0]):
		for n < len(text) && (isNumeral(text[n]) || isLetter(text[n])) {
			n++
		}
		return number, n
	default:
		return other, 1
	}
	switch {
	case strings.HasPrefix(text[n:], "{"):
		return metric, n
	case strings.HasPrefix(text[n:], "("):
		return function, n
	}
	return bare, n
}

func isNumeral(c byte) bool { return '0' <= c && c <= '9' || c == '.' }
