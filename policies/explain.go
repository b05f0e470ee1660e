package policies

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"berth.dev/engine/diag"
)

// syntaxErrors turns the parser's errors into diagnostics. Only the first is
// kept: what follows a broken place is mostly noise.
func (s source) syntaxErrors(issues *cel.Issues) (diags diag.List) {
	first := issues.Errors()[0]
	at := s.whole()
	if line, column := first.Location.Line(), first.Location.Column(); line > 0 {
		// An end that comes too early is shown at the last character.
		last := len([]rune(strings.TrimRight(s.expr.Source, " \t\r\n"))) - 1
		from := max(min(characterAt(s.expr.Source, line, column), last), 0)
		at = s.place(from, from+1)
	}
	diags.Errorf(CodeSyntax, at, "Expression not understood", "%s %s.", s.part, plainSyntax(first.Message))
	return diags
}

// plainSyntax says what the parser found, without the list of every token that
// could have stood there.
func plainSyntax(message string) string {
	message = strings.TrimPrefix(message, "Syntax error: ")
	message, _, _ = strings.Cut(message, " expecting {")
	message = strings.Join(strings.Fields(message), " ")
	switch {
	case strings.HasPrefix(message, "mismatched input '<EOF>'"):
		return "ends too early"
	case strings.HasPrefix(message, "token recognition error at: '= "), strings.HasPrefix(message, "token recognition error at: '='"):
		return "has one equals sign here: what is compared has two, as in a == b"
	case strings.HasPrefix(message, "token recognition error"):
		return "has no word, number or closed text here"
	}
	message = strings.ReplaceAll(message, "'<EOF>'", "the end")
	message = strings.ReplaceAll(message, "<EOF>", "the end")
	return "is broken here: " + message
}

// characterAt returns the position of a line (from 1) and column (from 0).
func characterAt(text string, line, column int) int {
	at := 0
	for _, r := range text {
		if line <= 1 {
			break
		}
		if r == '\n' {
			line--
		}
		at++
	}
	return at + column
}

// node returns the place of a node: of a field its name, of a call its
// function's, of an operator its sign.
func (s source) node(tree *ast.AST, n ast.Expr) diag.Range {
	info := tree.SourceInfo()
	at, ok := info.GetOffsetRange(n.ID())
	if !ok {
		return s.whole()
	}
	from, to := int(at.Start), int(at.Stop)
	runes := []rune(s.expr.Source)
	switch n.Kind() {
	case ast.SelectKind:
		// The tree has the place of the dot, and within has() that of the bracket.
		begin := from
		if o, ok := info.GetOffsetRange(n.AsSelect().Operand().ID()); ok && n.AsSelect().IsTestOnly() {
			begin = int(o.Stop)
		}
		if i := indexName(runes, begin, n.AsSelect().FieldName()); i >= 0 {
			return s.place(i, i+len([]rune(n.AsSelect().FieldName())))
		}
	case ast.CallKind:
		// A call has the place of its bracket; the name stands before.
		i := min(from, len(runes))
		for i > 0 && isNamePart(runes[i-1]) {
			i--
		}
		if i < from && from < len(runes) && runes[from] == '(' {
			return s.place(i, from)
		}
	}
	return s.place(from, max(to, from+1))
}

// indexName returns where a name stands at or after from, or -1.
func indexName(text []rune, from int, name string) int {
	for i := max(from, 0); i+len(name) <= len(text); i++ {
		if string(text[i:i+len(name)]) == name && (i == 0 || !isNamePart(text[i-1])) {
			return i
		}
	}
	return -1
}

