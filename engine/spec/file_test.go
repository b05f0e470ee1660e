package spec

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"pgregory.net/rapid"

	"berth.dev/engine/diag"
)

func TestAColumnCountsCharactersAsAReaderSeesThem(t *testing.T) {
	const src = "ab\né日e\u0301x\r\n\t👩‍👩‍👧y\n"
	for mark, want := range map[string]diag.Pos{
		"a": {Line: 1, Column: 1, Byte: 0},
		"é": {Line: 2, Column: 1, Byte: 3},
		"日": {Line: 2, Column: 2, Byte: 5},
		"x": {Line: 2, Column: 4, Byte: 11}, // after é, 日 and e with its accent
		"y": {Line: 3, Column: 3, Byte: 33}, // after a tab and a family of 18 bytes
	} {
		f := &File{Source: Source{"a", []byte(src)}}
		if diff := cmp.Diff(want, f.pos(uint32(strings.Index(src, mark)))); diff != "" {
			t.Errorf("%s: %s", mark, diff)
		}
	}
}

func TestTheEndOfAFileHasAPlace(t *testing.T) {
	for src, want := range map[string]diag.Pos{
		"": {Line: 1, Column: 1}, "a": {Line: 1, Column: 2, Byte: 1}, "a\n": {Line: 2, Column: 1, Byte: 2},
	} {
		f := &File{Source: Source{"a", []byte(src)}}
		for _, at := range []int{len(src), len(src) + 10} {
			if diff := cmp.Diff(want, f.pos(uint32(at))); diff != "" {
				t.Errorf("%q at %d: %s", src, at, diff)
			}
		}
	}
}

func TestPlacesAreThoseOfHCL(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := strings.Join(rapid.SliceOf(soup()).Draw(t, "src"), "")
		src = strings.TrimPrefix(src, byteOrderMark) // which HCL does not count
		src = strings.ReplaceAll(src, "\r", "")      // nor a lone carriage return as we do
		f := &File{Source: Source{"a", []byte(src)}}
		tokens, _ := hclsyntax.LexConfig([]byte(src), "a", hcl.InitialPos)
		for _, k := range tokens {
			got := f.pos(uint32(k.Range.Start.Byte))
			if got.Line != k.Range.Start.Line {
				t.Fatalf("%q: %+v, by HCL %+v", src, got, k.Range.Start)
			}
		}
	})
}

func TestPlacesInLongLinesAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 5*markEvery).Draw(t, "n")
		pad := rapid.SampledFrom([]string{"a", "é", "日", "e\u0301", "🇯🇵"}).Draw(t, "pad")
		src := "x\n" + strings.Repeat(pad, n) + "!"
		f := &File{Source: Source{"a", []byte(src)}}
		want := diag.Pos{Line: 2, Column: n + 1, Byte: len(src) - 1}
		if diff := cmp.Diff(want, f.pos(uint32(len(src)-1))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestPlacesMayBeAskedForSideBySide(t *testing.T) {
	f := &File{Source: Source{"a", bytes.Repeat([]byte("ab\n"), 1000)}}
	var g sync.WaitGroup
	for range 8 {
		g.Go(func() {
			if got := f.pos(2998); got.Line != 1000 || got.Column != 2 {
				t.Errorf("got %+v", got)
			}
		})
	}
	g.Wait()
}
