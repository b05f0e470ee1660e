package policies

import (
	"fmt"
	"reflect"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// provider tells the type checker which fields there are, and the interpreter
// how to read each: a direct call a field, instead of a search by name at every
// read. It knows the structs below [Vars] and no other types, so expressions
// cannot make messages or name types.
type provider struct{ schema *schema }

// EnumValue finds nothing: the language has no enums.
func (p provider) EnumValue(name string) ref.Val { return types.NewErr("unknown name %q", name) }

// FindIdent finds nothing: variables are declared, types have no names.
func (p provider) FindIdent(string) (ref.Val, bool) { return nil, false }

// FindStructType finds the structs below Vars.
func (p provider) FindStructType(name string) (*types.Type, bool) {
	if p.schema.structs[name] == nil {
		return nil, false
	}
	return types.NewTypeTypeWithParam(cel.ObjectType(name)), true
}

// FindStructFieldNames returns the fields of a struct, sorted.
func (p provider) FindStructFieldNames(name string) ([]string, bool) {
	st := p.schema.structs[name]
	if st == nil {
		return nil, false
	}
	return st.names, true
}

// FindStructFieldType returns the type of a field and how to read it.
func (p provider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	st := p.schema.structs[name]
	if st == nil {
		return nil, false
	}
	f, ok := st.fields[field]
	return f.typ, ok
}

// NewValue refuses: expressions read values, they make none.
func (p provider) NewValue(name string, _ map[string]ref.Val) ref.Val {
	return types.NewErr("%s cannot be made in an expression", name)
}

// adapter turns Go values into values of the language. Fields arrive as such
// values already, structs are never a result (see check.go), so that only what
// the library itself makes is left to its default adapter.
type adapter struct{}

// NativeToValue returns values of the language as they are.
func (adapter) NativeToValue(value any) ref.Val {
	if v, ok := value.(ref.Val); ok {
		return v
	}
	return types.DefaultTypeAdapter.NativeToValue(value)
}

// structAccess reads the pointer to a nested struct.
func structAccess(name string, index int, t *types.Type) *types.FieldType {
	return &types.FieldType{
		Type:  t,
		IsSet: func(any) bool { return true },
		GetFrom: func(obj any) (any, error) {
			of, err := structOf(obj, name)
			if err != nil {
				return nil, err
			}
			return of.Field(index).Interface(), nil
		},
	}
}

// leafAccess reads one value. A kind it does not know is a bug of this package.
func leafAccess(name string, index int, t reflect.Type) *types.FieldType {
	optional := t.Kind() == reflect.Pointer
	if optional {
		t = t.Elem()
	}
	typ, value := conversion(t)
	return &types.FieldType{
		Type: typ,
		IsSet: func(obj any) bool {
			of, err := structOf(obj, name)
			return err == nil && !(optional && of.Field(index).IsNil())
		},
		GetFrom: func(obj any) (any, error) {
			of, err := structOf(obj, name)
			if err != nil {
				return nil, err
			}
			f := of.Field(index)
			if optional {
				if f.IsNil() {
					return nil, fmt.Errorf("there is no %s: ask with has(%s) first", name, name)
				}
				f = f.Elem()
			}
			return value(f), nil
		},
	}
}

// structOf returns the struct that obj points to. A nil pointer is a mistake of
// the caller of this package, but must not end the process.
func structOf(obj any, name string) (reflect.Value, error) {
	p := reflect.ValueOf(obj)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		return reflect.Value{}, fmt.Errorf("%s was asked for, but nothing was given", name)
	}
	return p.Elem(), nil
}

// conversion returns a Go type's type in the language and how to convert.
func conversion(t reflect.Type) (*types.Type, func(reflect.Value) ref.Val) {
	switch t.Kind() {
	case reflect.Bool:
		return types.BoolType, func(v reflect.Value) ref.Val {
			if v.Bool() {
				return types.True
			}
			return types.False
		}
	case reflect.Int64:
		return types.IntType, func(v reflect.Value) ref.Val { return types.Int(v.Int()) }
	case reflect.Float64:
		return types.DoubleType, func(v reflect.Value) ref.Val { return types.Double(v.Float()) }
	case reflect.String:
		return types.StringType, func(v reflect.Value) ref.Val { return types.String(v.String()) }
	case reflect.Slice:
		if t.Elem().Kind() == reflect.String {
			empty := types.NewStringList(adapter{}, nil) // most lists are
			return types.NewListType(types.StringType), func(v reflect.Value) ref.Val {
				if v.Len() == 0 {
					return empty
				}
				// Through the address, because Interface would copy the slice's header.
				return types.NewStringList(adapter{}, *v.Addr().Interface().(*[]string))
			}
		}
	}
	panic("policies: a field of Vars has the type " + t.String() + ", which expressions do not know")
}
