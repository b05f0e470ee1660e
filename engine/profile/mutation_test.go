package profile_test

import (
	"fmt"
	"strings"
	"testing"

	"berth.dev/engine/profile"
)

// export is a sound file of 400 five-minute counts: the header is line 1.
func export() []string {
	lines := []string{"timestamp,value"}
	for i := range 400 {
		lines = append(lines, fmt.Sprintf("2026-03-%02d %02d:%02d:00,%d", 2+i/288, i/12%24, i%12*5, 50+i%7))
	}
	return lines
}

// put replaces line n, counted from 1 as in messages.
func put(n int, line string) func([]string) []string {
	return func(l []string) []string { l[n-1] = line; return l }
}

// every replaces all lines of data.
func every(change func(stamp, value string) string) func([]string) []string {
	return func(l []string) []string {
		for i := range l[1:] {
			stamp, value, _ := strings.Cut(l[i+1], ",")
			l[i+1] = change(stamp, value)
		}
		return l
	}
}

func cut(from, to int) func([]string) []string {
	return func(l []string) []string { return append(l[:from-1:from-1], l[to:]...) }
}

func insert(n int, lines ...string) func([]string) []string {
	return func(l []string) []string { return append(append(append([]string{}, l[:n-1]...), lines...), l[n-1:]...) }
}

// mutations are sixty ways in which an export goes wrong. want is in a line of
// the report, or in the error if that begins with "refused: ".
var mutations = []struct {
	name   string
	change func([]string) []string
	want   string
}{
	{"a value is a word", put(10, "2026-03-02 00:40:00,many"), `line 10, column 21: the value "many" is not a number`},
	{"a value is NaN", put(10, "2026-03-02 00:40:00,NaN"), `line 10, column 21: the value "NaN" is no finite number`},
	{"a value is nan", put(10, "2026-03-02 00:40:00,nan"), "1 NaN or infinite"},
	{"a value is -NaN", put(10, "2026-03-02 00:40:00,-nan"), "1 NaN or infinite"},
	{"a value is Inf", put(10, "2026-03-02 00:40:00,+Inf"), "1 NaN or infinite"},
	{"a value is -Infinity", put(10, "2026-03-02 00:40:00,-Infinity"), "1 NaN or infinite"},
	{"a value overflows", put(10, "2026-03-02 00:40:00,1e999"), "larger than any demand"},
	{"a value is absurd", put(10, "2026-03-02 00:40:00,1e19"), "larger than any demand"},
	{"a value is negative", put(10, "2026-03-02 00:40:00,-1"), `the value "-1" is negative`},
	{"a value is negative infinity by size", put(10, "2026-03-02 00:40:00,-1e999"), "is negative"},
	{"a value is hexadecimal", put(10, "2026-03-02 00:40:00,0x10"), "is not a number"},
	{"a value has an underscore", put(10, "2026-03-02 00:40:00,1_000"), "is not a number"},
	{"a value has two points", put(10, "2026-03-02 00:40:00,1.2.3"), "is not a number"},
	{"a value has a unit", put(10, "2026-03-02 00:40:00,12ms"), "is not a number"},
	{"a value has a percent sign", put(10, "2026-03-02 00:40:00,12%"), "is not a number"},
	{"a value is a formula", put(10, "2026-03-02 00:40:00,=1+1"), "is not a number"},
	{"a value has full-width digits", put(10, "2026-03-02 00:40:00,１２"), "is not a number"},
	{"a value is half a number", put(10, "2026-03-02 00:40:00,1e"), "is not a number"},
	{"a value is no UTF-8", put(10, "2026-03-02 00:40:00,\xff\xfe"), `"\xff\xfe" is not a number`},
	{"a value is very long", put(10, "2026-03-02 00:40:00,"+strings.Repeat("7", 5000)), "larger than any demand"},
	{"a value has a decimal comma", put(10, "2026-03-02 00:40:00,5,5"), "3 columns where the file has 2: a decimal comma"},
	{"a quoted value has a comma", put(10, `2026-03-02 00:40:00,"1,234"`), "has a comma: write decimals with a point"},
	{"a value is blank", put(10, "2026-03-02 00:40:00,"), "1 row without a value"},
	{"a value is spaces", put(10, "2026-03-02 00:40:00,   "), "1 row without a value"},
	{"a value is NULL", put(10, "2026-03-02 00:40:00,NULL"), "1 row without a value"},
	{"a value is null", put(10, "2026-03-02 00:40:00,null"), "1 row without a value"},
	{"a value is None", put(10, "2026-03-02 00:40:00,None"), "1 row without a value"},
	{"a value is N/A", put(10, "2026-03-02 00:40:00,N/A"), "1 row without a value"},
	{"a value is missing with its comma", put(10, "2026-03-02 00:40:00"), "1 column where the file has 2"},
	{"a row has one column more", put(10, "2026-03-02 00:40:00,5,"), "3 columns where the file has 2"},
	{"a row has semicolons", put(10, "2026-03-02 00:40:00;5"), "separated by semicolons"},
	{"a row has a tab", put(10, "2026-03-02 00:40:00\t5"), "separated by tabs"},
	{"a quote is left open", put(10, `2026-03-02 00:40:00,"5`), "line 10, column 1: a quote is not closed"},
	{"a quote stands inside", put(10, `2026-03-02 00:40:00,5"5`), "a quote is not closed, or stands inside"},
	{"a row is one NUL", put(10, "\x00"), "1 column where the file has 2"},
	{"the time is blank", put(10, ",5"), "line 10, column 1: the time is missing"},
	{"the time is a word", put(10, "soon,5"), `the time "soon" cannot be read`},
	{"the time is American", put(10, "03/02/2026 00:40,5"), "cannot be read"},
	{"the day does not exist", put(10, "2026-02-30 00:40:00,5"), "does not exist"},
	{"the hour does not exist", put(10, "2026-03-02 25:40:00,5"), "cannot be read"},
	{"the time is before 1970", put(10, "1926-03-02 00:40:00,5"), "outside the years"},
	{"the time is far ahead", put(10, "9999-12-31 23:59:59,5"), "outside the years"},
	{"the header stands again", insert(10, "timestamp,value"), "1 with an unreadable time"},
	{"a row stands twice", insert(11, "2026-03-02 00:40:00,51"), "1 time repeated with the same value"},
	{"a time stands twice", insert(11, "2026-03-02 00:40:00,999"), "1 time repeated with another value"},
	{"a row is lost", cut(10, 10), "1 gap, 1 sample missing, 5m in all"},
	{"an hour is lost", cut(10, 21), "1 gap, 12 samples missing, 1h in all"},
	{"two rows change places", func(l []string) []string { l[9], l[10] = l[10], l[9]; return l }, "1 row out of order"},
	{"the file is upside down", func(l []string) []string {
		for i, j := 1, len(l)-1; i < j; i, j = i+1, j-1 {
			l[i], l[j] = l[j], l[i]
		}
		return l
	}, "399 rows out of order"},
	{"all values are one", every(func(s, _ string) string { return s + ",5" }), "one value stays the same for 1d 9h"},
	{"empty lines stand between", insert(10, "", "", "  "), "400 rows, 400 points, one every 5m"},
	{"lines end in CRLF", func(l []string) []string {
		for i := range l {
			l[i] += "\r"
		}
		return l
	}, "400 rows, 400 points, one every 5m"},
	{"a byte order mark begins the file", func(l []string) []string { l[0] = "\xef\xbb\xbf" + l[0]; return l }, "400 rows, 400 points"},
	{"there is no header", cut(1, 1), "400 rows, 400 points"},
	{"the header is lost and the first row broken", func(l []string) []string { l[1] = "2026-03-02 00:0,50"; return l[1:] }, "line 1, column 1"},
	{"five rows are broken", func(l []string) []string {
		for i := range 5 {
			l[20+i] = "?"
		}
		return l
	}, "refused: 5 of 400 rows are bad (1.25 %), and at most 1 % may be"},
	{"all values are broken", every(func(s, _ string) string { return s + ",NaN" }), "refused: 400 of 400 rows are bad"},
	{"all values are blank", every(func(s, _ string) string { return s + "," }), "refused: no row has a value"},
	{"all times are one", every(func(_, v string) string { return "2026-03-02 00:00:00," + v }), "refused: does the file hold more than one series"},
	{"all columns are separated by semicolons", func(l []string) []string {
		for i := range l {
			l[i] = strings.ReplaceAll(l[i], ",", ";")
		}
		return l
	}, "refused: separated by semicolons"},
	{"all values have decimal commas", every(func(s, v string) string { return s + "," + v + ",5" }), "refused: 400 of 400 rows are bad"},
	{"the file ends in the middle of a row", func(l []string) []string { l[400] = l[400][:12]; return l }, "1 column where the file has 2"},
	{"the file is one line", func(l []string) []string { return []string{strings.Join(l, " ")} }, "refused: "},
	{"the file is JSON", func([]string) []string { return []string{`{"data": [`, `[1, 2],`, `[3, 4]]}`} }, "refused: "},
	{"the file is HTML", func([]string) []string { return []string{"<html>", "<body>", "Sign in</body>"} }, "refused: one column"},
}

