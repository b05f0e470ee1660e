package datadog

import (
	"fmt"
	"strconv"
	"strings"
)

// term is one metric of a query as people write it in Datadog:
// "sum:http.hits{env:prod} by {service}.as_count()".
type term struct {
	// head is the metric with its scope and its groups, calls what is called on it.
	head  string
	calls []invocation
}

// invocation is one function called on a term: ".rollup(sum, 60)".
type invocation struct{ name, args string }

// metric is the name of the term's metric.
func (t term) metric() string {
	name, _, _ := strings.Cut(t.head, "{")
	return name[strings.LastIndexByte(name, ':')+1:]
}

// counted tells that the term's points are counts over the roll-up.
func (t term) counted() bool { return t.has("as_count") }

// rated tells that the term's points are counts a second.
func (t term) rated() bool { return t.has("as_rate") }

func (t term) has(name string) bool {
	for _, c := range t.calls {
		if c.name == name {
			return true
		}
	}
	return false
}

// rolled is the term's text with a roll-up of step seconds: its own method where it
// has one, else that of Datadog itself, the sum of counts and the mean of everything else.
func (t term) rolled(step int64) (string, error) {
	method := "avg"
	if t.counted() || t.rated() {
		method = "sum"
	}
	var b strings.Builder
	b.WriteString(t.head)
	done := false
	for _, c := range t.calls {
		if c.name == "rollup" {
			own, err := rollup(c.args, method, step)
			if err != nil {
				return "", err
			}
			if method == "sum" && own != method {
				return "", fmt.Errorf("counts are summed over the step: write .rollup(sum), or leave the roll-up out")
			}
			c.args, done = fmt.Sprintf("%s, %d", own, step), true
		}
		fmt.Fprintf(&b, ".%s(%s)", c.name, c.args)
	}
	if !done {
		fmt.Fprintf(&b, ".rollup(%s, %d)", method, step)
	}
	return b.String(), nil
}

// rollup is the method of a roll-up, which may have a step of its own. Another one than
// that of the metrics block would be read as gaps, or as more than there is.
func rollup(args, otherwise string, step int64) (string, error) {
	method, seconds, both := strings.Cut(args, ",")
	method, seconds = strings.TrimSpace(method), strings.TrimSpace(seconds)
	if _, err := strconv.ParseInt(method, 10, 64); err == nil && !both {
		method, seconds, both = otherwise, method, true
	}
	switch method {
	case "avg", "sum", "min", "max", "count":
	default:
		return "", fmt.Errorf("the roll-up's method is avg, sum, min, max or count, not %q", clip(method))
	}
	if both && seconds != strconv.FormatInt(step, 10) {
		return "", fmt.Errorf("the query rolls up over %q, the step of its metrics block is %d s: write .rollup(%s), or set step", clip(seconds), step, method)
	}
	return method, nil
}

// nextTerm reads the term that text begins with, and what is after it.
func nextTerm(text string) (term, string, error) {
	open := strings.IndexByte(text, '{')
	end, ok := closing(text, open, '}')
	if !ok {
		return term{}, "", fmt.Errorf("a } is missing after %q", clip(text))
	}
	end = groups(text, end)
	if end < 0 {
		return term{}, "", fmt.Errorf("after by come tags in braces, as in by {service}: %q", clip(text))
	}
	t := term{head: text[:end]}
	rest := text[end:]
	for strings.HasPrefix(rest, ".") {
		at := strings.IndexByte(rest, '(')
		if at < 0 || !isWord(rest[1:at]) {
			return term{}, "", fmt.Errorf("a function is missing after the dot in %q", clip(rest))
		}
		end, ok := closing(rest, at, ')')
		if !ok {
			return term{}, "", fmt.Errorf("a ) is missing after %q", clip(rest))
		}
		t.calls = append(t.calls, invocation{rest[1:at], rest[at+1 : end-1]})
		rest = rest[end:]
	}
	return t, rest, nil
}

// groups is where " by {service}" ends that may begin at from; from itself where there
// is none, negative where it is broken.
func groups(text string, from int) int {
	rest := strings.TrimLeft(text[from:], " ")
	if !strings.HasPrefix(rest, "by ") && !strings.HasPrefix(rest, "by{") {
		return from
	}
	open := from + strings.IndexByte(text[from:], 'b') + len("by")
	for open < len(text) && text[open] == ' ' {
		open++
	}
	if open == len(text) || text[open] != '{' {
		return -1
	}
	end, ok := closing(text, open, '}')
	if !ok {
		return -1
	}
	return end
}

// closing is the place after the first closer behind open.
func closing(text string, open int, closer byte) (int, bool) {
	if open < 0 {
		return 0, false
	}
	n := strings.IndexByte(text[open:], closer)
	return open + n + 1, n >= 0
}

func isWord(s string) bool {
	for i := range len(s) {
		if !isLetter(s[i]) && s[i] != '_' && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return s != ""
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// clip shortens a text that an error shows.
func clip(s string) string {
	const most = 120
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
