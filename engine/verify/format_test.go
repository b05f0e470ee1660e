package verify

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMembersStandInTheOrderOfTheirNames(t *testing.T) {
	var visit func(reflect.Type)
	visit = func(one reflect.Type) {
		switch one.Kind() {
		case reflect.Slice, reflect.Array:
			visit(one.Elem())
		case reflect.Struct:
			var names []string
			for k := range one.NumField() {
				name, _, _ := strings.Cut(one.Field(k).Tag.Get("json"), ",")
				names = append(names, name)
				visit(one.Field(k).Type)
			}
			if !slices.IsSorted(names) {
				t.Errorf("%s: %v", one, names)
			}
		}
	}
	visit(reflect.TypeFor[file]())
}

func TestAPlansBytesAreWhatAnyJSONProgramThatSortsMembersWrites(t *testing.T) {
	for seed := range uint64(50) {
		f := sample(t, seed)
		if f == nil {
			continue
		}
		r := rand.New(rand.NewPCG(seed, 9))
		f.Services[0].Why = string([]rune{'<', '&', '"', '\\', '\n', rune(r.IntN(0x3000)), '日'})
		raw := seal(t, f)
		if diff := cmp.Diff(string(write(t, loose(t, raw))), string(raw)); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		if !json.Valid(raw) {
			t.Fatal("no JSON")
		}
	}
}
