package datadog

import (
	"strings"
	"unicode"
)

// secretRun is how many characters of a key in a row give it away.
const secretRun = 8

// secrets are values that no output may have, not even in part.
type secrets []string

// clean takes every run of secretRun or more characters of a key out of a text of the
// server, and whatever a terminal would obey. Servers repeat what they refuse.
func (s secrets) clean(text string) string {
	lower := strings.ToLower(text)
	hide := make([]bool, len(lower))
	if len(lower) != len(text) {
		text = lower // a letter whose small form has another length: rare enough to show it small
	}
	for _, key := range s {
		key = strings.ToLower(key)
		run := min(secretRun, len(key))
		for at := 0; run > 0 && at+run <= len(lower); at++ {
			if strings.Contains(key, lower[at:at+run]) {
				for i := at; i < at+run; i++ {
					hide[i] = true
				}
			}
		}
	}
	var b strings.Builder
	for i := range len(text) {
		switch {
		case !hide[i]:
			b.WriteByte(text[i])
		case i == 0 || !hide[i-1]:
			b.WriteString("(secret)")
		}
	}
	plain := strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, strings.ToValidUTF8(b.String(), ""))
	return strings.Join(strings.Fields(plain), " ")
}
