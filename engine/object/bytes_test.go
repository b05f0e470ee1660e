package object

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCanonicalBytesAreOneSortedLine(t *testing.T) {
	o := Object{"kind": "ConfigMap", "data": map[string]any{"b": "<&>", "a": int64(1), "c": 1.5, "d": []any{}, "e": nil}}
	got, err := o.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"data":{"a":1,"b":"<&>","c":1.5,"d":[],"e":null},"kind":"ConfigMap"}`, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatCanBeReadInTwoWaysIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ in, says string }{
		"a member twice":         {`{"a":1,"a":2}`, "twice"},
		"a member twice, inside": {`{"a":{"b":1,"b":2}}`, "twice"},
		"two objects":            {`{} {}`, "not JSON"},
		"no object":              {`[]`, "not JSON"},
		"null":                   {`null`, "not null"},
		"NaN":                    {`{"a":NaN}`, "not JSON"},
		"digits lost":            {`{"kind":"X","a":{"b":[92233720368547758080]}}`, "more digits"},
		"no UTF-8":               {"{\"a\":\"\xff\"}", "UTF-8"},
		"too deep":               {strings.Repeat(`{"a":`, 65) + "1" + strings.Repeat("}", 65), "levels deep"},
		"too long":               {`{"a":"` + strings.Repeat("x", MaxBytes) + `"}`, "bytes"},
		"nothing":                {``, "not JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse([]byte(c.in))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error is %v, want one about %q", err, c.says)
			}
		})
	}
}

func TestWholeNumbersAreIntegersHoweverWritten(t *testing.T) {
	got := parsed(t, []byte(`{"a":1.0,"b":[1e3],"c":9223372036854775807,"d":0.5,"e":"{[{[\"{"}`))
	want := Object{"a": int64(1), "b": []any{int64(1000)}, "c": int64(math.MaxInt64), "d": 0.5, "e": `{[{["{`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheDigestOfNothingIsEmpty(t *testing.T) {
	if d, err := Object(nil).Digest(); d != "" || err != nil {
		t.Errorf("digest is %q, %v", d, err)
	}
	// printf '{}' | sha256sum
	if d, err := (Object{}).Digest(); d != "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" || err != nil {
		t.Errorf("digest is %q, %v", d, err)
	}
}

func TestACopyIsApart(t *testing.T) {
	o := Object{"a": []any{map[string]any{"b": "c"}}, "n": map[string]any(nil)}
	c := o.Copy()
	if diff := cmp.Diff(o, c); diff != "" {
		t.Error(diff)
	}
	c["a"].([]any)[0].(map[string]any)["b"] = "d"
	if o["a"].([]any)[0].(map[string]any)["b"] != "c" {
		t.Error("the first has changed with its copy")
	}
}

func TestAPrintedObjectShowsNoContent(t *testing.T) {
	o := Object{"kind": "Secret", "metadata": map[string]any{"name": "db", "namespace": "shop"}, "data": map[string]any{"p": "aHVudGVyMg=="}}
	for _, verb := range []string{"%v", "%s", "%+v", "%q"} {
		if got := fmt.Sprintf(verb, o); strings.Trim(got, `"`) != "Secret shop/db" {
			t.Errorf("%s shows %s", verb, got)
		}
	}
}

// anything draws what may stand in an object.
func anything(t *rapid.T, deep int) any {
	kind := rapid.IntRange(0, 6).Draw(t, "kind")
	if deep == 0 {
		kind %= 5
	}
	switch kind {
	case 0:
		return rapid.String().Draw(t, "string")
	case 1:
		return rapid.Int64Range(-exact, exact).Draw(t, "int")
	case 2:
		return rapid.Bool().Draw(t, "bool")
	case 3:
		return nil
	case 4:
		return rapid.Float64Range(-1e6, 1e6).Draw(t, "float")
	case 5:
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "length") {
			list = append(list, anything(t, deep-1))
		}
		return list
	}
	m := map[string]any{}
	for range rapid.IntRange(0, 3).Draw(t, "size") {
		m[rapid.String().Draw(t, "member")] = anything(t, deep-1)
	}
	return m
}

func drawn(t *rapid.T) Object {
	return Object{"kind": "ConfigMap", "x": anything(t, 4), "y": anything(t, 4)}
}

func TestParsingUndoesWriting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line, err := drawn(t).Bytes()
		if err != nil {
			t.Fatal(err)
		}
		o, err := Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		again, err := o.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(line), string(again)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":1.0}`, `{"a":[{"b":"\u003c"}]}`, `{"a":1e400}`, "{\"a\":\"\x00\"}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := Parse(data)
		if err != nil {
			return
		}
		line, err := o.Bytes()
		if err != nil {
			t.Skip("longer in canonical form than an object may be")
		}
		again, err := Parse(line)
		if err != nil {
			t.Fatalf("%q was read and written as %q, which is not read: %v", data, line, err)
		}
		if diff := cmp.Diff(map[string]any(o), map[string]any(again)); diff != "" {
			t.Fatal(diff)
		}
	})
}
