package apply

import (
	"context"
	"maps"
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// manyRefs is from how many objects of one kind and namespace on a list is cheaper
// than to read each; manyNamespaces, from how many namespaces on one list of all is.
// A list that brings many times what is asked for is dearer than to read each, too: an
// object in a list costs a twentieth of a request.
const (
	manyRefs       = 4
	manyNamespaces = 8
	manyTimes      = 20
)

// look reads what is at the references now. What is not there is not in the answer.
func (s *site) look(ctx context.Context, refs []object.Ref) (map[object.Ref]object.Object, error) {
	groups := map[target.Query][]object.Ref{}
	for _, ref := range refs {
		q := target.Query{Kind: ref.Kind, Namespace: ref.Namespace}
		groups[q] = append(groups[q], ref)
	}
	var single []object.Ref
	spread := map[string]int{}
	for q, g := range groups {
		if s.tooFew(q, g) {
			single = append(single, g...)
			delete(groups, q)
			continue
		}
		spread[q.Kind]++
	}
	live := make(map[object.Ref]object.Object, len(refs))
	if err := s.lookEach(ctx, single, live); err != nil {
		return nil, err
	}
	return live, s.lookLists(ctx, queries(groups, spread), refs, live)
}

// tooFew tells whether references are read one by one. Secrets always are: the role
// that berth ships may not list them. A namespace is alone in its group. How long a
// list would be is known from the last one.
func (s *site) tooFew(q target.Query, refs []object.Ref) bool {
	return len(refs) < manyRefs || q.Kind == "Secret" || s.lastList(q) > manyTimes*len(refs)
}

func (s *site) lastList(q target.Query) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.listed[q]
}

func (s *site) noteList(q target.Query, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listed == nil {
		s.listed = map[target.Query]int{}
	}
	s.listed[q] = n
}

// queries are the lists that answer for the groups, in order.
func queries(groups map[target.Query][]object.Ref, spread map[string]int) []target.Query {
	all := map[target.Query]bool{}
	for q := range groups {
		if spread[q.Kind] > manyNamespaces {
			q.Namespace = ""
		}
		all[q] = true
	}
	return slices.SortedFunc(maps.Keys(all), compareQueries)
}

func compareQueries(a, b target.Query) int {
	return object.Ref{Kind: a.Kind, Namespace: a.Namespace}.Compare(object.Ref{Kind: b.Kind, Namespace: b.Namespace})
}

func (s *site) lookEach(ctx context.Context, refs []object.Ref, live map[object.Ref]object.Object) error {
	slices.SortFunc(refs, object.Ref.Compare)
	found := make([]object.Object, len(refs))
	err := each(ctx, s.run.workers(), len(refs), func(ctx context.Context, i int) (err error) {
		found[i], err = s.get(ctx, refs[i])
		return err
	})
	for i, o := range found {
		if o != nil {
			live[refs[i]] = o
		}
	}
	return err
}

func (s *site) lookLists(ctx context.Context, lists []target.Query, refs []object.Ref, live map[object.Ref]object.Object) error {
	if len(lists) == 0 {
		return nil
	}
	wanted := make(map[object.Ref]bool, len(refs))
	for _, ref := range refs {
		wanted[ref] = true
	}
	for _, q := range lists {
		all, err := s.list(ctx, q)
		if err != nil {
			return err
		}
		s.noteList(q, len(all))
		for _, o := range all {
			if ref := o.Ref(); wanted[ref] {
				live[ref] = o
			}
		}
	}
	return nil
}
