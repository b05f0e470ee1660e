package spec

import "slices"

// ShareOrder are the share blocks in the order in which cost is passed on: a service
// passes on after all that pass on to it. Where that leads in a circle, order is nil and
// circle names the services along it, the first once more at its end.
//
// A share that names no receivers goes to services that pass nothing on, so that it
// never makes a circle.
func (w *Workspace) ShareOrder() (order []*Share, circle []string) {
	o := shareOrder{of: byName(w.Shares, func(s *Share) string { return s.Name }), state: map[string]int{}}
	for _, s := range w.Shares {
		if o.visit(s.Name) {
			return nil, o.circle
		}
	}
	slices.Reverse(o.done)
	return o.done, nil
}

// shareOrder is a walk along shares, deepest first.
type shareOrder struct {
	of    map[string]*Share
	state map[string]int
	// path is where the walk is, done what is behind it, receivers before givers.
	path   []string
	done   []*Share
	circle []string
}

const (
	onPath = 1 + iota
	passed
)

// visit walks on from a service and tells whether it came upon a circle.
func (o *shareOrder) visit(name string) bool {
	s := o.of[name]
	switch {
	case s == nil || o.state[name] == passed:
		return false
	case o.state[name] == onPath:
		from := slices.Index(o.path, name)
		o.circle = append(slices.Clone(o.path[from:]), name)
		return true
	}
	o.state[name] = onPath
	o.path = append(o.path, name)
	for _, to := range slices.Sorted(slices.Values(s.Services.V)) {
		if o.visit(to) {
			return true
		}
	}
	o.path = o.path[:len(o.path)-1]
	o.state[name] = passed
	o.done = append(o.done, s)
	return false
}
