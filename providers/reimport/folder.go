package reimport

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"slices"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
)

// mostOwn is how large files may be that berth wrote itself: the last import and the new
// one. Those of the folder are specs, and may be as large as specs.
const mostOwn = 64 << 20

// folder is one of the three sides.
type folder struct {
	files  []*file
	blocks map[string]place
}

// file is one file of a side, and what is done to it.
type file struct {
	spec.Source
	// body is nil for what is merged as a whole: other languages, and files that are
	// all comment.
	body  *body
	edits edits
	// whole takes the place of the content where it is not nil.
	whole []byte
	// fresh says that the folder did not have it.
	fresh bool
}

// place is where a block of a file stands.
type place struct {
	*file
	*item
}

// newFolder reads a side. Files whose nesting or size no parser should be given are
// refused.
func newFolder(files []spec.Source, most int) (*folder, error) {
	if err := guard(files, most); err != nil {
		return nil, err
	}
	f := &folder{blocks: map[string]place{}}
	for _, s := range files {
		one := &file{Source: s}
		f.files = append(f.files, one)
		if path.Ext(s.Name) != ".hcl" {
			continue
		}
		b, err := parse(s.Name, s.Bytes)
		if err != nil {
			return nil, err
		}
		if len(b.items) > 0 {
			one.body = b
		}
	}
	slices.SortFunc(f.files, func(a, b *file) int { return cmp.Compare(a.Name, b.Name) })
	f.find()
	return f, nil
}

// find notes where each block stands.
func (f *folder) find() {
	for _, one := range f.files {
		for _, i := range one.items() {
			if _, twice := f.blocks[i.key]; !twice {
				f.blocks[i.key] = place{one, i}
			}
		}
	}
}

// again is the folder as it was read, for another run to change. What was parsed is
// shared: nobody changes it.
func (f *folder) again() *folder {
	out := &folder{blocks: make(map[string]place, len(f.blocks))}
	for _, one := range f.files {
		out.files = append(out.files, &file{Source: one.Source, body: one.body})
	}
	out.find()
	return out
}

// guard has the language's own limits looked after, but for the size of a file.
func guard(files []spec.Source, most int) error {
	l := spec.DefaultLimits()
	l.FileBytes = most
	var hcl []spec.Source
	for _, s := range files {
		if path.Ext(s.Name) == ".hcl" {
			hcl = append(hcl, s)
		}
	}
	_, diags := spec.Parse(hcl, spec.Options{Limits: l, Fragment: true})
	for _, d := range diags {
		if d.Severity == diag.Error && (d.Code == spec.CodeLimit || d.Code == spec.CodeSyntax) {
			return d
		}
	}
	return nil
}

func (f *file) items() []*item {
	if f == nil || f.body == nil {
		return nil
	}
	return f.body.items
}

// named returns the file of a name, nil where there is none.
func (f *folder) named(name string) *file {
	for _, one := range f.files {
		if one.Name == name {
			return one
		}
	}
	return nil
}

// result is a file's content with what was done to it.
func (f *file) result() []byte {
	if f.whole != nil {
		return f.whole
	}
	return f.edits.apply(f.Bytes)
}

// sound makes sure that what comes of a merge can be read. A comment over several lines
// that looks like others inside may be cut by it: then nothing may be written.
func (f *file) sound(text []byte) error {
	if f.whole != nil {
		return nil
	}
	if _, err := parse(f.Name, text); err != nil {
		return fmt.Errorf("%s: what is new cannot be put into it; write comments that begin with # in the place of /* */: %w", f.Name, err)
	}
	return nil
}

// preface is the comment at the top of a file, up to the empty line behind it.
func (f *file) preface() []byte {
	end := 0
	for end < len(f.Bytes) && f.Bytes[end] == '#' {
		end = lineEnd(f.Bytes, end+1)
	}
	if end < len(f.Bytes) && f.Bytes[end] != '\n' {
		return nil // it belongs to what stands below it
	}
	return f.Bytes[:end]
}

// content is a file's bytes, none where there is no file.
func (f *file) content() []byte {
	if f == nil {
		return nil
	}
	return f.Bytes
}

func equal(a, b *file) bool {
	return (a == nil) == (b == nil) && bytes.Equal(a.content(), b.content())
}

// sizeOf is how a whole file is shown.
func sizeOf(f *file) string {
	if f == nil {
		return ""
	}
	return fmt.Sprintf("%d bytes", len(f.Bytes))
}
