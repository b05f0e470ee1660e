package policies

import (
	"cmp"
	"reflect"
	"slices"

	"cel.dev/cel-go/common/ast"
)

// Field is one value of [Vars] that a rule reads. Who evaluates a rule over the
// low and high ends of what is unknown needs to vary these fields and no others.
type Field struct {
	// Name is how expressions write it, as in "option.money".
	Name     string
	variable *variable
}

// Copy sets the field of dst to that of src. The structs below dst must belong
// to the caller alone; lists and pointed-to numbers are shared, not copied.
func (f Field) Copy(dst, src *Vars) { f.in(dst).Set(f.in(src)) }

// Equal tells whether a and b have the same value in the field. Absent values
// are equal to each other only; lists must have the same order.
func (f Field) Equal(a, b *Vars) bool {
	x, y := f.in(a), f.in(b)
	switch x.Kind() {
	case reflect.Pointer:
		if x.IsNil() || y.IsNil() {
			return x.IsNil() && y.IsNil()
		}
		return x.Elem().Equal(y.Elem())
	case reflect.Slice:
		return slices.Equal(x.Interface().([]string), y.Interface().([]string))
	}
	return x.Equal(y)
}

// in returns the field of v.
func (f Field) in(v *Vars) reflect.Value {
	at := reflect.ValueOf(v).Elem()
	for _, i := range f.variable.path {
		if at.Kind() == reflect.Pointer {
			at = at.Elem()
		}
		at = at.Field(i)
	}
	return at
}

// fieldsRead returns the fields that checked expressions read, by name. Absent
// expressions are nil.
func fieldsRead(exprs ...*expression) []Field {
	names := map[string]Field{}
	for _, e := range exprs {
		if e == nil {
			continue
		}
		for _, r := range e.reads {
			names[r.variable.name] = Field{r.variable.name, r.variable}
		}
	}
	out := make([]Field, 0, len(names))
	for _, f := range names {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b Field) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// read is one place in an expression where a variable is read.
type read struct {
	variable *variable
	// node is where in the tree.
	node ast.Expr
}
