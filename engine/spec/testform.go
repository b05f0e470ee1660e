package spec

import (
	"math"
	"strconv"
	"strings"
)

// givens are the values of a test as a form returns them: their places become origins
// where the decoder stores them.
type givens []givenValue

type givenValue struct {
	name string
	v    any
	at   literal
}

// readGiven reads values for variables, as in { "option.elastic" = false }.
func readGiven(l literal) (any, error) {
	if l.is != object {
		return nil, wrong(l, `This must be values for variables, as in { "option.elastic" = false }; it is %s.`, l.is)
	}
	var out givens
	var bad mistakes
	seen := make(map[string]bool, len(l.keys))
	for i, k := range l.keys {
		v, err := givenOf(l.items[i])
		switch why := badKey(k); {
		case bad.full():
			return nil, bad
		case why != "":
			bad = append(bad, wrong(k, "%s", why))
		case seen[k.text]:
			bad = append(bad, wrong(k, "The key %q stands twice.", shorten(k.text)))
		case err != nil:
			bad = append(bad, err)
		default:
			seen[k.text] = true
			out = append(out, givenValue{k.text, v, k})
		}
	}
	return out, bad.orNil()
}

// givenOf reads one value.
func givenOf(l literal) (any, error) {
	switch l.is {
	case boolean:
		return l.yes, nil
	case number:
		return l.num, nil
	case text:
		return readText(l)
	case list:
		return readTexts(l)
	}
	return nil, wrong(l, "A value is true or false, a number, text, or a list of texts; this is %s.", l.is)
}

// readTexts reads a list of texts, which may repeat: rules may see such a list.
func readTexts(l literal) (any, error) {
	out := make([]string, 0, len(l.items))
	var bad mistakes
	for _, i := range l.items {
		v, err := readText(i)
		if bad.full() {
			return nil, bad
		}
		if err != nil {
			bad = append(bad, err)
			continue
		}
		out = append(out, v.(string))
	}
	return out, bad.orNil()
}

// readBand reads a number, or a range as in "0.4..0.6", where one end may be left out.
func readBand(l literal) (any, error) {
	if l.is == number {
		return Band{l.num, l.num}, nil
	}
	lo, hi, ranged := strings.Cut(l.text, "..")
	if l.is != text || !ranged || len(l.text) > longestQuantity {
		return nil, wrong(l, `This must be a number, as in 0.5, or a range in quotes, as in "0.4..0.6".`)
	}
	b := Band{math.Inf(-1), math.Inf(1)}
	var err error
	if lo != "" {
		b.Lo, err = strconv.ParseFloat(lo, 64)
	}
	if hi != "" && err == nil {
		b.Hi, err = strconv.ParseFloat(hi, 64)
	}
	switch {
	case err != nil || math.IsNaN(b.Lo) || math.IsNaN(b.Hi) || lo == "" && hi == "":
		return nil, wrong(l, `%q is no range: write it as in "0.4..0.6", "0.4.." or "..0.6".`, shorten(l.text))
	case b.Lo > b.Hi:
		return nil, wrong(l, "%q holds nothing: the lower end comes first.", shorten(l.text))
	}
	return b, nil
}

// readList reads a list of texts for [mapForm].
func readList(l literal) (any, error) { return listForm(readWords)(l) }

// readBands reads a map of ranges for [mapForm].
func readBands(l literal) (any, error) { return mapForm(readBand, collect[Band])(l) }
