package reimport

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/spec"
)

// Options say how a merge is done.
type Options struct {
	// Prune takes out what the source no longer has, where no hand changed it.
	Prune bool
}

// Did is what became of an attribute or a block.
type Did string

// What a merge does.
const (
	// Added is new in the source.
	Added Did = "added"
	// Taken changed in the source, and no hand had touched it.
	Taken Did = "taken"
	// Conflict changed in the source and by hand: the hand's stays.
	Conflict Did = "conflict"
	// Gone is no longer in the source, and stays until it is pruned.
	Gone Did = "gone"
	// Pruned was no longer in the source, and was taken out.
	Pruned Did = "pruned"
)

// Change is what became of one attribute or block that is not the same on all sides.
type Change struct {
	Did Did
	// Path names it: `service "web" / replica / cpu`.
	Path string
	// File is where it stands, or would stand.
	File string
	// Last, Hand and Fresh are the values on the three sides on one line, "" where
	// it is not there.
	Last, Hand, Fresh string
}

// Result is what a merge makes of a folder.
type Result struct {
	// Files are those that are to be written, with their whole content: files that
	// differ from what the folder has, and new ones. Sorted by name.
	Files []spec.Source
	// Base is what is to be kept as the last import for the next merge.
	Base []spec.Source
	// Changes are in the order of files and of their places in them.
	Changes []Change
}

// Merge merges a new import into a folder. base is what [Result.Base] was at the last
// import, none where there was no last one; current are all specs of the folder; fresh
// are the files of the new import. A block is looked for in every file of current, so
// that people may move what was imported. A file that cannot be parsed is an error that
// names it.
func Merge(base, current, fresh []spec.Source, o Options) (*Result, error) {
	last, hand, is, err := sides(base, current, fresh)
	if err != nil {
		return nil, err
	}
	if begunAnew(last, hand) {
		last = &folder{}
	}
	m := &merging{last: last, hand: hand.again(), fresh: is, gone: map[string]bool{}, prunes: func(string) bool { return o.Prune }}
	m.run()
	res := &Result{Changes: m.changes}
	for _, f := range m.hand.files {
		text := f.result()
		if !f.fresh && bytes.Equal(text, f.Bytes) {
			continue
		}
		if err := f.sound(text); err != nil {
			return nil, err
		}
		res.Files = append(res.Files, spec.Source{Name: f.Name, Bytes: text})
	}
	res.Base = fresh
	if len(m.gone) > 0 {
		res.Base = m.nextBase()
	}
	return res, nil
}

// sides reads the three sides.
func sides(base, current, fresh []spec.Source) (last, hand, is *folder, err error) {
	if last, err = newFolder(base, mostOwn); err != nil {
		return nil, nil, nil, fmt.Errorf("the last import cannot be read: put it back as it was, or take it away: %w", err)
	}
	if hand, err = newFolder(current, spec.DefaultLimits().FileBytes); err != nil {
		return nil, nil, nil, err
	}
	is, err = newFolder(fresh, mostOwn)
	return last, hand, is, err
}

// begunAnew tells whether nothing of the last import is left in the folder. Whoever took
// out all of it and imports again wants it back.
func begunAnew(last, hand *folder) bool {
	for key := range last.blocks {
		if _, left := hand.blocks[key]; left {
			return false
		}
	}
	for _, f := range last.files {
		if len(last.blocks) == 0 && hand.named(f.Name) != nil {
			return false
		}
	}
	return len(last.files) > 0
}

// merging is one run over a folder.
type merging struct {
	last, hand, fresh *folder
	// prunes says whether what is gone from the source is taken out, and gone is what
	// was not, both by path.
	prunes  func(path string) bool
	gone    map[string]bool
	changes []Change
}

