package object

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// Difference is a field that an apply would change.
type Difference struct {
	// Path names the field for people:
	// spec.template.spec.containers[name=app].image.
	Path string
	// Live is what stands there, nil for nothing; Want is what would, nil where the
	// field would go. Values of a Secret are [Hidden].
	Live, Want any
	// Manager are the managers beside berth that own the field, sorted, with commas
	// between them; "" for none.
	Manager string
}

// String says what would become of the field, in one line.
func (d Difference) String() string {
	by := ""
	if d.Manager != "" {
		by = " (" + d.Manager + "'s)"
	}
	switch {
	case d.Live == nil:
		return fmt.Sprintf("%s: is not there, will be %s%s", d.Path, show(d.Want), by)
	case d.Want == nil:
		return fmt.Sprintf("%s: is %s, will be gone%s", d.Path, show(d.Live), by)
	}
	return fmt.Sprintf("%s: is %s, will be %s%s", d.Path, show(d.Live), show(d.Want), by)
}

// Words are what stands there and what would, as a sentence shows them; "" for
// nothing.
func (d Difference) Words() (live, want string) {
	if d.Live != nil {
		live = show(d.Live)
	}
	if d.Want != nil {
		want = show(d.Want)
	}
	return live, want
}

// shown is how much of a value a sentence has.
const shown = 120

func show(v any) string {
	text := ""
	switch v := v.(type) {
	case string:
		text = v
	default:
		line, err := Object{"": v}.Bytes()
		if err != nil {
			return fmt.Sprintf("a %T", v)
		}
		text = strings.TrimSuffix(strings.TrimPrefix(string(line), `{"":`), "}")
	}
	if runes := []rune(text); len(runes) > shown {
		return string(runes[:shown]) + "…"
	}
	return text
}

// Differences are the fields of a live object that an apply of want as berth would
// set, change or, where berth owned them and they are not wanted any longer, take
// out; sorted by path. None means that there is nothing to write. A default of the
// API that want does not mention is no difference, nor is a quantity written in
// another way. Where there is no live object, the only difference is the object.
func Differences(live, want Object, v View) ([]Difference, error) {
	if live == nil {
		return []Difference{{Path: "", Want: want.String()}}, nil
	}
	p, err := lay(live, want, v)
	if err != nil {
		return nil, err
	}
	return p.differences()
}

// Recorded are the differences between what a plan has recorded of an object (see
// [Seen]) and what its step leaves. A record has only what is berth's or becomes it,
// and no longer says who owned what: all of it that is not wanted goes.
func Recorded(before, after Object, v View) ([]Difference, error) {
	p, err := lay(before, after, v)
	if err != nil {
		return nil, err
	}
	set, err := p.liveTyped.ToFieldSet()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", before.Ref(), before.silent(err))
	}
	p.ours = withoutNotes(set.Difference(naming()))
	if v.Scaled {
		p.ours = p.ours.Difference(replicas())
	}
	return p.differences()
}

// differences are those of a pair.
func (p *pair) differences() ([]Difference, error) {
	fields, err := p.changes()
	if err != nil {
		return nil, err
	}
	out := make([]Difference, 0, len(fields))
	for _, f := range fields {
		out = append(out, p.hide(Difference{Path: wording(f.path), Live: f.was, Want: f.is, Manager: p.managers(f.path)}))
	}
	slices.SortFunc(out, func(a, b Difference) int { return cmp.Compare(a.Path, b.Path) })
	return out, nil
}

// change is a field that an apply would change.
type change struct {
	path    fieldpath.Path
	was, is any
}

// changes are the fields that an apply would change, in no order. Of a list's item or
// of a map that comes or goes as a whole, only the item is told.
func (p *pair) changes() (out []change, err error) {
	left, err := p.applied()
	if left == nil || err != nil {
		return nil, err
	}
	c, err := p.liveTyped.Compare(left)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be compared: %w", p.want.Ref(), p.want.silent(err))
	}
	m, _ := left.AsValue().Unstructured().(map[string]any)
	for _, set := range []*fieldpath.Set{c.Added, c.Modified, c.Removed} {
		for _, path := range tops(set) {
			was, is := lookUp(map[string]any(p.live), path), lookUp(m, path)
			if !alike(p.live, path, was, is) {
				out = append(out, change{path, was, is})
			}
		}
	}
	if out, err = p.lasting(out, m); len(out) > 0 || err != nil {
		return out, err
	}
	return reordered(map[string]any(p.live), m, nil), nil
}

// lasting are the changes that a server would keep: it leaves out some fields at
// their zero, and writes quantities in its own way.
func (p *pair) lasting(all []change, left Object) (out []change, err error) {
	if len(all) == 0 || !left.known() {
		return all, nil
	}
	as, _, err := left.served()
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		kept := lookUp(map[string]any(as), c.path)
		is := narrow(c.is, kept, false)
		if c.is == nil || kept == nil && isEmpty(c.is) {
			is = nil
		}
		if !reflect.DeepEqual(c.was, is) && !alike(p.live, c.path, c.was, is) {
			out = append(out, change{c.path, c.was, is})
		}
	}
	return out, nil
}

// isEmpty tells whether a value is a map or a list with nothing in it.
func isEmpty(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return false
}

// tops are the paths of a set that lead through no other one of it.
func tops(set *fieldpath.Set) (out []fieldpath.Path) {
	set.Iterate(func(path fieldpath.Path) {
		if !slices.ContainsFunc(out, func(above fieldpath.Path) bool { return below(path, above) }) {
			out = append(out, path.Copy())
		}
	})
	return out
}

// below tells whether a path leads through another one.
func below(path, above fieldpath.Path) bool {
	return len(path) > len(above) && path[:len(above)].Equals(above)
}

// managers are those beside berth that own a field or something in it.
func (p *pair) managers(path fieldpath.Path) string {
	var names []string
	for _, w := range p.others {
		if w.has(path) && !slices.Contains(names, w.manager) {
			names = append(names, w.manager)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func (p *pair) hide(d Difference) Difference {
	if !p.want.IsSecret() || strings.HasPrefix(d.Path, "metadata.labels") {
		return d
	}
	if d.Live != nil {
		d.Live = Hidden
	}
	if d.Want != nil {
		d.Want = Hidden
	}
	return d
}
