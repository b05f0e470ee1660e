package duck

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"berth.dev/providers/billing/query"
)

// look is what berth looks for in lines of JSON, which DuckDB would pass over without a
// word: names that are spelled in another way than those it is told to read, and numbers
// of more digits than the double has that it reads them as.
type look struct {
	// wanted is how a bill's fields are called by its kind, by their names in small letters.
	wanted map[string]string
	// numbers are those of them that are added up.
	numbers map[string]bool
	// spelled is how the file spells a field, by its name in small letters.
	spelled map[string]string
	// known are verdicts on names that were seen.
	known map[string]verdict
	// path is room for a name.
	path []byte
}

// verdict is what a name means. The zero verdict is that of a name that nobody asks for.
type verdict struct {
	number bool
	// other is what DuckDB is told to read in its place, "" where this is it.
	other string
}

const (
	// mostKnown is how many names are remembered: some files have keys that never come twice.
	mostKnown = 10_000
	// mostNested is how deep a line is looked into.
	mostNested = 64
)

// newLook learns from the beginning of a file how it spells what a bill may have.
func newLook(in input, kind string) (*look, error) {
	wanted, err := query.Wanted(kind)
	if err != nil {
		return nil, err
	}
	numbers, err := query.Numbers(kind)
	if err != nil {
		return nil, err
	}
	l := &look{wanted: map[string]string{}, numbers: map[string]bool{}, spelled: map[string]string{}, known: map[string]verdict{}}
	for _, names := range wanted {
		for _, name := range names {
			outer, _, _ := strings.Cut(name, ".")
			l.wanted[strings.ToLower(outer)], l.wanted[strings.ToLower(name)] = outer, name
		}
	}
	for _, names := range numbers {
		for _, name := range names {
			l.numbers[strings.ToLower(name)] = true
		}
	}
	return l, l.learn(in)
}

// learn reads the first lines of a file. What is wrong with them is told where all is
// read, but for a file that has no lines of JSON.
func (l *look) learn(in input) error {
	text, file, err := opened(in)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(io.LimitReader(text, chunk+longestLine))
	lines.Buffer(make([]byte, 0, chunk), longestLine)
	for first, read := true, 0; read < chunk && lines.Scan(); read += len(lines.Bytes()) + 1 {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		if first {
			if err := oneLine(line); err != nil {
				return fmt.Errorf("%s: %w", in.path, err)
			}
		}
		first = false
		l.members(line, func(path, _ []byte) error {
			name := string(path)
			small := strings.ToLower(name)
			if l.wanted[small] != "" && l.spelled[small] == "" {
				l.spelled[small] = name
			}
			return nil
		})
	}
	return nil
}

// oneLine says what to do with JSON that is no lines of it, told by its first line.
func oneLine(line []byte) error {
	if line[0] == '[' {
		return errors.New("it is one list of JSON: write each row as a line of its own, as by jq -c '.[]'")
	}
	var row json.RawMessage
	var syntax *json.SyntaxError
	if err := json.Unmarshal(line, &row); line[0] == '{' && errors.As(err, &syntax) && syntax.Offset >= int64(len(line)) {
		return errors.New("its first line is no whole row: write each row as a line of its own, as by jq -c")
	}
	return nil
}

// spell is how the file spells a name that the kind has.
func (l *look) spell(name string) string {
	if l == nil {
		return name
	}
	outer, field, nested := strings.Cut(name, ".")
	if s := l.spelled[strings.ToLower(outer)]; s != "" {
		outer = s
	}
	if !nested {
		return outer
	}
	if s := l.spelled[strings.ToLower(name)]; s != "" {
		_, field, _ = strings.Cut(s, ".")
	}
	return outer + "." + field
}

// key is the same for files that spell alike.
func (l *look) key() string {
	var all []string
	for _, small := range slices.Sorted(maps.Keys(l.wanted)) {
		all = append(all, l.spell(l.wanted[small]))
	}
	return strings.Join(all, "\x00")
}

// line tells what is wrong with a line, nil for nothing.
func (l *look) line(text []byte) error {
	return l.members(text, func(path, value []byte) error {
		v, seen := l.known[string(path)]
		if !seen {
			v = l.judge(string(path))
		}
		switch {
		case v.other != "":
			return fmt.Errorf("a field is called %.60q, and is read as %.60q: spell it in one way in all lines", path, v.other)
		case v.number && !written(value):
			return fmt.Errorf("%s is %.60s, which has more digits than a number of JSON keeps: write it as a text, in quotes", path, value)
		}
		return nil
	})
}

// judge says what a name means.
func (l *look) judge(name string) verdict {
	small := strings.ToLower(name)
	v := verdict{number: l.numbers[small]}
	if as := l.wanted[small]; as != "" && l.spell(as) != name {
		v.other = l.spell(as)
	}
	if list, is := strings.CutSuffix(small, ".amount"); is && l.numbers[list] {
		v.number = true
	}
	if len(l.known) < mostKnown {
		l.known[name] = v
	}
	return v
}

// members tells of all names in a line, and in records in it, and of all numbers under
// them, and ends with the first error. What is no JSON is told as far as it goes: DuckDB
// finds that.
func (l *look) members(line []byte, tell func(path, value []byte) error) error {
	w := jsonLine{line: line, path: l.path[:0], tell: tell}
	err := w.all()
	l.path = w.path
	return err
}

// written tells whether a number of JSON is one that its double is written as, in as many
// digits. Of 15 digits each is; longer ones are where a program wrote a double.
func written(value []byte) bool {
	text := string(value)
	mantissa, exponent := text, false
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		mantissa, exponent = text[:at], true
	}
	if len(mantissa) <= 15 && !exponent {
		return true
	}
	digits := significant(mantissa)
	if len(digits) > 800 {
		return false
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || digits == "" {
		return true // it is told as no decimal number
	}
	if f == 0 {
		return false
	}
	again, _, _ := strings.Cut(strconv.FormatFloat(f, 'e', len(digits)-1, 64), "e")
	return significant(again) == digits
}

// significant are the digits of a plain decimal without zeros at both ends.
func significant(decimal string) string {
	return strings.Trim(strings.NewReplacer("-", "", ".", "").Replace(decimal), "0")
}