// nextBase is the last import for the next merge: the new one, and what is gone and
// stays, so that it is seen as gone next time, too.
func (m *merging) nextBase() (out []spec.Source) {
	again := &merging{
		last: m.last, hand: m.last.again(), fresh: m.fresh, gone: map[string]bool{},
		prunes: func(path string) bool { return !m.gone[path] },
	}
	again.run()
	for _, f := range again.hand.files {
		if text := f.result(); len(text) > 0 {
			out = append(out, spec.Source{Name: f.Name, Bytes: text})
		}
	}
	return out
}

// run merges into the files of the hand's side.
func (m *merging) run() {
	for _, f := range m.fresh.files {
		if f.body == nil {
			m.wholeFile(f)
			continue
		}
		m.prefaceOf(f)
		m.blocksOf(f)
	}
	for _, f := range slices.Clone(m.hand.files) {
		for _, h := range f.items() {
			l, was := m.last.blocks[h.key]
			if _, is := m.fresh.blocks[h.key]; was && !is && m.hand.blocks[h.key].item == h {
				m.in(f, nil).gone(l.item, h)
			}
		}
	}
}

// in is a file of the folder with the one of the new import that is merged into it.
func (m *merging) in(hand, fresh *file) *three {
	t := &three{m: m, file: hand.Name, hand: hand.body, edits: &hand.edits}
	if fresh != nil {
		t.fresh = fresh.body
	}
	return t
}

// blocksOf merges the blocks of one file of the new import, each where it stands now.
// New ones come into the file of the same name.
func (m *merging) blocksOf(f *file) {
	var added []*item
	for _, i := range f.body.items {
		last, hand := m.last.blocks[i.key], m.hand.blocks[i.key]
		if hand.item == nil && last.item == nil {
			added = append(added, i)
			continue
		}
		into := hand.file
		if into == nil {
			into = &file{Source: spec.Source{Name: f.Name}}
		}
		m.in(into, f).one(last.item, hand.item, i)
	}
	if len(added) == 0 {
		return
	}
	into := m.hand.named(f.Name)
	if into == nil {
		into = m.newFile(f, len(added) == len(f.body.items))
	} else if into.body == nil {
		into.body = &body{src: into.Bytes, open: 0, close: len(into.Bytes), top: true}
	}
	t := m.in(into, f)
	for _, i := range added {
		if into.whole == nil {
			t.edits.insert(into.body, i, f.body)
		}
		t.tell(Added, nil, nil, i)
	}
}

// newFile adds a file to the folder: all of the new import's, or just its preface.
func (m *merging) newFile(f *file, all bool) *file {
	into := &file{Source: spec.Source{Name: f.Name, Bytes: f.preface()}, fresh: true}
	if all {
		into.whole = f.Bytes
	}
	into.body = &body{src: into.Bytes, close: len(into.Bytes), top: true}
	m.hand.files = append(m.hand.files, into)
	slices.SortFunc(m.hand.files, func(a, b *file) int { return strings.Compare(a.Name, b.Name) })
	return into
}

// prefaceOf takes over the comment at the top of a file where no hand changed it.
func (m *merging) prefaceOf(f *file) {
	last, hand := m.last.named(f.Name), m.hand.named(f.Name)
	if last == nil || hand == nil || hand.body == nil {
		return
	}
	was, is := last.preface(), f.preface()
	if len(was) > 0 && len(is) > 0 && bytes.Equal(was, hand.preface()) && !bytes.Equal(was, is) {
		hand.edits.replace(0, len(was), string(is))
	}
}

// wholeFile merges what is no spec, or nothing but comments.
func (m *merging) wholeFile(f *file) {
	last, hand := m.last.named(f.Name), m.hand.named(f.Name)
	told := Change{Path: f.Name, File: f.Name, Last: sizeOf(last), Hand: sizeOf(hand), Fresh: sizeOf(f)}
	switch {
	case equal(hand, f):
		return
	case hand == nil && last == nil:
		m.newFile(f, true)
		told.Did = Added
	case hand != nil && equal(hand, last):
		hand.whole = f.Bytes
		told.Did = Taken
	case equal(last, f):
		return
	default:
		told.Did = Conflict
	}
	m.changes = append(m.changes, told)
}
