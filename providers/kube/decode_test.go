package kube

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	kubejson "sigs.k8s.io/json"

	"berth.dev/engine/object"
)

func TestIntegersStayIntegers(t *testing.T) {
	got, err := readObject(strings.NewReader(`{"a":1,"b":1.5,"c":9223372036854775807,"d":9223372036854775808,"e":1e2,"f":[true,null,"x",{}],"g":-0}`))
	if err != nil {
		t.Fatal(err)
	}
	want := object.Object{
		"a": int64(1), "b": 1.5, "c": int64(math.MaxInt64), "d": float64(math.MaxInt64) + 1, "e": float64(100),
		"f": []any{true, nil, "x", map[string]any{}}, "g": int64(0),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNoObjectIsRefused(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 300) + "1" + strings.Repeat("}", 300)
	for _, text := range []string{"", "1", "[]", "null", `{"a":1`, `{"a":1,"a":2}`, `{"a":1e999}`, `{a:1}`, deep, strings.Repeat("[", 300)} {
		if o, err := readObject(strings.NewReader(text)); err == nil {
			t.Errorf("%.40q was read as %v", text, o)
		}
	}
}

func TestSameSetsOfFieldsAreOneValue(t *testing.T) {
	const items = `{"items":[
{"metadata":{"name":"a","managedFields":[{"fieldsV1":{"f:data":{"f:x":{}}}}]}},
{"metadata":{"name":"b","managedFields":[{"fieldsV1":{"f:data":{"f:x":{}}}}]}}]}`
	var got []object.Object
	l := lister{decoder: newDecoder(strings.NewReader("")), each: func(o object.Object) error {
		got = append(got, o)
		return nil
	}}
	if err := l.read(strings.NewReader(items)); err != nil {
		t.Fatal(err)
	}
	at := func(i int) reflect.Value {
		return reflect.ValueOf(got[i].At("metadata", "managedFields").([]any)[0].(map[string]any)["fieldsV1"])
	}
	if at(0).Pointer() != at(1).Pointer() {
		t.Error("the same bytes were built twice")
	}
	want := map[string]any{"f:data": map[string]any{"f:x": map[string]any{}}}
	if diff := cmp.Diff(want, at(0).Interface()); diff != "" {
		t.Error(diff)
	}
}

// FuzzReadObject holds the reader against the one that API machinery uses. The two
// differ in what they refuse: ours takes no repeated names and no broken text.
func FuzzReadObject(f *testing.F) {
	for _, s := range []string{`{"a":1}`, `{"a":[1.5,true,null,"é\u00e9"],"fieldsV1":{"f:a":{".":{}}}}`, `{"a":-9223372036854775808}`, `{"a":1E400}`, `[`, `{"a":"\ud800"}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := readObject(strings.NewReader(text))
		if err != nil {
			return
		}
		want := map[string]any{}
		first := text[:min(len(text), strings.LastIndexByte(text, '}')+1)]
		if err := kubejson.UnmarshalCaseSensitivePreserveInts([]byte(first), &want); err != nil {
			return // what follows the object is not read
		}
		if diff := cmp.Diff(want, map[string]any(got)); diff != "" {
			t.Error(diff)
		}
	})
}
