package review

import "strings"

// after changes the first of a text that stands behind another one, as an attribute of
// one service among several.
func (r *repository) after(name, head, old, with string) {
	r.Helper()
	text := r.read(name)
	from := strings.Index(text, head)
	if from < 0 {
		r.Fatalf("%s: there is no %q", name, head)
	}
	at := strings.Index(text[from:], old)
	if at < 0 {
		r.Fatalf("%s: there is no %q after %q", name, old, head)
	}
	at += from
	r.write(name, text[:at]+with+text[at+len(old):])
}

// cut takes a block away, from its first line to the brace that ends it.
func (r *repository) cut(name, head string) {
	r.Helper()
	text := r.read(name)
	from := strings.Index(text, head)
	if from < 0 {
		r.Fatalf("%s: there is no %q", name, head)
	}
	_, rest, found := strings.Cut(text[from:], "\n}\n")
	if !found {
		r.Fatalf("%s: %q does not end", name, head)
	}
	r.write(name, text[:from]+rest)
}
