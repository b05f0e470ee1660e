package gke

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// number is a version as numbers: major, minor, patch, and Google's own last part.
type number [4]int

// parseVersion reads "1.36.2-gke.1310000", or the beginning of one: parts is how many
// numbers there are, 0 where it is no version.
func parseVersion(s string) (v number, parts int) {
	head, tail, built := strings.Cut(s, "-gke.")
	fields := strings.Split(head, ".")
	if len(fields) > 3 || built && len(fields) != 3 {
		return number{}, 0
	}
	if built {
		fields = append(fields, tail)
	}
	for i, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil || n < 0 || f[0] == '+' {
			return number{}, 0
		}
		v[i] = n
	}
	return v, len(fields)
}

// minor drops what comes after the minor version.
func (v number) minor() number { return number{v[0], v[1]} }

// String is the minor version: "1.36".
func (v number) String() string { return fmt.Sprintf("%d.%d", v[0], v[1]) }

func (v number) compare(w number) int { return slices.Compare(v[:], w[:]) }

// behind is by how many minor versions v is older than w.
func (v number) behind(w number) int { return (w[0]-v[0])*1000 + w[1] - v[1] }

// newest picks the newest of the versions that begin as the word does, "" for none.
func newest(offered []string, word string) string {
	want, parts := parseVersion(word)
	fits := slices.DeleteFunc(slices.Clone(offered), func(s string) bool {
		v, n := parseVersion(s)
		return n < 4 || !slices.Equal(v[:parts], want[:parts])
	})
	if parts == 0 || len(fits) == 0 {
		return ""
	}
	return slices.MaxFunc(fits, func(a, b string) int {
		v, _ := parseVersion(a)
		w, _ := parseVersion(b)
		return cmp.Or(v.compare(w), cmp.Compare(a, b))
	})
}

// minors names the minor versions that are offered, newest first.
func minors(offered []string) string {
	var list []number
	for _, s := range offered {
		if v, n := parseVersion(s); n == 4 {
			list = append(list, v.minor())
		}
	}
	slices.SortFunc(list, func(a, b number) int { return b.compare(a) })
	var words []string
	for _, v := range slices.Compact(list) {
		words = append(words, v.String())
	}
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, ", ")
}

// route are the versions that a control plane goes through from the one that it has to
// the one that the word names, one a minor; none where it is there or beyond. A minor
// that cannot be had is an error.
func route(have, word string, offered []string) ([]string, error) {
	from, n := parseVersion(have)
	to, parts := parseVersion(word)
	switch {
	case n < 4:
		return nil, fmt.Errorf("the control plane runs %q, which is no version of GKE", have)
	case parts < 2:
		return nil, fmt.Errorf("version %q is none of GKE: write a minor version, as in \"1.36\"", word)
	}
	var out []string
	for next := from.minor(); next.compare(to.minor()) < 0; {
		next[1]++
		want := next.String()
		if next == to.minor() {
			want = word
		}
		v := newest(offered, want)
		if v == "" {
			return nil, fmt.Errorf("version %s cannot be had now; offered are %s. Choose another version or channel", want, minors(offered))
		}
		out = append(out, v)
	}
	if len(out) > 0 || from.minor() != to.minor() || parts < 3 || from.compare(to) >= 0 {
		return out, nil
	}
	v := newest(offered, word)
	if v == "" {
		return nil, fmt.Errorf("version %s cannot be had now; offered are %s", word, strings.Join(offered, ", "))
	}
	if w, _ := parseVersion(v); w.compare(from) > 0 {
		out = append(out, v)
	}
	return out, nil
}
