package k0s

import (
	"net/url"
	"strings"
)

// hidden stands for a secret where a file is shown.
const hidden = "(hidden)"

// hide returns a copy of a configuration without what may be a secret. Two secrets
// look the same: whoever compares must do so before.
func hide(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			if s, ok := e.(string); ok && s != "" && isSecret(k, s) {
				out[k] = hidden
				continue
			}
			out[k] = hide(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = hide(e)
			if s, ok := e.(string); ok && isSecret("", s) {
				out[i] = hidden
			}
		}
		return out
	}
	return v
}

// isSecret tells whether a key or its text may hold a secret: passwords and tokens by
// name, keys by their form, URLs with a password, a chart's values that have any of it.
func isSecret(key, value string) bool {
	key = strings.ToLower(key)
	if value == "" {
		return false
	}
	if key == "values" && strings.Contains(value, ":") {
		inner, err := readYAML([]byte(value))
		return err != nil || len(secrets("", inner)) > 0
	}
	return named(key) || strings.Contains(value, "PRIVATE KEY") || hasPassword(value)
}

// named tells whether a key names a secret's value, and not where one is.
func named(key string) bool {
	if strings.HasPrefix(key, "existing") {
		return false
	}
	for _, where := range []string{"file", "path", "name", "ref", "key", "ttl"} {
		if strings.HasSuffix(key, where) {
			return false
		}
	}
	for _, word := range []string{"password", "passwd", "secret", "token"} {
		if strings.Contains(key, word) {
			return true
		}
	}
	return false
}

// hasPassword tells whether a text is a URL with a password, or a data source of MySQL,
// "user:password@tcp(…)".
func hasPassword(s string) bool {
	if !strings.Contains(s, "@") {
		return false
	}
	if u, err := url.Parse(s); err == nil && u.User != nil {
		_, has := u.User.Password()
		return has
	}
	user, _, _ := strings.Cut(s, "@")
	_, rest, _ := strings.Cut(user, "://")
	if rest != "" {
		user = rest
	}
	return strings.Contains(user, ":") && !strings.ContainsAny(user, " \n")
}
