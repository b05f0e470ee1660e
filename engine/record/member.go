package record

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// codes are short names of kinds, so that the members of 5,000 services fit into one
// ConfigMap. A code is never given to another kind.
func codes() []struct{ code, kind string } {
	return []struct{ code, kind string }{
		{"cj", "CronJob"},
		{"cm", "ConfigMap"},
		{"dep", "Deployment"},
		{"ds", "DaemonSet"},
		{"hpa", "HorizontalPodAutoscaler"},
		{"ing", "Ingress"},
		{"job", "Job"},
		{"np", "NetworkPolicy"},
		{"pdb", "PodDisruptionBudget"},
		{"pvc", "PersistentVolumeClaim"},
		{"rt", "HTTPRoute"},
		{"sa", "ServiceAccount"},
		{"sec", "Secret"},
		{"sts", "StatefulSet"},
		{"svc", "Service"},
	}
}

func codeOf(kind string) (string, bool) {
	for _, c := range codes() {
		if c.kind == kind {
			return c.code, true
		}
	}
	return "", false
}

func kindOf(code string) (string, bool) {
	for _, c := range codes() {
		if c.code == code {
			return c.kind, true
		}
	}
	return "", false
}

// The marks of a member: its UID is not known yet; its UID is written as it is, for
// it is no UUID; it outlives its service.
const (
	markUnseen = "?"
	markPlain  = "~"
	markKept   = "!"
)

// writeMembers writes a line for each name, sorted: the name, then for each object
// of that name a space, its kind's code, a colon and its UID in base64.
func writeMembers(members []Member, namespace string) (string, error) {
	words := map[string][]string{}
	for i, m := range members {
		if i > 0 && members[i-1].Ref.Compare(m.Ref) >= 0 {
			return "", fmt.Errorf("%s stands twice or out of order", m.Ref)
		}
		word, err := writeMember(m, namespace)
		if err != nil {
			return "", err
		}
		words[m.Ref.Name] = append(words[m.Ref.Name], word)
	}
	var names []string
	for name := range words {
		names = append(names, name)
	}
	slices.Sort(names)
	var b strings.Builder
	for _, name := range names {
		slices.Sort(words[name])
		b.WriteString(name + " " + strings.Join(words[name], " ") + "\n")
	}
	return b.String(), nil
}

func writeMember(m Member, namespace string) (string, error) {
	code, ok := codeOf(m.Ref.Kind)
	switch {
	case !ok:
		return "", fmt.Errorf("%s: sets have no objects of this kind", m.Ref)
	case m.Ref.Namespace != namespace:
		return "", fmt.Errorf("%s: is not in the set's namespace %s", m.Ref, namespace)
	case !isWord(m.Ref.Name):
		return "", fmt.Errorf("%s: has no name that a cluster takes", m.Ref)
	case m.UID != "" && !isWord(m.UID):
		return "", fmt.Errorf("%s: %q is no UID", m.Ref, m.UID)
	}
	word := code + ":" + shortUID(m.UID)
	if m.Kept {
		word += markKept
	}
	return word, nil
}

// isWord tells whether a name or a UID has only what these have on any cluster.
func isWord(s string) bool {
	for _, r := range s {
		if r != '-' && r != '.' && r != ':' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return s != "" && len(s) <= 253
}

// shortUID writes the 16 bytes of a UUID in base64, which saves 14 of 36 letters.
func shortUID(uid string) string {
	if uid == "" {
		return markUnseen
	}
	raw, err := hex.DecodeString(strings.ReplaceAll(uid, "-", ""))
	if err != nil || len(raw) != 16 || uuid(raw) != uid {
		return markPlain + uid
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

func uuid(raw []byte) string {
	h := hex.EncodeToString(raw)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func longUID(short string) (string, error) {
	if short == markUnseen {
		return "", nil
	}
	if plain, ok := strings.CutPrefix(short, markPlain); ok {
		return plain, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(short)
	if err != nil || len(raw) != 16 {
		return "", fmt.Errorf("%q is no UID", short)
	}
	return uuid(raw), nil
}

// readMembers reads what writeMembers wrote, and nothing else.
func readMembers(text, namespace string) (members []Member, err error) {
	for line := range strings.Lines(text) {
		words := strings.Split(strings.TrimSuffix(line, "\n"), " ")
		for _, word := range words[1:] {
			m, err := readMember(word)
			if err != nil {
				return nil, err
			}
			m.Ref.Name, m.Ref.Namespace = words[0], namespace
			members = append(members, m)
		}
	}
	slices.SortFunc(members, func(a, b Member) int { return a.Ref.Compare(b.Ref) })
	again, err := writeMembers(members, namespace)
	if err != nil {
		return nil, err
	}
	if again != text {
		return nil, errors.New("its members are not written as berth writes them")
	}
	return members, nil
}

func readMember(word string) (m Member, err error) {
	code, short, _ := strings.Cut(word, ":")
	kind, ok := kindOf(code)
	if !ok {
		return m, fmt.Errorf("it names a kind %q", code)
	}
	m.Ref.Kind = kind
	short, m.Kept = strings.CutSuffix(short, markKept)
	m.UID, err = longUID(short)
	return m, err
}
