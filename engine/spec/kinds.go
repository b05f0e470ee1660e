package spec

import (
	"errors"
	"fmt"
	"strings"

	"berth.dev/engine/money"
	"berth.dev/engine/unit"
)

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

// mistakes are those of a list or a map, all of them.
type mistakes []error

func (m mistakes) Error() string { return errors.Join(m...).Error() }

// full tells whether there are as many as a file may report.
func (m mistakes) full() bool { return len(m) > mostPerFile }

// orNil returns the mistakes as an error, nil where there is none.
func (m mistakes) orNil() error {
	if len(m) == 0 {
		return nil
	}
	return m
}

// form reads a literal as one kind of value. The kinds are the `as` tags of
// the vocabulary.
type form func(literal) (any, error)

// formOf returns the form that an `as` tag with a parameter names. An unknown tag
// is a bug in the vocabulary, and panics when the vocabulary is laid out.
func formOf(as string) form {
	if per, ok := strings.CutPrefix(as, "money/"); ok {
		return rateForm(money.Per(per), "1900 JPY/"+per)
	}
	if per, ok := strings.CutPrefix(as, "rates/"); ok {
		return mapForm(rateForm(money.Per(per), "1.5 JPY/"+per), collect[money.Rate])
	}
	if strings.Contains(as, "|") {
		return oneOf(strings.Split(as, "|"))
	}
	panic("spec: no form " + as)
}

// forms are the kinds that need no parameter.
func forms() map[string]form {
	return map[string]form{
		"text":      readWords,
		"name":      readName,
		"criterion": readCriterion,
		"names":     listForm(readName),
		"texts":     listForm(readWords),
		"name(s)":   oneOrMany(readName),
		"text(s)":   textOrMap,
		"bool":      readBool,
		"number":    readNumber,
		"count":     readCount,
		"share":     readShare,
		"percents":  readPercents,
		"cores":     coresForm,
		"bytes":     bytesForm,
		"duration":  scalar(unit.ParseDuration, "90d"),
		"effort":    scalar(unit.ParseEffort, "4h/mo"),
		"hours":     scalar(unit.ParseHours, "16h"),
		"power":     scalar(unit.ParsePower, "180W"),
		"bandwidth": scalar(unit.ParseBandwidth, "1Gbps"),
		"growth":    scalar(unit.ParseGrowth, "12%/mo"),
		"money":     amountForm("1900 JPY"),
		"currency":  textForm(readCurrency, "JPY"),
		"country":   readCountry,
		"countries": listForm(readCountry),
		"cron":      textForm(readSchedule, "0 4 * * *"),
		"date":      textForm(readDate, "2026-10-31"),
		"numbers":   mapForm(readNumber, collect[float64]),
		"counts":    mapForm(readCount, collect[float64]),
		"strings":   mapForm(readText, collect[string]),
		"efforts":   mapForm(scalar(unit.ParseEffort, "4h/mo"), collect[float64]),
		"amounts":   readAmounts,
		"expr":      readWords,
		"given":     readGiven,
		"band":      readBand,
		"bands":     readBands,
		"lists":     mapForm(readList, collect[[]string]),
		"tables":    mapForm(readBands, collect[map[string]Band]),
	}
}

func scalar(parse func(string) (float64, error), example string) form {
	return textForm(func(s string) (any, error) { return parse(s) }, example)
}

// longestQuantity is how long the text of a number with its unit may be.
const longestQuantity = 100

// textForm reads quoted text through parse; example shows the form where
// something else than text was written.
func textForm(parse func(string) (any, error), example string) form {
	return func(l literal) (any, error) {
		if l.is != text {
			return nil, wrong(l, "This must be text in quotes, as in %q; it is %s.", example, l.is)
		}
		if len(l.text) > longestQuantity {
			return nil, wrong(l, "This must be short, as in %q; it is text of %d bytes.", example, len(l.text))
		}
		v, err := parse(l.text)
		if err != nil {
			return nil, wrong(l, "%s.", err)
		}
		return v, nil
	}
}

func amountForm(example string) form {
	return textForm(func(s string) (any, error) {
		a, err := money.Parse(s)
		return a, orNegative(a, err)
	}, example)
}

func rateForm(per money.Per, example string) form {
	return textForm(func(s string) (any, error) {
		r, err := money.ParseRate(s, per)
		return r, orNegative(r.Amount, err)
	}, example)
}

// orNegative refuses amounts below nothing: no word of the language means a
// refund, and a cost below 0 would win every comparison.
func orNegative(a money.Amount, err error) error {
	if err == nil && a.Sign() < 0 {
		return fmt.Errorf("%q is less than nothing: write 0 or more", a.String())
	}
	return err
}
