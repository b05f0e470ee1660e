package tree

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// plain writes a value without its lines.
func plain(v *Value) any {
	switch v.Kind {
	case Map:
		out := map[string]any{}
		for _, m := range v.Members {
			out[m.Key] = plain(m.Value)
		}
		return out
	case List:
		out := []any{}
		for _, i := range v.Items {
			out = append(out, plain(i))
		}
		return out
	}
	return v.Tag + v.Kind.String() + ":" + v.Text
}

func TestDocumentsBecomeValues(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want any
	}{
		"kinds":            {"a: x\nb: 1\nc: 1.5\nd: true\ne:\nf: [y]", map[string]any{"a": "text:x", "b": "a number:1", "c": "a number:1.5", "d": "true or false:true", "e": "nothing:", "f": []any{"text:y"}}},
		"an octal number":  {"a: 0o10", map[string]any{"a": "a number:8"}},
		"a date is text":   {"a: 2026-10-31", map[string]any{"a": "text:2026-10-31"}},
		"an alias":         {"a: &x {b: 1}\nc: *x", map[string]any{"a": map[string]any{"b": "a number:1"}, "c": map[string]any{"b": "a number:1"}}},
		"a merge":          {"a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}", map[string]any{"a": map[string]any{"b": "a number:1", "c": "a number:2"}, "d": map[string]any{"b": "a number:3", "c": "a number:2"}}},
		"a tag of Ansible": {"a: !vault |\n  secret\n", map[string]any{"a": "!vaulttext:secret\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			docs, err := Parse([]byte(tt.text), DefaultLimits())
			if err != nil || len(docs) != 1 {
				t.Fatalf("%d documents, %v", len(docs), err)
			}
			if diff := cmp.Diff(tt.want, plain(docs[0])); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatCannotBeReadSafelyIsRefused(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'l'; c++ {
		p := string(c - 1)
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+p+",", 9) + "*" + p + "]\n"
	}
	for name, tt := range map[string]struct{ text, want string }{
		"a key twice":     {"a: 1\nb: 2\na: 3", `line 3: the key "a" is said twice`},
		"aliases, many":   {bomb, "repeat more than"},
		"deep":            {strings.Repeat("[", 5000), "not YAML"},
		"deep and closed": {strings.Repeat("[", 500) + strings.Repeat("]", 500), "nests too deep"},
		"not UTF-8":       {"a: \xff", "not UTF-8"},
		"large":           {strings.Repeat("a\n", 3<<20), "bytes"},
		"a merge of text": {"a: {<<: b}", "only a mapping"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse([]byte(tt.text), DefaultLimits()); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestAPathThatIsNotThereIsNothing(t *testing.T) {
	docs, err := Parse([]byte("a: {b: 7}"), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if n, ok := docs[0].Get("a", "b").Int(); n != 7 || !ok {
		t.Errorf("a.b is %d, %v", n, ok)
	}
	if v := docs[0].Get("a", "x", "y"); v != nil || v.Scalar() != "" {
		t.Errorf("a.x.y is %v", v)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("a: &x {b: 1}\nc: {<<: *x}\n---\n- !vault s"))
	f.Fuzz(func(t *testing.T, text []byte) {
		docs, err := Parse(text, DefaultLimits())
		if err != nil {
			return
		}
		for _, d := range docs {
			if d.Kind == Null {
				t.Errorf("a document that says nothing was kept")
			}
			plain(d)
		}
	})
}
