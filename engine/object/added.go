package object

import (
	"slices"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// Added are the fields of a live object that people or tools own and that it did not
// have before, by path: what a removal would take along though nobody knew of it.
// Metadata, status, notes on pods, and what controllers write are not among them.
func Added(live, before Object) ([]string, error) {
	_, others, err := live.owners()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, w := range others {
		if w.subresource != "" || isController(w.manager) {
			continue
		}
		fields, err := w.fields()
		if err != nil {
			return nil, err
		}
		for _, path := range tops(fields.Difference(known(fields, live, before))) {
			if name := wording(path); !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return out, nil
}

// known are those of a set of fields that are no news: they were there before, are not
// there now, or are nothing that an object is about.
func known(fields *fieldpath.Set, live, before Object) *fieldpath.Set {
	out := fieldpath.NewSet()
	fields.Iterate(func(path fieldpath.Path) {
		isNote := slices.ContainsFunc(path, func(e fieldpath.PathElement) bool {
			return e.FieldName != nil && *e.FieldName == "annotations"
		})
		top := ""
		if path[0].FieldName != nil {
			top = *path[0].FieldName
		}
		if isNote || top == "metadata" || top == "status" ||
			lookUp(map[string]any(live), path) == nil || lookUp(map[string]any(before), path) != nil {
			out.Insert(path.Copy())
		}
	})
	return out
}
