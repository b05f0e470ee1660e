//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery

import (
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// decimalForm is what PARSE_BIGNUMERIC takes, but for blanks and commas between digits,
// which the double refuses: nobody should write them.
var decimalForm = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$`)

// scale is the digits of a BIGNUMERIC after the point.
const scale = 38

// decimal reads a BIGNUMERIC as whole numbers of 10^-38, rounded half away from zero.
func decimal(s string) (*big.Int, error) {
	if !decimalForm.MatchString(s) {
		return nil, refuse("Invalid BIGNUMERIC value: %.80s", s)
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil, refuse("Invalid BIGNUMERIC value: %.80s", s)
	}
	r.Mul(r, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(scale), nil)))
	twice := new(big.Int).Mul(new(big.Int).Abs(r.Num()), big.NewInt(2))
	n := twice.Add(twice, r.Denom())
	n.Quo(n, new(big.Int).Mul(r.Denom(), big.NewInt(2)))
	if n.BitLen() > 255 {
		return nil, refuse("BIGNUMERIC overflow: %.80s", s)
	}
	if r.Sign() < 0 {
		n.Neg(n)
	}
	return n, nil
}

// written is a BIGNUMERIC as a text, without needless zeros.
func written(n *big.Int) string {
	digits := new(big.Int).Abs(n).String()
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale+1-len(digits)) + digits
	}
	out := strings.TrimRight(strings.TrimRight(digits[:len(digits)-scale]+"."+digits[len(digits)-scale:], "0"), ".")
	if n.Sign() < 0 {
		out = "-" + out
	}
	return out
}

func decimalText(s string) (any, error) {
	n, err := decimal(s)
	if err != nil {
		return nil, err
	}
	return written(n), nil
}

// decimalSum is the sum of a list of BIGNUMERIC, NULL where it has none.
func decimalSum(list []any) (any, error) {
	sum, any := new(big.Int), false
	for _, v := range list {
		if v == nil {
			continue
		}
		n, err := decimal(v.(string))
		if err != nil {
			return nil, err
		}
		any = true
		sum.Add(sum, n)
	}
	if !any {
		return nil, nil
	}
	if sum.BitLen() > 255 {
		return nil, refuse("BIGNUMERIC overflow in SUM")
	}
	return written(sum), nil
}

// defaultZone counts where a time has none. It is not UTC here, as it may be with a
// project: who does not say the zone gets another time.
var defaultZone = time.FixedZone("default", -7*3600)

var timestampForm = regexp.MustCompile(`^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\.([0-9]{0,6}))?)?(Z|z| UTC|[+-][0-9]{1,2}(?::[0-9]{2})?)?$`)

// timestamp reads a TIMESTAMP as microseconds since 1970.
func timestamp(s string) (any, error) {
	m := timestampForm.FindStringSubmatch(s)
	if m == nil {
		return nil, refuse("Invalid timestamp: '%.80s'", s)
	}
	n := make([]int, 7)
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1])
	}
	micros, _ := strconv.Atoi((m[7] + "000000")[:6])
	zone := defaultZone
	switch z := m[8]; {
	case z == "":
	case z[0] == '+' || z[0] == '-':
		hours, minutes, _ := strings.Cut(z[1:], ":")
		h, _ := strconv.Atoi(hours)
		mm, _ := strconv.Atoi(minutes)
		zone = time.FixedZone(z, (h*3600+mm*60)*map[byte]int{'+': 1, '-': -1}[z[0]])
	default:
		zone = time.UTC
	}
	return civil(n, micros, zone)
}

// civil refuses a day that no calendar has.
func civil(n []int, micros int, zone *time.Location) (any, error) {
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], micros*1000, zone)
	if t.Day() != n[2] || int(t.Month()) != n[1] || n[3] > 23 || n[4] > 59 || n[5] > 59 {
		return nil, refuse("Invalid timestamp: %v", n)
	}
	return t.UnixMicro(), nil
}

// parseTime is PARSE_TIMESTAMP for %m/%d/%y and %m/%d/%Y.
func parseTime(form, s, zone string) (any, error) {
	parts := strings.Split(s, "/")
	if zone != "UTC" || len(parts) != 3 || form != "%m/%d/%y" && form != "%m/%d/%Y" {
		return nil, fmt.Errorf("the double parses no %q of %q", form, s)
	}
	n := make([]int, 7)
	for i, at := range []int{1, 2, 0} {
		v, err := strconv.Atoi(parts[i])
		if err != nil {
			return nil, refuse("Failed to parse input string %q", s)
		}
		n[at] = v
	}
	if form == "%m/%d/%y" {
		if n[0] > 99 {
			return nil, refuse("Failed to parse input string %q", s)
		}
		n[0] += map[bool]int{true: 2000, false: 1900}[n[0] < 69]
	}
	return civil(n, 0, time.UTC)
}

// formatTime is FORMAT_TIMESTAMP for the letters that it knows.
func formatTime(form string, micros int64, zone string) (any, error) {
	if zone != "UTC" {
		return nil, fmt.Errorf("the double formats no times of %q", zone)
	}
	t := time.UnixMicro(micros).UTC()
	out := strings.NewReplacer("%Y", t.Format("2006"), "%m", t.Format("01"), "%d", t.Format("02"), "%H", t.Format("15"), "%M", t.Format("04"), "%E*S", t.Format("05.999999")).Replace(form)
	if strings.Contains(out, "%") {
		return nil, fmt.Errorf("the double formats no %q", form)
	}
	return out, nil
}

// plainJSON is PARSE_JSON: an error where the text is none, or has a number that a
// double does not hold.
func plainJSON(s string) (any, error) {
	v, err := readJSON(s)
	if err != nil {
		return nil, err
	}
	if err := narrow(v); err != nil {
		return nil, err
	}
	out, err := json.Marshal(v)
	return string(out), err
}

func readJSON(s string) (v any, err error) {
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("syntax error while parsing value: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("syntax error while parsing value: more behind it")
	}
	return v, nil
}

func narrow(v any) error {
	switch v := v.(type) {
	case json.Number:
		exact, ok := new(big.Rat).SetString(string(v))
		x, err := strconv.ParseFloat(string(v), 64)
		if _, whole := strconv.ParseInt(string(v), 10, 64); whole == nil {
			return nil
		}
		if short, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'g', -1, 64)); !ok || err != nil || short.Cmp(exact) != 0 {
			return refuse("Input number: %s cannot round-trip through string representation", v)
		}
	case []any:
		for _, e := range v {
			if err := narrow(e); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, e := range v {
			if err := narrow(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// pathForm is a path of one name: $.name, $."name" and, of the older functions,
// $['name'].
var pathForm = regexp.MustCompile(`^\$(?:\.([A-Za-z_][A-Za-z0-9_]*)|\."([^"\\]*)"|\['([^'\\]*)'\])$`)

// jsonValue is a member that is no list and no object.
func jsonValue(s, path string) (any, error) {
	m := pathForm.FindStringSubmatch(path)
	if m == nil {
		return nil, refuse("JSONPath is not valid: %.80s", path)
	}
	v, err := readJSON(s)
	if err != nil {
		return nil, err
	}
	members, is := v.(map[string]any)
	if !is {
		return nil, nil
	}
	switch v := members[m[1]+m[2]+m[3]].(type) {
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return strconv.FormatBool(v), nil
	}
	return nil, nil
}

// jsonList are the elements of a list, each as JSON.
func jsonList(s string) (any, error) {
	v, err := readJSON(s)
	if err != nil {
		return nil, err
	}
	list, is := v.([]any)
	if !is {
		return nil, nil
	}
	out := []string{}
	for _, e := range list {
		b, err := json.Marshal(e)
		if err != nil {
			return nil, err
		}
		out = append(out, string(b))
	}
	return out, nil
}
