package k0s

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// diffOf is the unified diff of a controller's k0s.yaml, "" where both say the same.
func diffOf(host string, was, is map[string]any) string {
	if reflect.DeepEqual(was, is) {
		return ""
	}
	var before []string
	from := "/dev/null"
	if was != nil {
		from = host + ":/etc/k0s/k0s.yaml"
		before = lines(emit(hide(was)))
	}
	d := unified(before, lines(emit(hide(is))))
	if d == "" {
		d = "@@ a value that may be a secret changes, and is not shown @@\n"
	}
	return fmt.Sprintf("--- %s\n+++ %s:/etc/k0s/k0s.yaml\n%s", from, host, d)
}

func lines(data []byte) (out []string) {
	for line := range bytes.Lines(data) {
		out = append(out, strings.TrimSuffix(string(line), "\n"))
	}
	return out
}

// around is how many lines that stay are shown beside one that changes.
const around = 3

// edit is a line of a diff: ' ' stays, '-' goes, '+' comes.
type edit struct {
	sign byte
	line string
}

// unified writes what changes between two lists of lines, "" for nothing.
func unified(a, b []string) string {
	edits := align(a, b)
	var out strings.Builder
	at, bt := 0, 0 // lines of a and b before the edit
	for i := 0; i < len(edits); {
		if edits[i].sign == ' ' {
			i, at, bt = i+1, at+1, bt+1
			continue
		}
		end := hunkEnd(edits, i)
		lead := min(around, i)
		for k := 1; k <= lead; k++ {
			if edits[i-k].sign != ' ' {
				lead = k - 1
				break
			}
		}
		gone, come := writeHunk(&out, edits[i-lead:end], at-lead, bt-lead)
		i, at, bt = end, at-lead+gone, bt-lead+come
	}
	return out.String()
}

// hunkEnd is where the hunk that begins with a change ends: after the context of the
// last change that is near enough to share it.
func hunkEnd(edits []edit, i int) int {
	last := i
	for k := i; k < len(edits) && k-last <= 2*around+1; k++ {
		if edits[k].sign != ' ' {
			last = k
		}
	}
	return min(last+around+1, len(edits))
}

func writeHunk(out *strings.Builder, edits []edit, at, bt int) (gone, come int) {
	var body strings.Builder
	for _, e := range edits {
		if e.sign != '+' {
			gone++
		}
		if e.sign != '-' {
			come++
		}
		body.WriteString(string(e.sign) + e.line + "\n")
	}
	fmt.Fprintf(out, "@@ -%s +%s @@\n%s", span(at, gone), span(bt, come), body.String())
	return gone, come
}

// span is where lines of a hunk are; one of no lines names the line before it.
func span(before, n int) string {
	if n > 0 {
		before++
	}
	return fmt.Sprintf("%d,%d", before, n)
}

// mostLines bounds what is compared line by line; a longer file is shown as a whole.
const mostLines = 4000

// align finds the fewest lines to change, by the longest common subsequence.
func align(a, b []string) (out []edit) {
	if len(a)+len(b) > mostLines {
		return append(all('-', a), all('+', b)...)
	}
	common := make([][]int32, len(a)+1)
	for i := range common {
		common[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			out, i, j = append(out, edit{' ', a[i]}), i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			out, i = append(out, edit{'-', a[i]}), i+1
		default:
			out, j = append(out, edit{'+', b[j]}), j+1
		}
	}
	out = append(out, all('-', a[i:])...)
	return append(out, all('+', b[j:])...)
}

func all(sign byte, lines []string) (out []edit) {
	for _, line := range lines {
		out = append(out, edit{sign, line})
	}
	return out
}

// sortedKeys are the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
