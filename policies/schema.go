package policies

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// schema is what the struct tags of [Vars] or [Facts] say: the one place from which the
// types of expressions, the access to fields and the list of variables follow.
type schema struct {
	// roots are the names that stand alone: service, option, workspace, say.
	roots []root
	// structs are the types of what has fields, by their name in the language.
	structs map[string]*structure
	// variables are the leaves, by name.
	variables []*variable
}

// root is a field of Vars itself.
type root struct {
	name string
	typ  *types.Type
}

// structure is one struct below Vars.
type structure struct {
	// path is how an expression reaches it, as in "service.security".
	path  string
	names []string
	// fields are what it has; of a nested structure, variable is nil.
	fields map[string]field
}

// field is one field of a structure.
type field struct {
	typ      *types.FieldType
	variable *variable
}

// variable is a leaf: one value that an expression can read.
type variable struct {
	name, unit, doc string
	typ             *types.Type
	// optional is true for pointers, which has() asks for.
	optional bool
	// needs is what has to be computed to know it; of Facts alone.
	needs Needs
	// oneof are the only texts it can be, least and most bound a number; nil where
	// nothing is said.
	oneof       []string
	least, most *float64
	// of is whose names it holds: "site", say; "" where it holds none.
	of string
	// path are the field indexes from the struct of all down to the leaf.
	path []int
}

// isOption tells whether the value belongs to the option.
func (v *variable) isOption() bool { return strings.HasPrefix(v.name, "option.") }

// newSchema reads the tags of a struct: of Vars or Facts. A tag that does not fit is a bug of this
// package and panics; a test calls it.
func newSchema(t reflect.Type) *schema {
	s := &schema{structs: map[string]*structure{}}
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("cel")
		if name == "" {
			continue
		}
		s.roots = append(s.roots, root{name, s.add(f.Type.Elem(), name, []int{i})})
	}
	slices.SortFunc(s.variables, func(a, b *variable) int { return cmp.Compare(a.name, b.name) })
	slices.SortFunc(s.roots, func(a, b root) int { return cmp.Compare(a.name, b.name) })
	return s
}

// add lays out one struct type and returns its type in the language.
func (s *schema) add(t reflect.Type, path string, index []int) *types.Type {
	if s.structs[t.Name()] != nil {
		// A field is known by the type it is read from, so a type has one place.
		panic("policies: " + t.Name() + " stands twice")
	}
	st := &structure{path: path, fields: map[string]field{}}
	s.structs[t.Name()] = st
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("cel")
		full := path + "." + name
		below := append(slices.Clone(index), i)
		st.names = append(st.names, name)
		if f.Type.Kind() == reflect.Pointer && f.Type.Elem().Kind() == reflect.Struct {
			nested := s.add(f.Type.Elem(), full, below)
			st.fields[name] = field{typ: structAccess(full, i, nested)}
			continue
		}
		v := &variable{name: full, unit: f.Tag.Get("unit"), doc: f.Tag.Get("doc"), of: f.Tag.Get("of"), needs: needsOf(f.Tag.Get("needs")), path: below}
		v.limit(f.Tag)
		a := leafAccess(full, i, f.Type)
		v.typ, v.optional = a.Type, f.Type.Kind() == reflect.Pointer
		s.variables = append(s.variables, v)
		st.fields[name] = field{typ: a, variable: v}
	}
	slices.Sort(st.names)
	return cel.ObjectType(t.Name())
}

// limit reads the tags oneof, least and most.
func (v *variable) limit(tag reflect.StructTag) {
	if texts := tag.Get("oneof"); texts != "" {
		v.oneof = strings.Split(texts, ",")
	}
	bound := func(name string) *float64 {
		text, ok := tag.Lookup(name)
		if !ok {
			return nil
		}
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			panic("policies: " + v.name + " has a bound that is no number: " + text)
		}
		return &n
	}
	v.least, v.most = bound("least"), bound("most")
}

// needsOf reads the tag needs.
func needsOf(tag string) Needs {
	switch tag {
	case "":
		return 0
	case "today":
		return NeedsToday
	case "then":
		return NeedsThen
	case "proof":
		return NeedsThen | NeedsProof
	}
	panic("policies: a field needs " + tag + ", which nothing computes")
}

// variable returns what a node of a checked tree reads, nil where it is no read of a
// leaf.
func (s *schema) variable(tree *ast.AST, n ast.Expr) *variable {
	if n.Kind() != ast.SelectKind {
		return nil
	}
	st := s.structs[tree.GetType(n.AsSelect().Operand().ID()).TypeName()]
	if st == nil {
		return nil
	}
	return st.fields[n.AsSelect().FieldName()].variable
}

// rootNames are the names that stand alone, sorted.
func (s *schema) rootNames() (names []string) {
	for _, r := range s.roots {
		names = append(names, r.name)
	}
	return names
}

// Variable is one value that expressions may read, for the help.
type Variable struct {
	// Name is how an expression writes it, as in "service.p99_cores".
	Name string `json:"name"`
	// Type is its type in the language: bool, int, double, string, list(string).
	Type string `json:"type"`
	// Unit is empty where the value has none.
	Unit string `json:"unit,omitempty"`
	Doc  string `json:"doc"`
	// Optional values may be absent; has() asks.
	Optional bool `json:"optional,omitempty"`
	// OneOf are the only texts that it can have; empty where it may have any.
	OneOf []string `json:"one_of,omitempty"`
}

// String writes the variable on one line.
func (v Variable) String() string {
	return fmt.Sprintf("%s %s", v.Name, v.Type)
}

// Variables returns what expressions of policies and constraints may read, by name.
func Variables() []Variable { return newSchema(reflect.TypeFor[Vars]()).list() }

// FactVariables returns what expressions of checks may read, by name.
func FactVariables() []Variable { return newSchema(reflect.TypeFor[Facts]()).list() }

func (s *schema) list() []Variable {
	out := make([]Variable, 0, len(s.variables))
	for _, v := range s.variables {
		out = append(out, Variable{v.name, v.typ.String(), v.unit, v.doc, v.optional, v.oneof})
	}
	return out
}
