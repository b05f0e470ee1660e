package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/robfig/cron/v3"

	"berth.dev/engine/diag"
	"berth.dev/engine/money"
)

// readText reads any text, as the values of labels and environment variables.
func readText(l literal) (any, error) {
	if l.is != text {
		return nil, wrong(l, "This must be text in quotes; it is %s.", l.is)
	}
	if len(l.text) > longestText {
		return nil, wrong(l, "The text has %d bytes; an attribute may have %d.", len(l.text), longestText)
	}
	if r, ok := control(l.text); ok {
		return nil, wrong(l, "The text holds the control character %U. Remove it; only line ends and tabs may stand in text.", r)
	}
	return l.text, nil
}

// readWords reads text that says something.
func readWords(l literal) (any, error) {
	v, err := readText(l)
	if err == nil && strings.TrimSpace(l.text) == "" {
		return nil, wrong(l, "The text is empty. Write something, or leave it out.")
	}
	return v, err
}

// control returns the first control character that is no line end or tab.
func control(s string) (rune, bool) {
	for _, r := range s {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r >= 0x7f && unicode.IsControl(r) {
			return r, true
		}
	}
	return 0, false
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

const longestName = 63

// badName says what is wrong with a name, or "". Names are DNS labels: they
// become namespaces, file names and metric labels.
func badName(s string) string {
	ok := len(s) > 0 && len(s) <= longestName && s[0] != '-' && s[len(s)-1] != '-'
	for i := 0; i < len(s) && ok; i++ {
		ok = s[i] == '-' || isDigit(s[i]) || s[i] >= 'a' && s[i] <= 'z'
	}
	if ok {
		return ""
	}
	return fmt.Sprintf("%q is not a name: use small letters, digits and dashes, a letter or digit at either end, at most %d, as in \"user-db\".", shorten(s), longestName)
}

// readCriterion reads the name of a criterion.
func readCriterion(l literal) (any, error) {
	if l.is != text {
		return nil, wrong(l, "This must be the name of a criterion in quotes; it is %s.", l.is)
	}
	if why := badCriterion(l.text); why != "" {
		return nil, wrong(l, "%s", why)
	}
	return l.text, nil
}

// badCriterion says what is wrong with a criterion's name, or "". They are words
// of weights = { … }, so underscores may stand in them.
func badCriterion(s string) string {
	if badName(strings.ReplaceAll(s, "_", "-")) == "" {
		return ""
	}
	return fmt.Sprintf("%q is not the name of a criterion: use small letters, digits and underscores, at most %d, as in \"management_effort\".", shorten(s), longestName)
}

// badForeignName says what is wrong with a name that others gave, as that of a
// machine type, or "".
func badForeignName(s string) string {
	switch _, bad := control(s); {
	case strings.TrimSpace(s) == "":
		return "The name is empty."
	case len(s) > longestKey:
		return fmt.Sprintf("The name %q has %d bytes; it may have %d.", shorten(s), len(s), longestKey)
	case bad || strings.ContainsAny(s, "\n\r\t"):
		return fmt.Sprintf("The name %q holds a control character.", shorten(s))
	}
	return ""
}

// longestSentence is how long the name of a test may be.
const longestSentence = 200

// badSentence says what is wrong with the name of a test or a case, or "".
func badSentence(s string) string {
	switch _, bad := control(s); {
	case strings.TrimSpace(s) == "":
		return "The name is empty: write a sentence that says what should be."
	case len(s) > longestSentence:
		return fmt.Sprintf("The name has %d bytes; it may have %d.", len(s), longestSentence)
	case bad || strings.ContainsAny(s, "\n\r\t"):
		return fmt.Sprintf("The name %q holds a control character.", shorten(s))
	}
	return ""
}

// badRate says what is wrong with the label of a rate, or "".
func badRate(s string) string {
	if money.IsCurrency(s) {
		return ""
	}
	return fmt.Sprintf("%q is not a currency: a rate is named by three capital letters, as in rate \"USD\".", shorten(s))
}

// shorten cuts text for a message.
func shorten(s string) string { return shortenTo(s, 80) }

func shortenTo(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most] + "…"
}

func readBool(l literal) (any, error) {
	if l.is != boolean {
		return nil, wrong(l, "This must be true or false, without quotes; it is %s.", l.is)
	}
	return l.yes, nil
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

// readSchedule reads a cron schedule with the parser of Kubernetes' CronJobs. A
// time zone inside the schedule is refused as it is there; the parser would
// panic on a malformed one.
func readSchedule(s string) (any, error) {
	if !strings.Contains(s, "=") {
		if _, err := cron.ParseStandard(s); err == nil {
			return s, nil
		}
	}
	return nil, fmt.Errorf("%q is not a schedule: write minute, hour, day of the month, month and day of the week, as in %q, or \"@daily\"", shorten(s), "0 4 * * 1-5")
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