func TestSixtyMutationsAreCountedOrRefused(t *testing.T) {
	if len(mutations) < 60 {
		t.Fatalf("there are %d mutations only", len(mutations))
	}
	for _, m := range mutations {
		t.Run(m.name, func(t *testing.T) {
			file := strings.Join(m.change(export()), "\n")
			s, r, err := profile.ReadCSV(strings.NewReader(file), profile.ReadOptions{Unit: "requests/5m"})
			if want, refused := strings.CutPrefix(m.want, "refused: "); refused {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Fatalf("got the error %v, want one with %q", err, want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(r.Lines(), "\n"); !strings.Contains(got, m.want) {
				t.Errorf("the report is\n%s\nwant %q in it", got, m.want)
			}
			wantAccounted(t, r)
			wantFinite(t, profile.Measure(s))
		})
	}
}

// wantAccounted checks that each row became a point or was counted as none.
func wantAccounted(t tester, r profile.Report) {
	t.Helper()
	if sum := r.Points + r.Bad + r.Blank + r.Duplicates + r.Conflicts; sum != r.Rows {
		t.Errorf("%d rows, but %d are accounted for: %+v", r.Rows, sum, r)
	}
	if kinds := r.BadTimes + r.Skipped + r.BadValues + r.NotFinite + r.Negative + r.BadShapes; kinds != r.Bad {
		t.Errorf("%d bad rows, but %d by kind", r.Bad, kinds)
	}
}
