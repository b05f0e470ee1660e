package object

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
	"sigs.k8s.io/structured-merge-diff/v6/typed"
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
	if same, err := p.still(); same || err != nil {
		return nil, err
	}
	left, err := p.applied()
	if left == nil || err != nil {
		return nil, err
	}
	if left, err = left.asServed(); err != nil {
		return nil, err
	}
	leftTyped, err := left.typed()
	if err != nil {
		return nil, err
	}
	c, err := p.liveTyped.Compare(leftTyped)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be compared: %w", want.Ref(), want.silent(err))
	}
	return p.differences(c, left), nil
}

// asServed is the object as a server would write it, where its kind is known.
func (o Object) asServed() (Object, error) {
	if !o.known() {
		return o, nil
	}
	as, _, err := o.served()
	if err != nil {
		return nil, err
	}
	kept, _ := narrow(map[string]any(o), map[string]any(as), false).(map[string]any)
	return kept, nil
}

// differences turns a comparison into fields for people. Of a list's item or of a
// map that comes or goes as a whole, only the item is told.
func (p *pair) differences(c *typed.Comparison, left Object) (out []Difference) {
	for _, set := range []*fieldpath.Set{c.Added, c.Modified, c.Removed} {
		var told []fieldpath.Path
		for path := range set.All() {
			if slices.ContainsFunc(told, func(above fieldpath.Path) bool { return below(path, above) }) {
				continue
			}
			was, is := lookUp(map[string]any(p.live), path), lookUp(map[string]any(left), path)
			told = append(told, path.Copy())
			if alike(p.live, path, was, is) {
				continue
			}
			out = append(out, p.hide(Difference{Path: wording(path), Live: was, Want: is, Manager: p.managers(path)}))
		}
	}
	slices.SortFunc(out, func(a, b Difference) int { return cmp.Compare(a.Path, b.Path) })
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

// has tells whether the manager owns a field or something in it.
func (w owner) has(path fieldpath.Path) bool {
	if w.fields.Has(path) {
		return true
	}
	set := w.fields
	for _, e := range path {
		set = set.WithPrefix(e)
	}
	return !set.Empty()
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
