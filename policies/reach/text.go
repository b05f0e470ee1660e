package reach

import (
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// texts is what a text can be: one of some, or, if not, any but some.
type texts struct {
	of  []string
	but bool
}

func anyText() texts { return texts{but: true} }

func (t texts) empty() bool { return !t.but && len(t.of) == 0 }

// and is what is in both.
func (t texts) and(u texts) texts {
	if t.but && u.but {
		return texts{of: append(slices.Clone(t.of), u.of...), but: true}
	}
	if t.but {
		t, u = u, t
	}
	var out texts
	for _, x := range t.of {
		if slices.Contains(u.of, x) != u.but {
			out.of = append(out.of, x)
		}
	}
	return out
}

// or is what is in one of them.
func (t texts) or(u texts) texts {
	if !t.but && !u.but {
		return texts{of: append(slices.Clone(t.of), u.of...)}
	}
	return anyText()
}

// single tells whether only one text is left.
func (t texts) single() bool { return !t.but && len(t.of) == 1 }

// other is every text but the one of a single.
func (t texts) other() texts { return texts{of: t.of, but: true} }

// text returns what a text can be.
func (s *search) text(e ast.Expr, w *world) texts {
	out := anyText()
	switch e.Kind() {
	case ast.LiteralKind:
		if x, ok := e.AsLiteral().Value().(string); ok {
			return texts{of: []string{x}}
		}
	case ast.SelectKind:
		if f, ok := s.of.Field(e); ok && f.OneOf != nil {
			out = texts{of: f.OneOf}
		}
	case ast.CallKind:
		if e.AsCall().FunctionName() == operators.Conditional {
			args := e.AsCall().Args()
			out = texts{}
			for i, truth := range []bool{true, false} {
				for _, v := range s.hold(args[0], truth, w) {
					out = out.or(s.text(args[i+1], v))
				}
			}
		}
	}
	if known := w.find(subject{kind: isText, name: s.name(e)}); known != nil {
		out = out.and(known.texts)
	}
	return out
}
