package k0sctl

import (
	"regexp"
	"strings"
)

// hidden stands in the place of a secret.
const hidden = "[hidden]"

// pairs are words after which a secret follows, up to a blank or a quote.
var pairs = regexp.MustCompile(`(?i)((?:[a-z0-9_-]*(?:token|secret|password|passwd|passphrase|key-data|authorization|bearer))["']?(\s*[:=]\s*|\s+)["']?)(?:bearer\s+)?([^\s"',;]+)`)

// userinfo is a name and a password within an address.
var userinfo = regexp.MustCompile(`(://)[^\s/@]+@`)

// shapes are secrets known by their form alone: what joins a node, and anything signed.
var shapes = regexp.MustCompile(`\b[a-z0-9]{6}\.[a-z0-9]{16}\b|\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?`)

// long are strings that may be base64 of certificates, keys and join tokens, and digits
// are hexadecimal ones.
var (
	long   = regexp.MustCompile(`[A-Za-z0-9+/_-]{40,}=*`)
	digits = regexp.MustCompile(`[0-9a-fA-F]{40,}`)
)

// hide takes the secrets out of a line. Within a PEM block, which is of several lines,
// nothing is shown.
func (l *lines) hide(s string) string {
	begin, end := strings.Contains(s, "-----BEGIN "), strings.LastIndex(s, "-----END ")
	switch {
	case begin:
		l.secret = end < strings.LastIndex(s, "-----BEGIN ")
		return s[:strings.Index(s, "-----BEGIN ")] + hidden
	case l.secret:
		l.secret = end < 0
		return hidden
	}
	return Hide(s)
}

// Hide takes what looks like a secret out of one line: passwords and tokens after their
// names or known by their form, and long strings that no person wrote. It errs on the
// side of hiding.
func Hide(s string) string {
	s = userinfo.ReplaceAllString(s, "${1}"+hidden+"@")
	s = pairs.ReplaceAllStringFunc(s, func(match string) string {
		m := pairs.FindStringSubmatch(match)
		if strings.TrimSpace(m[2]) == "" && plainWord(m[3]) {
			return match
		}
		return m[1] + hidden
	})
	s = shapes.ReplaceAllString(s, hidden)
	s = digits.ReplaceAllString(s, hidden)
	return long.ReplaceAllStringFunc(s, func(match string) string {
		if mixed(match) {
			return hidden
		}
		return match
	})
}

// plainWord tells words of a sentence ("token for worker") from secrets.
func plainWord(s string) bool {
	return len(s) < 14 && !strings.ContainsAny(s, "0123456789_=+/")
}

// mixed tells what is drawn by chance from names and paths: it has letters of both
// cases and digits.
func mixed(s string) bool {
	return strings.ContainsAny(s, "0123456789") && s != strings.ToLower(s) && s != strings.ToUpper(s)
}
