package manifest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// longestName is how long a name of the language may be.
const longestName = 63

// longestComment is how much text from a manifest stands in one comment.
const longestComment = 1000

// slug turns a name of Kubernetes or of a host into one of the language: small
// letters, digits and dashes. What is too long ends in a digest of the whole.
func slug(s string) string {
	out := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		if r >= 'A' && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return '-'
	}, s)
	out = strings.Trim(out, "-")
	if out == "" || len(out) > longestName {
		out = withDigest(out, s)
	}
	return out
}

// withDigest makes a name that no other text leads to.
func withDigest(name, whole string) string {
	sum := sha256.Sum256([]byte(whole))
	digest := hex.EncodeToString(sum[:4])
	name = strings.Trim(name[:min(len(name), longestName-1-len(digest))], "-")
	if name == "" {
		name = "x"
	}
	return name + "-" + digest
}

// nameServices gives every workload the name of its service: its own, with the
// namespace before it and the kind after it where others have the same.
func nameServices(all []*workload) {
	wanted := map[string][]*workload{}
	for _, w := range all {
		w.service = slug(w.name)
		wanted[w.service] = append(wanted[w.service], w)
	}
	for _, w := range all {
		same := wanted[slug(w.name)]
		if len(same) == 1 && w.service != "internet" {
			continue
		}
		parts := []string{w.name}
		if differ(same, func(w *workload) string { return w.namespace }) && w.namespace != "" {
			parts = append([]string{w.namespace}, parts...)
		}
		if w.service == "internet" || clashes(same, w) {
			parts = append(parts, w.kind)
		}
		w.service = slug(strings.Join(parts, "-"))
	}
	// "a-b/c" and "a/b-c" lead to one name still, as do "a.b" and "a-b".
	taken := map[string]int{}
	for _, w := range all {
		taken[w.service]++
	}
	for _, w := range all {
		if taken[w.service] > 1 {
			w.service = withDigest(w.service, w.String())
		}
	}
}

// clashes tells whether another workload of w's namespace wants w's name.
func clashes(same []*workload, w *workload) bool {
	return slices.ContainsFunc(same, func(x *workload) bool { return x != w && x.namespace == w.namespace })
}

func differ(all []*workload, of func(*workload) string) bool {
	return slices.ContainsFunc(all, func(w *workload) bool { return of(w) != of(all[0]) })
}

// nameVolumes makes the names of a service's volumes names of the language, each
// its own.
func nameVolumes(all []Volume) {
	taken := map[string]bool{}
	for i := range all {
		name := slug(all[i].Name)
		for n := 2; taken[name]; n++ {
			name = withDigest(slug(all[i].Name), fmt.Sprintf("%s %d", all[i].Name, n))
		}
		taken[name], all[i].Name = true, name
	}
}

// isPlain tells whether text is short and printable, and may stand in a spec as
// it is.
func isPlain(s string) bool {
	if s == "" || len(s) > 512 {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

// oneLine makes text that came from a manifest safe to stand in a comment or a
// message: no line breaks, nothing a terminal would obey, and not without end.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
	if len(s) > longestComment {
		s = strings.ToValidUTF8(s[:longestComment], "") + "…"
	}
	return s
}

// listed is a noun with the names it stands for: "container a", "containers a, b
// and c".
func listed(noun string, names []string) string {
	switch len(names) {
	case 0:
		return "no " + noun
	case 1:
		return noun + " " + names[0]
	}
	last := len(names) - 1
	return noun + "s " + strings.Join(names[:last], ", ") + " and " + names[last]
}