func isNamePart(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// explain turns the checker's errors into diagnostics that say what to do.
func (s source) explain(e *environment, tree *ast.AST, errors []*cel.Error) (diags diag.List) {
	nodes := map[int64]ast.Expr{}
	ast.PreOrderVisit(tree.Expr(), ast.NewExprVisitor(func(n ast.Expr) { nodes[n.ID()] = n }))
	for _, err := range errors {
		n := nodes[err.ExprID]
		if n == nil {
			diags.Errorf(CodeType, s.whole(), "Expression refused", "%s: %s.", s.part, err.Message)
			continue
		}
		diags = append(diags, s.explainNode(e, tree, n, err.Message))
	}
	return diags
}

// explainNode says what is wrong at one node.
func (s source) explainNode(e *environment, tree *ast.AST, n ast.Expr, message string) diag.Diagnostic {
	d := diag.Diagnostic{Code: CodeType, Summary: "Expression refused", Detail: message + ".", Subject: s.node(tree, n)}
	unknown := strings.HasPrefix(message, "undeclared reference") || strings.HasPrefix(message, "undefined field")
	switch {
	case n.Kind() == ast.LiteralKind && strings.HasPrefix(message, "invalid matches"):
		// The library says only that the pattern is wrong, this package why.
		if _, err := regexp.Compile(fmt.Sprint(n.AsLiteral().Value())); err != nil {
			d.Detail = err.Error() + "."
		}
	case n.Kind() == ast.StructKind:
		d.Code, d.Detail = CodeRefused, onlyReads
	case n.Kind() == ast.IdentKind && unknown:
		d.Code, d.Summary, d.Detail = CodeUnknown, "Unknown name", e.noName(n.AsIdent())
	case n.Kind() == ast.SelectKind && unknown:
		if st := e.schema.structs[tree.GetType(n.AsSelect().Operand().ID()).TypeName()]; st != nil {
			d.Code, d.Summary = CodeUnknown, "Unknown field"
			d.Detail = strings.Join(strings.Fields(fmt.Sprintf("%s has no field %q. %s `berth policy vars` lists them.",
				st.path, n.AsSelect().FieldName(), diag.Meant(n.AsSelect().FieldName(), st.names))), " ")
		}
	case n.Kind() == ast.CallKind && unknown:
		d.Code, d.Summary, d.Detail = CodeUnknown, "Unknown function", e.noFunction(n.AsCall().FunctionName())
	case n.Kind() == ast.CallKind && strings.Contains(message, "no matching overload"):
		d.Summary = "Types do not fit"
		d.Detail = fmt.Sprintf("%s does not go with %s.", spoken(n.AsCall().FunctionName()), e.operandTypes(tree, n))
	}
	return d
}

// onlyReads is said where an expression tries to make a struct.
const onlyReads = "An expression reads values; it makes none but texts, numbers and lists."

// noName says that a name does not exist.
func (e *environment) noName(name string) string {
	if f, ok := e.offered[name]; ok {
		return fmt.Sprintf("%q is a function: call it, as in %s.", name, f.Usage)
	}
	switch name {
	case "option":
		return "A check sees no options: read service.goes_to and service.runs_on, or write a constraint."
	case OverProduct, OverTeam, OverSite, OverFleet:
		return fmt.Sprintf("Only a check reads %s; policies and constraints read option, service and workspace.", name)
	}
	names := append(e.schema.rootNames(), e.functionNames()...)
	return fmt.Sprintf("There is no %q here. %s", name, cmp.Or(diag.Meant(name, names), "`berth policy vars` lists what there is."))
}

// noFunction says that a function does not exist.
func (e *environment) noFunction(name string) string {
	name = spoken(name)
	return strings.TrimSpace(fmt.Sprintf("There is no function %q. %s", name, diag.Meant(name, e.functionNames())))
}

// spoken writes the name of a function as the source does.
func spoken(name string) string {
	switch name {
	case operators.Conditional:
		return "? :"
	case operators.Index:
		return "[ ]"
	case "math.@max":
		return "math.greatest"
	case "math.@min":
		return "math.least"
	}
	if sign, ok := operators.FindReverse(name); ok && sign != "" {
		return sign
	}
	return name
}

// operandTypes lists the types of a call's operands.
func (e *environment) operandTypes(tree *ast.AST, n ast.Expr) string {
	var out []string
	if n.AsCall().IsMemberFunction() {
		out = append(out, e.typeName(tree.GetType(n.AsCall().Target().ID())))
	}
	for _, a := range n.AsCall().Args() {
		out = append(out, e.typeName(tree.GetType(a.ID())))
	}
	if len(out) < 2 {
		return strings.Join(out, "")
	}
	return strings.Join(out[:len(out)-1], ", ") + " and " + out[len(out)-1]
}

// typeName writes a type for a person; of a struct it says how it is reached.
func (e *environment) typeName(t *types.Type) string {
	if st := e.schema.structs[t.TypeName()]; st != nil {
		return st.path
	}
	switch t.Kind() {
	case types.ErrorKind:
		return "a mistake"
	case types.NullTypeKind:
		return "null"
	case types.DynKind:
		return "a value of any type"
	}
	return t.String()
}

// functionNames returns what may be called, sorted.
func (e *environment) functionNames() (names []string) {
	for _, f := range Functions() {
		names = append(names, f.Name)
	}
	return names
}
