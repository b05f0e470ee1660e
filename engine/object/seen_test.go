package object

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOfWhatBerthMadeEverythingIsSeen(t *testing.T) {
	for _, s := range scenes(t, "made.jsonl") {
		t.Run(s.name, func(t *testing.T) {
			want := cleaned(t, s.want)
			for _, wish := range []Object{want, {"apiVersion": want["apiVersion"], "kind": want["kind"], "metadata": want["metadata"]}} {
				seen, err := Seen(s.live, wish, View{})
				if err != nil {
					t.Fatal(err)
				}
				got, err := Recorded(seen, want, View{})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff([]Difference{}, got); diff != "" {
					t.Error(diff)
				}
				if line, err := seen.Bytes(); err != nil || strings.Contains(string(line), ":null") {
					t.Errorf("%s (%v)", line, err)
				}
			}
		})
	}
}

// madeByUpdate is a ConfigMap as a create leaves it: the map itself is owned, too.
func madeByUpdate(t *testing.T, manager, value string) Object {
	t.Helper()
	return parsed(t, []byte(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"web","namespace":"shop","managedFields":[`+
		entry(manager, "Update", "", `{"f:data":{".":{},"f:key":{}}}`)+`]},"data":{"key":"`+value+`","others":"x"}}`))
}

func TestAChangeOfWhatACreateMadeIsSeen(t *testing.T) {
	want := parsed(t, []byte(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"web","namespace":"shop"}}`))
	if seenDigest(t, madeByUpdate(t, Manager, "a"), want, View{}) == seenDigest(t, madeByUpdate(t, Manager, "b"), want, View{}) {
		t.Error("a value that berth made may change unseen")
	}
	if seenDigest(t, madeByUpdate(t, "kubectl", "a"), want, View{}) != seenDigest(t, madeByUpdate(t, "kubectl", "b"), want, View{}) {
		t.Error("another's value is seen")
	}
	taken := TakenOver(madeByUpdate(t, "kubectl", "a"), []string{"kubectl"})
	seen, err := Seen(taken, want, View{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]any{"key": "a"}, seen["data"]); diff != "" {
		t.Error(diff)
	}
}

func TestWhatARecordHasAndTheWishHasNotGoes(t *testing.T) {
	before := parsed(t, []byte(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"web","namespace":"shop"},"data":{"a":"1","b":"2"}}`))
	after := parsed(t, []byte(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"web","namespace":"shop"},"data":{"a":"3","c":"4"}}`))
	got, err := Recorded(before, after, View{})
	if err != nil {
		t.Fatal(err)
	}
	want := []Difference{{Path: "data.a", Live: "1", Want: "3"}, {Path: "data.b", Live: "2"}, {Path: "data.c", Want: "4"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	words := [][2]string{}
	for _, d := range got {
		was, becomes := d.Words()
		words = append(words, [2]string{was, becomes})
	}
	if diff := cmp.Diff([][2]string{{"1", "3"}, {"2", ""}, {"", "4"}}, words); diff != "" {
		t.Error(diff)
	}
}
