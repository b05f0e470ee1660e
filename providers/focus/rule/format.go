package rule

import (
	"encoding/json"
	"io"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The forms of values, as FOCUS describes them.
var (
	numeric = regexp.MustCompile(`^-?(0|[1-9][0-9]*|0[0-9]+)(\.[0-9]+)?([eE]-?[0-9]+)?$`)
	moment  = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$`)
	// A unit is "Hours", "GB-Hours", "GB/Hour" or "1000 Requests", each word of letters.
	units = regexp.MustCompile(`^([1-9][0-9]* )?[A-Za-z]+( [A-Za-z]+)*(-[A-Za-z]+)?(/([1-9][0-9]* )?[A-Za-z]+)?$`)
	code  = regexp.MustCompile(`^[A-Z]{3}$`)
)

// forms are the checks of how one cell is written.
func forms() map[string]func(string) bool {
	text := func(s string) bool { return utf8.ValidString(s) && strings.TrimSpace(s) != "" }
	decimal := func(s string) bool { _, ok := number(s); return ok }
	return map[string]func(string) bool{
		"TypeString": text, "FormatString": text,
		"TypeDecimal": decimal, "CheckDecimalValue": decimal, "FormatNumeric": numeric.MatchString,
		"TypeDateTime": isMoment, "FormatDateTime": isMoment,
		"FormatUnit": units.MatchString, "FormatCurrency": code.MatchString, "FormatKeyValue": isKeyValue,
	}
}

// longest is how many characters a number may have, widest how large its exponent: an
// exact fraction of more would take all memory.
const (
	longest = 400
	widest  = 400
)

// number reads a number exactly.
func number(s string) (*big.Rat, bool) {
	if len(s) > longest || !numeric.MatchString(s) {
		return nil, false
	}
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		if e, err := strconv.Atoi(s[i+1:]); err != nil || e > widest || e < -widest {
			return nil, false
		}
	}
	return new(big.Rat).SetString(s)
}

func isMoment(s string) bool {
	_, err := time.Parse(time.RFC3339, s)
	return err == nil && moment.MatchString(s)
}

// isKeyValue tells whether a text is a JSON object of plain values, each key once.
func isKeyValue(s string) bool {
	d := json.NewDecoder(strings.NewReader(s))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return false
	}
	seen := map[string]bool{}
	for d.More() {
		key, err := d.Token()
		name, ok := key.(string)
		if err != nil || !ok || seen[name] {
			return false
		}
		seen[name] = true
		value, err := d.Token()
		if _, nested := value.(json.Delim); err != nil || nested {
			return false
		}
	}
	if _, err := d.Token(); err != nil {
		return false
	}
	_, err := d.Token()
	return err == io.EOF
}
