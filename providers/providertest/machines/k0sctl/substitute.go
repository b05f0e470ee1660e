package main

import (
	"os"
	"strings"
)

// substitute replaces every $NAME and ${NAME} by the environment's, nothing where it has
// none, and $$ by $. ${NAME:-other} and its kin give the other text.
func substitute(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '$' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		rest := text[i+1:]
		switch {
		case rest[0] == '$':
			b.WriteByte('$')
			i++
		case rest[0] == '{' && strings.Contains(rest, "}"):
			inside, _, _ := strings.Cut(rest[1:], "}")
			b.WriteString(expand(inside))
			i += len(inside) + 2
		case nameLength(rest) > 0:
			n := nameLength(rest)
			b.WriteString(os.Getenv(rest[:n]))
			i += n
		default:
			b.WriteByte('$')
		}
	}
	return b.String()
}

// expand is the value of what stands between braces.
func expand(inside string) string {
	n := nameLength(inside)
	if value := os.Getenv(inside[:n]); value != "" {
		return value
	}
	return strings.TrimLeft(inside[n:], ":-=")
}

// nameLength is how many characters of a text are a variable's name.
func nameLength(text string) int {
	n := 0
	for n < len(text) {
		c := text[n]
		letter := c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (n == 0 || c < '0' || c > '9') {
			break
		}
		n++
	}
	return n
}
