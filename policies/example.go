package policies

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"berth.dev/engine/diag"
)

// Given is a value for one variable, for tests of rules.
type Given struct {
	// Name is how expressions write it, as in "option.headroom_cores".
	Name string
	// Value is a bool, float64, string or []string; nil where it is absent.
	Value any
}

// Examples make values to ask rules about: an example of which nothing is said but what
// a test gives. What a spec has by default holds: one copy at least, data that is
// internal, calls that may pass over the internet, no volume that does not say how it
// moves, money fully loaded in JPY. The subject is called "example"; an option is on-prem, a site too. All else is 0, false,
// empty, or absent where it may be.
type Examples struct{ vars, facts *schema }

// NewExamples lays the variables out.
func NewExamples() *Examples {
	return &Examples{vars: newSchema(reflect.TypeFor[Vars]()), facts: newSchema(reflect.TypeFor[Facts]())}
}

const example = "example"

// Vars returns what a policy or constraint reads. The errors are one for each value
// given, nil where it is right.
func (x *Examples) Vars(given []Given) (*Vars, []error) {
	v := &Vars{
		Service:   &Service{Name: example, Security: &Security{Data: "internal", InternetTransit: true}},
		Option:    &Option{ID: example, Kind: "onprem"},
		Workspace: &Workspace{Currency: "JPY", CostBasis: "fully_loaded"},
	}
	return v, x.vars.give(reflect.ValueOf(v).Elem(), x.vars.rootNames(), given)
}

// Facts returns what a check over a kind of subjects reads, with errors as of
// [Examples.Vars].
func (x *Examples) Facts(over string, given []Given) (*Facts, []error) {
	f := &Facts{Fleet: &FleetFacts{}, Workspace: &Setting{Currency: "JPY", CostBasis: "fully_loaded"}}
	switch over {
	case OverService:
		f.Service = &ServiceFacts{Name: example, Data: "internal", Transit: true, ReplicasMin: 1, Backed: true}
	case OverProduct:
		f.Product = &ProductFacts{Name: example}
	case OverTeam:
		f.Team = &TeamFacts{Name: example}
	case OverSite:
		f.Site = &SiteFacts{Name: example, Kind: "onprem", Provider: "k0s"}
	}
	return f, x.facts.give(reflect.ValueOf(f).Elem(), rootsOf(over), given)
}

// give sets variables below the roots that there are.
func (s *schema) give(all reflect.Value, roots []string, given []Given) []error {
	out := make([]error, len(given))
	for i, g := range given {
		root, _, _ := strings.Cut(g.Name, ".")
		at := slices.IndexFunc(s.variables, func(v *variable) bool { return v.name == g.Name })
		if at < 0 || !slices.Contains(roots, root) {
			out[i] = fmt.Errorf("there is no %q here. %s", g.Name, diag.Meant(g.Name, s.below(roots)))
			continue
		}
		out[i] = s.variables[at].give(all, g.Value)
	}
	return out
}

// below returns the names of the variables below some roots.
func (s *schema) below(roots []string) (names []string) {
	for _, v := range s.variables {
		if root, _, _ := strings.Cut(v.name, "."); slices.Contains(roots, root) {
			names = append(names, v.name)
		}
	}
	return names
}

// give sets one variable.
func (v *variable) give(all reflect.Value, value any) error {
	field, tag := v.field(all)
	if value == nil {
		if !v.optional {
			return fmt.Errorf("%s is never absent: it is %s", v.name, v.typ)
		}
		field.SetZero()
		return nil
	}
	t := field.Type()
	if v.optional {
		t = t.Elem()
	}
	to := reflect.New(t)
	if err := v.take(to.Elem(), value); err != nil {
		return err
	}
	if err := leaves(tag, to.Elem()); err != nil {
		return fmt.Errorf("%s %w", v.name, err)
	}
	if v.optional {
		field.Set(to)
	} else {
		field.Set(to.Elem())
	}
	return nil
}

// field returns the variable's field in the struct of all, with its tag.
func (v *variable) field(all reflect.Value) (reflect.Value, reflect.StructTag) {
	var tag reflect.StructTag
	for _, i := range v.path {
		if all.Kind() == reflect.Pointer {
			all = all.Elem()
		}
		tag = all.Type().Field(i).Tag
		all = all.Field(i)
	}
	return all, tag
}

// take converts a value into a variable's type.
func (v *variable) take(to reflect.Value, value any) error {
	n, isNumber := value.(float64)
	switch {
	case to.Kind() == reflect.Int64 && isNumber && n == math.Trunc(n) && math.Abs(n) < 1<<53:
		to.SetInt(int64(n))
	case to.Kind() != reflect.Int64 && reflect.TypeOf(value) == to.Type():
		to.Set(reflect.ValueOf(value))
	case to.Kind() == reflect.Int64 && isNumber:
		return fmt.Errorf("%s is a whole number; %v is none", v.name, value)
	default:
		return fmt.Errorf("%s is %s; %s does not go there", v.name, v.typ, spokenValue(value))
	}
	return nil
}

// spokenValue writes a value for a message.
func spokenValue(value any) string {
	switch x := value.(type) {
	case string:
		return "the text " + strconv.Quote(x)
	case []string:
		return "a list"
	}
	return fmt.Sprint(value)
}

// leaves says which of the bounds that a field's tags set a value leaves.
func leaves(tag reflect.StructTag, v reflect.Value) error {
	if one := tag.Get("oneof"); one != "" && v.Kind() == reflect.String {
		if known := strings.Split(one, ","); !slices.Contains(known, v.String()) {
			return fmt.Errorf("can never be %q. %s", v.String(), diag.Meant(v.String(), known))
		}
	}
	var n float64
	switch v.Kind() {
	case reflect.Int64:
		n = float64(v.Int())
	case reflect.Float64:
		n = v.Float()
	default:
		return nil
	}
	if least, err := strconv.ParseFloat(tag.Get("least"), 64); err == nil && n < least {
		return fmt.Errorf("is never less than %v; %v is", least, n)
	}
	if most, err := strconv.ParseFloat(tag.Get("most"), 64); err == nil && n > most {
		return fmt.Errorf("is never more than %v; %v is", most, n)
	}
	return nil
}
