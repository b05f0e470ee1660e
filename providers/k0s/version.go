package k0s

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
)

// Version is a release of k0s, as in "v1.36.3+k0s.1". The zero Version is none.
type Version struct {
	Major, Minor, Patch int
	// Build counts k0s's own releases of one release of Kubernetes.
	Build int
}

// released is what a release is written as; a release candidate is none.
var released = regexp.MustCompile(`^v(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\+k0s\.(0|[1-9][0-9]{0,2})$`)

// ParseVersion reads a whole version: k0sctl takes "1.36" for v1.36.0, and finds the
// newest by itself where there is none.
func ParseVersion(s string) (Version, error) {
	m := released.FindStringSubmatch(s)
	if m == nil {
		return Version{}, fmt.Errorf("%q is not a version of k0s; write all of it, as in \"v1.36.3+k0s.1\"", shorten(s))
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1]) // three digits at most
	}
	return Version{n[0], n[1], n[2], n[3]}, nil
}

// longest is how much of a person's words a message shows.
const longest = 60

func shorten(s string) string {
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}

// String writes a version as k0s does, the zero one as "".
func (v Version) String() string {
	if v == (Version{}) {
		return ""
	}
	return fmt.Sprintf("v%d.%d.%d+k0s.%d", v.Major, v.Minor, v.Patch, v.Build)
}

// MarshalText writes a version into JSON.
func (v Version) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a version from JSON.
func (v *Version) UnmarshalText(text []byte) (err error) {
	*v = Version{}
	if len(text) > 0 {
		*v, err = ParseVersion(string(text))
	}
	return err
}

// Compare is negative where v is older than w.
func (v Version) Compare(w Version) int {
	return cmp.Or(cmp.Compare(v.Major, w.Major), cmp.Compare(v.Minor, w.Minor), cmp.Compare(v.Patch, w.Patch), cmp.Compare(v.Build, w.Build))
}

// Kubernetes is the version that the API server and kubelets of a release tell, without
// k0s's build: "v1.36.3".
func (v Version) Kubernetes() string { return fmt.Sprintf("v%d.%d.%d", v.Major, v.Minor, v.Patch) }
