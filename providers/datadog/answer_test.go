package datadog

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/measure"
)

func TestCellsAreTheMembersOfAList(t *testing.T) {
	tests := map[string][]string{
		"[]":                         nil,
		" [ ] ":                      nil,
		"":                           nil,
		"null":                       nil,
		"[1]":                        {"1"},
		"[ 1 ,null,\n2.5e-3 ]":       {"1", "null", "2.5e-3"},
		"[[1,2],[],[[3]]]":           {"[1,2]", "[]", "[[3]]"},
		`["a,b]","\"]",{"x":[1,2]}]`: {`"a,b]"`, `"\"]"`, `{"x":[1,2]}`},
	}
	for list, want := range tests {
		var got []string
		for cell := range cells([]byte(list)) {
			got = append(got, string(cell))
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", list, d)
		}
	}
}

// TestCellsAgreeWithTheDecoder compares with encoding/json for any list.
func TestCellsAgreeWithTheDecoder(t *testing.T) {
	member := rapid.Custom(func(r *rapid.T) any {
		switch rapid.IntRange(0, 3).Draw(r, "kind") {
		case 0:
			return nil
		case 1:
			return rapid.Float64Range(-1e300, 1e300).Draw(r, "number")
		case 2:
			return rapid.String().Draw(r, "text")
		}
		return rapid.SliceOf(rapid.Int()).Draw(r, "list")
	})
	rapid.Check(t, func(r *rapid.T) {
		raw, err := json.Marshal(rapid.SliceOf(member).Draw(r, "list"))
		if err != nil {
			r.Fatal(err)
		}
		var want []json.RawMessage
		if err := json.Unmarshal(raw, &want); err != nil {
			r.Fatal(err)
		}
		i := 0
		for cell := range cells(raw) {
			if i == len(want) || string(cell) != string(want[i]) {
				r.Fatalf("member %d of %s is %s", i, raw, cell)
			}
			i++
		}
		if i != len(want) {
			r.Fatalf("%d members of %s, want %d", i, raw, len(want))
		}
	})
}

func FuzzAnAnswerIsReadOrRefused(f *testing.F) {
	s, err := New(Options{APIKey: strings.Repeat("a", 32), AppKey: strings.Repeat("b", 40), Limits: measure.Limits{Series: 50}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(`{"data":{"attributes":{"series":[{"group_tags":["service:a"],"unit":[{"family":"cpu","name":"core"},null]}],"times":[0,300000],"values":[[1,null]]}}}`)
	f.Add(`{"data":{"attributes":{"series":[{}],"times":[0],"values":[["NaN"]]}}}`)
	f.Add(`{"errors":["no"]}`)
	f.Fuzz(func(t *testing.T, body string) {
		if !json.Valid([]byte(body)) {
			return // refused before it is decoded
		}
		q := measure.Query{Kind: measure.CPU, Service: "service", Only: "web"}
		whole := stretch{0, 3600, 300}
		got, failure := s.decode([]byte(body), whole)
		if failure != nil {
			return
		}
		w := &reading{source: s, whole: whole, request: measure.Request{Query: q, Step: 5 * time.Minute}, put: func(b measure.Batch) error {
			for i, at := range b.Times {
				if at < 0 || at >= 3600 || at%300 != 0 || i > 0 && at <= b.Times[i-1] || !(b.Values[i] >= 0) || math.IsInf(b.Values[i], 0) {
					t.Errorf("the point %v at %d was handed out", b.Values[i], at)
				}
			}
			return nil
		}}
		w.take(got, whole)
	})
}
