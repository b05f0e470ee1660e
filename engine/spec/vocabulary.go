package spec

import (
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// document is the top of every spec file: which blocks it may have.
type document struct {
	world
	Criteria    []*Criterion  `hcl:"criterion,label"`
	Policies    []*Policy     `hcl:"policy,label"`
	Constraints []*Constraint `hcl:"constraint,label"`
	Checks      []*Check      `hcl:"check,label"`
}

// world is everything but rules.
type world struct {
	Workspace    []*workspaceBlock `hcl:"workspace"`
	Rates        []*Rate           `hcl:"rate,label"`
	Sites        []*Site           `hcl:"site,label"`
	Links        []*Link           `hcl:"link,label"`
	Endpoints    []*Endpoint       `hcl:"endpoint,label"`
	Teams        []*Team           `hcl:"team,label"`
	Environments []*Environment    `hcl:"environment,label"`
	Classes      []*Class          `hcl:"class,label"`
	Products     []*Product        `hcl:"product,label"`
	Services     []*Service        `hcl:"service,label"`
	PriceBooks   []*PriceBook      `hcl:"price_book,label"`
	Metrics      []*Metrics        `hcl:"metrics,label"`
	Bills        []*Bill           `hcl:"bill,label"`
	Usages       []*Usage          `hcl:"usage,label"`
	Shares       []*Share          `hcl:"share,label"`
	Exceptions   []*Exception      `hcl:"exception,label"`
}

// workspaceBlock is the workspace block: its own words and defaults for every
// service.
type workspaceBlock struct {
	Origin
	Own      WorkspaceSettings `hcl:",inline"`
	Settings `hcl:",inline"`
}

// shape is what a block may hold, laid out from a struct's tags.
type shape struct {
	typ    reflect.Type
	attrs  map[string]*attrField
	blocks map[string]*blockField
	// words are all attributes and blocks, sorted, for suggestions; needs are the
	// attributes that must be there, in the same order.
	words, needs []string
	// labels are the fields that take the block's names: none, Name, or A and B.
	labels []int
	origin []int
}

type attrField struct {
	name string
	path []int
	form form
	need bool
}

type blockField struct {
	name string
	path []int
	many bool
	shape
}

// labelFields are the fields that take labels: Name alone, or A and B.
func labelFields() []string { return []string{"Name", "A", "B"} }

// layout builds shapes, each form and each block once.
type layout struct {
	forms map[string]form
	known map[reflect.Type]shape
}

// layOut builds the shape of every spec file. It panics on a tag that means nothing:
// that is a bug in the vocabulary, and the first test finds it.
func layOut() shape { return layOutOf(reflect.TypeFor[document]()) }

// layOutOf builds the shape of a document.
func layOutOf(t reflect.Type) shape {
	l := layout{forms: forms(), known: map[reflect.Type]shape{}}
	return l.shape(t)
}

func (l *layout) shape(t reflect.Type) shape {
	if s, ok := l.known[t]; ok {
		return s
	}
	s := shape{typ: t, attrs: map[string]*attrField{}, blocks: map[string]*blockField{}}
	l.add(&s, t, nil)
	for name := range s.attrs {
		s.words = append(s.words, name)
	}
	for name := range s.blocks {
		s.words = append(s.words, name)
	}
	slices.Sort(s.words)
	for _, name := range s.words {
		if a := s.attrs[name]; a != nil && a.need {
			s.needs = append(s.needs, name)
		}
	}
	l.known[t] = s
	return s
}

func (l *layout) form(as string) form {
	f, ok := l.forms[as]
	if !ok {
		f = formOf(as)
		l.forms[as] = f
	}
	return f
}

// schema tells HCL's JSON reader which words are blocks.
func (s *shape) schema() *hcl.BodySchema {
	out := &hcl.BodySchema{}
	for _, name := range s.words {
		if f, ok := s.blocks[name]; ok {
			out.Blocks = append(out.Blocks, hcl.BlockHeaderSchema{Type: name, LabelNames: []string{"name", "second name"}[:len(f.labels)]})
		} else {
			out.Attributes = append(out.Attributes, hcl.AttributeSchema{Name: name})
		}
	}
	return out
}

// add lays out the fields of t, which lies at path in the struct of s.
func (l *layout) add(s *shape, t reflect.Type, path []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(slices.Clone(path), i)
		tag, tagged := f.Tag.Lookup("hcl")
		name, option, _ := strings.Cut(tag, ",")
		switch {
		case f.Type == reflect.TypeFor[Origin]():
			if s.origin == nil {
				s.origin = at
			}
		case !tagged && slices.Contains(labelFields(), f.Name) && f.Type.Kind() == reflect.String:
			s.labels = append(s.labels, i)
		case option == "inline" || !tagged && f.Anonymous:
			l.add(s, f.Type, at)
		case f.Type.Kind() == reflect.Pointer:
			s.blocks[name] = &blockField{name: name, path: at, shape: l.shape(f.Type.Elem())}
		case f.Type.Kind() == reflect.Slice:
			s.blocks[name] = &blockField{name: name, path: at, many: true, shape: l.shape(f.Type.Elem().Elem())}
		case tagged:
			read := l.form(f.Tag.Get("as"))
			if f.Type == reflect.TypeFor[Measure]() {
				read = measureForm(read)
			}
			s.attrs[name] = &attrField{name: name, path: at, form: read, need: f.Tag.Get("need") == "yes"}
		}
	}
}
