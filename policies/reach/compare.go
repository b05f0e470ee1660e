package reach

import (
	"math"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// compare is hold for a comparison of two values that is true in some orders of them.
func (s *search) compare(e ast.Expr, o order, want bool, w *world) []*world {
	a, b := e.AsCall().Args()[0], e.AsCall().Args()[1]
	if s.kind(a) == types.BoolKind && s.kind(b) == types.BoolKind && o == equal {
		return s.alike(a, b, want, w)
	}
	var out []*world
	for _, v := range s.answered(e, w) {
		out = append(out, s.stand(a, b, o, want, v)...)
	}
	return out
}

// stand assumes that two values stand in one of some orders, or that they do not.
func (s *search) stand(a, b ast.Expr, o order, want bool, w *world) []*world {
	switch {
	case s.isNumber(a) && s.isNumber(b):
		return s.numbers(a, b, o, want, w)
	case s.kind(a) == types.StringKind && s.kind(b) == types.StringKind:
		if !want {
			o = anyhow &^ o
		}
		return s.texts(a, b, o, w)
	}
	// Lists and what else there is: it is known only that the answer stays the same.
	w, ok := w.assume("=("+s.name(a)+","+s.name(b)+")", want == (o == equal))
	if ok && o == equal {
		w, ok = s.emptiness(a, b, want, w)
	}
	if !ok {
		return nil
	}
	return []*world{w}
}

// alike is hold for two conditions that come to the same, or do not.
func (s *search) alike(a, b ast.Expr, want bool, w *world) []*world {
	var out []*world
	for _, truth := range []bool{true, false} {
		for _, v := range s.hold(a, truth, w) {
			out = append(out, s.hold(b, truth == want, v)...)
		}
	}
	return few(out, w)
}

// numbers narrows two numbers by their order.
func (s *search) numbers(a, b ast.Expr, o order, want bool, w *world) []*world {
	x, y := s.number(a, w), s.number(b, w)
	// What is no number stands in no order to anything, so that a comparison with it is
	// false. Nothing is learnt from a false one then, but that it stays false.
	written := "order(" + s.name(a) + "," + s.name(b) + "," + string('0'+rune(o)) + ")"
	w, ok := w.assume(written, want)
	if !ok {
		return nil
	}
	if !want {
		if x.nan || y.nan {
			return []*world{w}
		}
		o = anyhow &^ o
	}
	w, o = w.ordered(s.name(a), s.name(b), o&x.orders(y))
	if o == 0 {
		return nil
	}
	if w, ok = s.put(a, x.beside(o, y), w); !ok {
		return nil
	}
	if w, ok = s.put(b, y.beside(o.turned(), x), w); !ok {
		return nil
	}
	return []*world{w}
}

// put assumes that a node lies in a span.
func (s *search) put(e ast.Expr, in span, w *world) (*world, bool) {
	if s.kind(e) == types.IntKind {
		in = in.whole()
	}
	if e.Kind() == ast.LiteralKind {
		return w, !in.empty()
	}
	return w.within(s.name(e), in)
}

// texts narrows two texts by their order.
func (s *search) texts(a, b ast.Expr, o order, w *world) []*world {
	x, y := s.text(a, w), s.text(b, w)
	w, o = w.ordered(s.name(a), s.name(b), o)
	ok := o != 0
	switch {
	case !ok:
	case o == equal:
		both := x.and(y)
		if w, ok = w.among(s.name(a), both); ok {
			w, ok = w.among(s.name(b), both)
		}
	case o&equal == 0 && y.single():
		w, ok = w.among(s.name(a), x.and(y.other()))
	case o&equal == 0 && x.single():
		w, ok = w.among(s.name(b), y.and(x.other()))
	}
	if !ok {
		return nil
	}
	return []*world{w}
}

// emptiness learns the size of a list from its comparison with an empty one.
func (s *search) emptiness(a, b ast.Expr, want bool, w *world) (*world, bool) {
	if a.Kind() == ast.ListKind {
		a, b = b, a
	}
	if b.Kind() != ast.ListKind || b.AsList().Size() > 0 {
		return w, true
	}
	return w.within(sizeName(s.name(a)), howMany(want))
}

// howMany is the size of something that is empty, or is not.
func howMany(empty bool) span {
	if empty {
		return point(0)
	}
	return span{from: 1, to: math.Inf(1)}
}

// member is hold for "in".
func (s *search) member(e ast.Expr, want bool, w *world) []*world {
	x, list := e.AsCall().Args()[0], e.AsCall().Args()[1]
	if list.Kind() == ast.ListKind && (s.isNumber(x) || s.kind(x) == types.StringKind) {
		return s.oneOf(e, x, list.AsList().Elements(), want, w)
	}
	var out []*world
	for _, v := range s.itself(e, want, w) {
		if want && s.kind(list) == types.ListKind {
			var ok bool
			if v, ok = v.within(sizeName(s.name(list)), howMany(false)); !ok {
				continue
			}
		}
		out = append(out, v)
	}
	return out
}

// oneOf is member for a list that is written out: x is one of its elements, or none.
func (s *search) oneOf(e, x ast.Expr, elements []ast.Expr, want bool, w *world) []*world {
	worlds := s.answered(e, w)
	if len(worlds) == 0 {
		return nil
	}
	if want {
		var out []*world
		for _, y := range elements {
			out = append(out, s.stand(x, y, equal, true, worlds[0])...)
		}
		return few(out, worlds[0])
	}
	for _, y := range elements {
		if worlds = s.stand(x, y, equal, false, worlds[0]); len(worlds) == 0 {
			return nil
		}
	}
	return worlds
}
