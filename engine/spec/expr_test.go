package spec

import (
	"testing"
	"unicode/utf8"
)

// mustMap checks that each character of an expression stands at its place in
// the file, or that an escape for it does.
func mustMap(t *testing.T, w *Workspace, e Expr) {
	t.Helper()
	for i, r := range e.Source {
		at := w.ExprPos(e, i)
		src := w.Files[e.file-1].Bytes[at.Start.Byte:]
		there, _ := utf8.DecodeRune(src)
		if there != r && there != '\\' && there != '$' && there != '%' {
			t.Fatalf("byte %d of %q is %q; the file has %q at %v", i, e.Source, r, there, at)
		}
	}
}
