package inventory

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"berth.dev/providers/tree"
)

// ranged is a range in the name of a host: [01:10], [a:f], either with a step.
var ranged = regexp.MustCompile(`\[(?:([0-9]+):([0-9]+)|([a-z]):([a-z])|([A-Z]):([A-Z]))(?::([0-9]+))?\]`)

// expand gives the names that a pattern stands for: node[01:03] is node01, node02 and
// node03. The width of the first number is that of all.
func expand(pattern string) ([]string, error) {
	at := ranged.FindStringSubmatchIndex(pattern)
	if at == nil {
		return []string{pattern}, nil
	}
	part := func(i int) string {
		if at[2*i] < 0 {
			return ""
		}
		return pattern[at[2*i]:at[2*i+1]]
	}
	step := 1
	if s := part(7); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q has a step that is none", tree.Short(pattern))
		}
		step = n
	}
	var middles []string
	if from := part(1); from != "" {
		first, err1 := strconv.Atoi(from)
		last, err2 := strconv.Atoi(part(2))
		if err1 != nil || err2 != nil || last < first || (last-first)/step >= mostHosts {
			return nil, fmt.Errorf("%q is no range, or one of more than %d hosts", tree.Short(pattern), mostHosts)
		}
		for n := first; n <= last; n += step {
			middles = append(middles, fmt.Sprintf("%0*d", len(from), n))
		}
	} else {
		letters := part(3) + part(4) + part(5) + part(6)
		for c := int(letters[0]); c <= int(letters[1]); c += step {
			middles = append(middles, string(rune(c)))
		}
	}
	var out []string
	for _, m := range middles {
		rest, err := expand(pattern[at[1]:])
		if err != nil {
			return nil, err
		}
		for _, r := range rest {
			if out = append(out, pattern[:at[0]]+m+r); len(out) > mostHosts {
				return nil, fmt.Errorf("%q stands for more than %d hosts", tree.Short(pattern), mostHosts)
			}
		}
	}
	return out, nil
}

// withPort takes the port from a name, as in "db.example:2222" and "[2001:db8::1]:22".
func withPort(name string) (host, port string) {
	if inner, ok := strings.CutPrefix(name, "["); ok {
		if host, rest, closed := strings.Cut(inner, "]"); closed && strings.Contains(host, ":") {
			return host, strings.TrimPrefix(rest, ":")
		}
	}
	if strings.Count(name, ":") == 1 {
		host, port, _ = strings.Cut(name, ":")
		return host, port
	}
	return name, ""
}
