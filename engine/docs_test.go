package engine_test

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	files, _ := sources(t)
	docs := map[string]string{}
	for _, f := range files {
		docs[f.pkg] += f.syntax.Doc.Text()
	}
	for pkg, doc := range docs {
		if len(doc) < 60 {
			t.Errorf("package %s has no doc that says what it is for: %q", pkg, doc)
		}
	}
}

// named tells whether a doc begins with the name it documents, perhaps after an
// article.
func named(doc, name string) bool {
	first, rest, _ := strings.Cut(strings.TrimSpace(doc), " ")
	if first == "A" || first == "An" || first == "The" {
		first, _, _ = strings.Cut(rest, " ")
	}
	return strings.TrimRight(first, ".,:;\n") == name
}

func TestEveryExportedNameIsDocumented(t *testing.T) {
	files, set := sources(t)
	for _, f := range files {
		for _, d := range f.syntax.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && isReachable(d.Recv) && !named(d.Doc.Text(), d.Name.Name) {
					t.Errorf("%s: the doc of %s does not begin with its name", set.Position(d.Pos()), d.Name.Name)
				}
			case *ast.GenDecl:
				undocumented(t, set, d)
			}
		}
	}
}

// isReachable tells whether a method belongs to an exported type. Methods that
// only satisfy an interface (Len, Less, Swap of an unexported type) explain
// themselves.
func isReachable(recv *ast.FieldList) bool {
	if recv == nil {
		return true
	}
	name := ""
	ast.Inspect(recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && name == "" {
			name = id.Name
		}
		return name == ""
	})
	return ast.IsExported(name)
}

// undocumented reports exported types, constants and variables without a doc. A
// group of constants may share the group's doc.
func undocumented(t *testing.T, set *token.FileSet, d *ast.GenDecl) {
	t.Helper()
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			doc := s.Doc.Text()
			if doc == "" {
				doc = d.Doc.Text()
			}
			if s.Name.IsExported() && !named(doc, s.Name.Name) {
				t.Errorf("%s: the doc of %s does not begin with its name", set.Position(s.Pos()), s.Name.Name)
			}
		case *ast.ValueSpec:
			doc := s.Doc.Text() + s.Comment.Text() + d.Doc.Text()
			if s.Names[0].IsExported() && doc == "" {
				t.Errorf("%s: %s has no doc", set.Position(s.Pos()), s.Names[0].Name)
			}
		}
	}
}
