package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"berth.dev/engine/diag"
	"berth.dev/engine/money"
	"berth.dev/engine/unit"
)

// longestText is how much text one attribute may hold.
const longestText = 64 << 10

// mistake is a value of the wrong form, with the place of the part that is
// wrong.
type mistake struct {
	at  literal
	why string
}

func (m *mistake) Error() string { return m.why }

func wrong(at literal, format string, args ...any) error {
	return &mistake{at, fmt.Sprintf(format, args...)}
}

// form reads a literal as one kind of value. The kinds are the `as` tags of
// the vocabulary.
type form func(literal) (any, error)

// formOf returns the form that an `as` tag names. An unknown tag is a bug in
// the vocabulary, and panics when the vocabulary is laid out.
func formOf(as string) form {
	if f, ok := forms()[as]; ok {
		return f
	}
	if per, ok := strings.CutPrefix(as, "money/"); ok {
		return textForm(func(s string) (any, error) { return money.ParseRate(s, money.Per(per)) }, "1900 JPY/"+per)
	}
	if per, ok := strings.CutPrefix(as, "rates/"); ok {
		return mapForm(textForm(func(s string) (any, error) { return money.ParseRate(s, money.Per(per)) }, "1.5 JPY/"+per), collect[money.Rate])
	}
	if strings.Contains(as, "|") {
		return oneOf(strings.Split(as, "|"))
	}
	panic("spec: no form " + as)
}

// forms are the kinds that need no parameter.
func forms() map[string]form {
	return map[string]form{
		"text":      readText,
		"name":      readName,
		"names":     listForm(readName),
		"texts":     listForm(readText),
		"name(s)":   oneOrMany(readName),
		"text(s)":   textOrMap,
		"bool":      readBool,
		"number":    readNumber,
		"count":     readCount,
		"share":     readShare,
		"cores":     coresForm,
		"bytes":     bytesForm,
		"duration":  scalar(unit.ParseDuration, "90d"),
		"effort":    scalar(unit.ParseEffort, "4h/mo"),
		"hours":     scalar(unit.ParseHours, "16h"),
		"power":     scalar(unit.ParsePower, "180W"),
		"bandwidth": scalar(unit.ParseBandwidth, "1Gbps"),
		"growth":    scalar(unit.ParseGrowth, "12%/mo"),
		"money":     textForm(func(s string) (any, error) { return money.Parse(s) }, "1900 JPY"),
		"currency":  textForm(readCurrency, "JPY"),
		"country":   readCountry,
		"countries": listForm(readCountry),
		"date":      textForm(readDate, "2026-10-31"),
		"numbers":   mapForm(readNumber, collect[float64]),
		"counts":    mapForm(readCount, collect[float64]),
		"strings":   mapForm(readText, collect[string]),
		"efforts":   mapForm(scalar(unit.ParseEffort, "4h/mo"), collect[float64]),
		"amounts":   readAmounts,
		"expr":      readText,
	}
}

func scalar(parse func(string) (float64, error), example string) form {
	return textForm(func(s string) (any, error) { return parse(s) }, example)
}

func bytesForm(l literal) (any, error) { return scalar(unit.ParseBytes, "4Gi")(l) }

// measureForm reads a quantity that may be a range or "unknown". one is the form
// of a single number.
func measureForm(one form) form {
	return func(l literal) (any, error) {
		if l.is != text {
			v, err := one(l)
			if err != nil {
				return nil, err
			}
			return Measure{Lo: v.(float64), Hi: v.(float64)}, nil
		}
		if l.text == "unknown" {
			return Measure{Unknown: true}, nil
		}
		low, high, ranged := strings.Cut(l.text, "..")
		lo, err := one(asWritten(low, l, ranged))
		if err != nil {
			return nil, err
		}
		if !ranged {
			return Measure{Lo: lo.(float64), Hi: lo.(float64)}, nil
		}
		hi, err := one(asWritten(high, l, true))
		if err != nil {
			return nil, err
		}
		if lo.(float64) > hi.(float64) {
			return nil, wrong(l, "The range %q begins above its end.", l.text)
		}
		return Measure{Lo: lo.(float64), Hi: hi.(float64)}, nil
	}
}

