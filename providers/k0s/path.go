package k0s

import (
	"fmt"
	"strings"
)

// way is the versions that a control plane goes through from one to another, one a
// minor: those that are named on the path, then the last. It is empty where there is
// nothing to do.
func way(from, to Version, path []Version) ([]Version, error) {
	switch {
	case from == to:
		return nil, nil
	case to.Compare(from) < 0:
		return nil, fmt.Errorf("it runs %s and the specs say %s: k0s has no way back to an older version but a backup. Write version = %q or a newer one", from, to, from)
	case from.Major != to.Major:
		return nil, fmt.Errorf("it runs %s and the specs say %s: nobody knows the way to another major version", from, to)
	}
	var out []Version
	for minor := from.Minor + 1; minor < to.Minor; minor++ {
		v, ok := ofMinor(path, from.Major, minor)
		if !ok {
			return nil, fmt.Errorf("it runs %s and the specs say %s: one minor version at a time, and no version of %d.%d is named. Write the one to go through: path = [%s]",
				from, to, from.Major, minor, example(path, from, to))
		}
		out = append(out, v)
	}
	return append(out, to), nil
}

func ofMinor(path []Version, major, minor int) (Version, bool) {
	for _, v := range path {
		if v.Major == major && v.Minor == minor {
			return v, true
		}
	}
	return Version{}, false
}

// example is the path that a person could write, with what is not known left open.
func example(path []Version, from, to Version) string {
	var words []string
	for minor := from.Minor + 1; minor < to.Minor; minor++ {
		if v, ok := ofMinor(path, from.Major, minor); ok {
			words = append(words, fmt.Sprintf("%q", v))
			continue
		}
		words = append(words, fmt.Sprintf(`"v%d.%d.…+k0s.…"`, from.Major, minor))
	}
	return strings.Join(words, ", ")
}
