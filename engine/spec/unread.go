package spec

import "bytes"

// unread is what may stand in files that could not be read as a whole. A name
// that seems to lead nowhere may be declared there: one mistake must not look
// like a hundred.
type unread struct {
	files map[uint32]bool
	names map[string]bool
	// workspace and site are true where such a block may stand in one of them.
	workspace, site bool
}

// add notes the names in a file: everything in quotes that has the form of one.
func (u *unread) add(index uint32, src []byte) {
	if u.files == nil {
		u.files, u.names = map[uint32]bool{}, map[string]bool{}
	}
	u.files[index] = true
	u.workspace = u.workspace || bytes.Contains(src, []byte("workspace"))
	u.site = u.site || bytes.Contains(src, []byte("site"))
	for part := range bytes.SplitSeq(src, []byte{'"'}) {
		if name := string(part[:min(len(part), longestName+1)]); badName(name) == "" || badRate(name) == "" {
			u.names[name] = true
		}
	}
}

// may tells whether a name may be declared in a file that was not read.
func (u *unread) may(name string) bool { return u.names[name] }