// asWritten is one end of a range as a literal of its own: a bare number in it
// is a number.
func asWritten(s string, l literal, ranged bool) literal {
	if v, ok := unit.ParseNumber(s); ok && ranged {
		return literal{is: number, text: s, num: v, at: l.at}
	}
	return literal{is: text, text: s, at: l.at}
}

// textForm reads quoted text through parse; example shows the form where
// something else than text was written.
func textForm(parse func(string) (any, error), example string) form {
	return func(l literal) (any, error) {
		if l.is != text {
			return nil, wrong(l, "This must be text in quotes with its unit, as in %q; it is %s.", example, l.is)
		}
		v, err := parse(l.text)
		if err != nil {
			return nil, wrong(l, "%s.", err)
		}
		return v, nil
	}
}

func readText(l literal) (any, error) {
	if l.is != text {
		return nil, wrong(l, "This must be text in quotes; it is %s.", l.is)
	}
	if len(l.text) > longestText {
		return nil, wrong(l, "The text has %d bytes; an attribute may have %d.", len(l.text), longestText)
	}
	return l.text, nil
}

func readName(l literal) (any, error) {
	if l.is != text {
		return nil, wrong(l, "This must be a name in quotes; it is %s.", l.is)
	}
	if why := badName(l.text); why != "" {
		return nil, wrong(l, "%s", why)
	}
	return l.text, nil
}

// badName says what is wrong with a name, or "". Names are DNS labels: they
// become namespaces, file names and metric labels.
func badName(s string) string {
	ok := len(s) > 0 && len(s) <= 63 && s[0] != '-' && s[len(s)-1] != '-'
	for i := 0; i < len(s) && ok; i++ {
		c := s[i]
		ok = c == '-' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
	}
	if ok {
		return ""
	}
	return fmt.Sprintf("%q is not a name: use small letters, digits and dashes, at most 63, as in \"user-db\".", shorten(s))
}

func shorten(s string) string {
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:80], "") + "…"
	}
	return s
}

func readBool(l literal) (any, error) {
	if l.is != boolean {
		return nil, wrong(l, "This must be true or false, without quotes; it is %s.", l.is)
	}
	return l.yes, nil
}

func readNumber(l literal) (any, error) {
	if l.is != number {
		return nil, wrong(l, "This must be a number without quotes; it is %s.", l.is)
	}
	if l.num < 0 {
		return nil, wrong(l, "This must not be negative.")
	}
	return l.num, nil
}

func readCount(l literal) (any, error) {
	if l.is == text {
		v, err := unit.ParseCount(l.text)
		if err != nil {
			return nil, wrong(l, "%s.", err)
		}
		return v, nil
	}
	v, err := readNumber(l)
	if err != nil {
		return nil, err
	}
	if n := v.(float64); n != float64(int64(n)) {
		return nil, wrong(l, "This must be a whole number.")
	}
	return v, nil
}

func readShare(l literal) (any, error) {
	v, err := readNumber(l)
	if err == nil && v.(float64) > 1 {
		return nil, wrong(l, "This is a share: write a number from 0 to 1, as in 0.85.")
	}
	return v, err
}

// coresForm takes "500m" and "2", and 2 without quotes, as Kubernetes does.
func coresForm(l literal) (any, error) {
	s := l.text
	if l.is == number {
		s = strconv.FormatFloat(l.num, 'f', -1, 64)
	} else if l.is != text {
		return nil, wrong(l, `This must be an amount of CPU as in "2" or "500m"; it is %s.`, l.is)
	}
	v, err := unit.ParseCores(s)
	if err != nil {
		return nil, wrong(l, "%s.", err)
	}
	return v, nil
}

