package manifest

import (
	"net/netip"
	"slices"
	"strings"
	"unicode"
)

// mention is a host that a value names.
type mention struct {
	host string
	port string
	// address is true where the key or a scheme says that this is an address.
	address bool
	// alone is true where the value is nothing but this host.
	alone bool
}

// longestValue is how much of a value is looked at for hosts.
const longestValue = 1 << 20

// hostsIn finds the hosts that a value names. It returns nothing of a value
// whose key speaks of a credential, and of an address only the host: the user,
// the password and the path stay where they are.
func hostsIn(name, value string) []mention {
	if len(value) > longestValue || isSecretKey(name) || isOwnAddressKey(name) {
		return nil
	}
	if strings.Contains(value, "://") {
		return hostsOfURLs(value)
	}
	address := isAddressKey(name)
	// What stands before the last @ is a user and a password.
	if i := strings.LastIndexByte(value, '@'); i >= 0 {
		value = value[i+1:]
	}
	var out []mention
	for _, token := range strings.FieldsFunc(value, func(r rune) bool { return !isHostRune(r) && !strings.ContainsRune("=/_", r) }) {
		of, rest, ok := strings.Cut(token, "=")
		inner := address
		if ok {
			if isSecretKey(of) || isOwnAddressKey(of) {
				continue
			}
			inner, token = inner || isAddressKey(of), rest
		}
		before, _, path := strings.Cut(token, "/")
		m, ok := parseHost(before)
		if !ok || path && !inner {
			continue
		}
		m.address, m.alone = inner, before == value
		out = append(out, m)
	}
	return out
}

// hostsOfURLs finds the hosts of all URLs in a text. A URL is left out where an @
// stands behind its host on the line: a password with a slash or a space in it
// looks like that, and a part of it would pass for the host.
func hostsOfURLs(text string) []mention {
	var out []mention
	_, rest, ok := strings.Cut(text, "://")
	for ok {
		var url string
		url, rest, ok = strings.Cut(rest, "://")
		url, _, _ = strings.Cut(url, "\n")
		authority, tail := url, ""
		if i := strings.IndexAny(url, "/?#;\\ \t\r\"'<>|`(){}"); i >= 0 {
			authority, tail = url[:i], url[i:]
		}
		if strings.Contains(tail, "@") {
			continue
		}
		authority = authority[strings.LastIndexByte(authority, '@')+1:]
		for _, h := range strings.Split(authority, ",") {
			if m, ok := parseHost(h); ok {
				m.address = true
				out = append(out, m)
			}
		}
	}
	return out
}

func isHostRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == ':'
}

// parseHost reads "host", "host:port" and addresses, IPv6 in brackets too.
func parseHost(s string) (mention, bool) {
	if p, err := netip.ParseAddrPort(s); err == nil {
		return mention{host: p.Addr().Unmap().String(), port: portText(s)}, true
	}
	if a, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil {
		return mention{host: a.Unmap().String()}, true
	}
	host, port, has := strings.Cut(s, ":")
	if has && (port == "" || len(port) > 5 || strings.Trim(port, "0123456789") != "") {
		return mention{}, false
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if len(host) > 253 || strings.Trim(host, "0123456789.") == "" {
		return mention{}, false
	}
	for _, label := range strings.Split(host, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return mention{}, false
		}
	}
	return mention{host: host, port: port}, true
}

func portText(s string) string { return s[strings.LastIndexByte(s, ':')+1:] }

// isAddressKey tells whether a key promises an address, as in DB_HOST, --api-url
// or bootstrapServers.
func isAddressKey(name string) bool {
	return slices.ContainsFunc(keyWords(name), isAddressWord)
}

func isAddressWord(w string) bool {
	switch w {
	case "addr", "addrs", "address", "addresses", "host", "hosts", "hostname", "url", "urls", "uri", "uris",
		"endpoint", "endpoints", "server", "servers", "broker", "brokers", "bootstrap", "dsn", "upstream":
		return true
	}
	return false
}

// isSecretKey tells whether a key promises a credential. A key that ends in a
// word for an address names where credentials come from, as in TOKEN_URL.
func isSecretKey(name string) bool {
	words := keyWords(name)
	for len(words) > 0 && strings.Trim(words[len(words)-1], "0123456789") == "" {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	if isAddressWord(last) || last == "service" || last == "svc" {
		return false
	}
	switch last {
	case "auth", "key", "keys", "cert", "certificate", "cookie", "private", "pw", "pwd", "salt", "sig", "signature":
		return true
	}
	for _, w := range words {
		for _, part := range []string{"apikey", "authorization", "bearer", "cred", "jwt", "passphrase", "passwd", "password", "secret", "token"} {
			if strings.Contains(w, part) {
				return true
			}
		}
		if strings.HasSuffix(w, "pass") {
			return true
		}
	}
	return false
}

// isOwnAddressKey tells whether a key holds addresses that the service does not
// call: its own, and those of others that may call it.
func isOwnAddressKey(name string) bool {
	words := keyWords(name)
	for i, w := range words {
		switch w {
		case "redirect", "callback", "cors", "origin", "origins", "advertised", "allowed", "listen", "bind":
			return true
		case "no":
			return i+1 < len(words) && words[i+1] == "proxy"
		}
	}
	return false
}

// keyWords are the words of a key in small letters: DB_HOST and dbHost have the
// same.
func keyWords(name string) []string {
	var b strings.Builder
	var last rune
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			b.WriteByte(' ')
		case unicode.IsUpper(r) && unicode.IsLower(last):
			b.WriteByte(' ')
			fallthrough
		default:
			b.WriteRune(unicode.ToLower(r))
		}
		last = r
	}
	return strings.Fields(b.String())
}