func readCurrency(s string) (any, error) {
	if !money.IsCurrency(s) {
		return nil, fmt.Errorf("%q is not a currency: write three capital letters, as in JPY", shorten(s))
	}
	return s, nil
}

func readCountry(l literal) (any, error) {
	if l.is != text || len(l.text) != 2 || strings.Trim(l.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return nil, wrong(l, `This must be a country: two capital letters (ISO 3166) in quotes, as in "JP".`)
	}
	return l.text, nil
}

func readDate(s string) (any, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return nil, fmt.Errorf("%q is not a day: write it as in %q", shorten(s), "2026-10-31")
	}
	return t, nil
}

func oneOf(words []string) form {
	return func(l literal) (any, error) {
		if l.is == text && slices.Contains(words, l.text) {
			return l.text, nil
		}
		quoted := make([]string, len(words))
		for i, w := range words {
			quoted[i] = strconv.Quote(w)
		}
		hint := ""
		if n := diag.Nearest(l.text, words); l.is == text && n != "" {
			hint = fmt.Sprintf(" Did you mean %q?", n)
		}
		return nil, wrong(l, "This must be one of %s.%s", strings.Join(quoted, ", "), hint)
	}
}

func listForm(item form) form {
	return func(l literal) (any, error) {
		if l.is != list {
			return nil, wrong(l, `This must be a list, as in ["a", "b"]; it is %s.`, l.is)
		}
		out := make([]string, 0, len(l.items))
		for _, i := range l.items {
			v, err := item(i)
			if err != nil {
				return nil, err
			}
			if slices.Contains(out, v.(string)) {
				return nil, wrong(i, "%q is in the list twice.", v)
			}
			out = append(out, v.(string))
		}
		return out, nil
	}
}

// oneOrMany reads "a" as the list of "a".
func oneOrMany(item form) form {
	many := listForm(item)
	return func(l literal) (any, error) {
		if l.is == text {
			l = literal{is: list, items: []literal{l}, at: l.at}
		}
		return many(l)
	}
}

// textOrMap reads "a" as the map from "" to "a".
func textOrMap(l literal) (any, error) {
	if l.is == text {
		return map[string]string{"": l.text}, nil
	}
	return mapForm(readText, collect[string])(l)
}

// mapForm reads a map whose values have one form; put makes the typed map.
func mapForm(item form, put func(keys []string, values []any) any) form {
	return func(l literal) (any, error) {
		if l.is != object {
			return nil, wrong(l, "This must be a map, as in { a = …, b = … }; it is %s.", l.is)
		}
		var keys []string
		var values []any
		for i, k := range l.keys {
			if k.is != text || len(k.text) > 253 {
				return nil, wrong(k, "A key must be a name.")
			}
			if slices.Contains(keys, k.text) {
				return nil, wrong(k, "The key %q stands twice.", k.text)
			}
			v, err := item(l.items[i])
			if err != nil {
				return nil, err
			}
			keys, values = append(keys, k.text), append(values, v)
		}
		return put(keys, values), nil
	}
}

func collect[T any](keys []string, values []any) any {
	out := make(map[string]T, len(keys))
	for i, k := range keys {
		out[k] = values[i].(T)
	}
	return out
}

func readAmounts(l literal) (any, error) {
	if l.is != object {
		return nil, wrong(l, `This must be amounts, as in { cpu = "2", memory = "8Gi" }; it is %s.`, l.is)
	}
	var a Amounts
	for i, k := range l.keys {
		var v any
		var err error
		switch k.text {
		case "cpu":
			if v, err = coresForm(l.items[i]); err == nil {
				a.CPU = v.(float64)
			}
		case "memory":
			if v, err = bytesForm(l.items[i]); err == nil {
				a.Memory = v.(float64)
			}
		default:
			err = wrong(k, `Only "cpu" and "memory" are known here.`)
		}
		if err != nil {
			return nil, err
		}
	}
	return a, nil
}
