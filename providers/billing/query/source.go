package query

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/bill"
)

// find is the column of one of some names, upper or lower case; ok is false where none
// is there. Two columns of one name are refused: nobody could say which counts.
func (s Source) find(names []string) (found Column, ok bool, err error) {
	for _, name := range names {
		n := 0
		for _, c := range s.flat() {
			if spell(c.Name) == spell(name) {
				found, ok = c, true
				n++
			}
		}
		if n > 1 {
			return Column{}, false, fmt.Errorf("column %s is there %d times: leave one", name, n)
		}
		if ok {
			return found, true, nil
		}
	}
	return Column{}, false, nil
}

// flat are all columns and fields of structs.
func (s Source) flat() []Column { return flat(s.Columns) }

func flat(columns []Column) (out []Column) {
	for _, c := range columns {
		out = append(out, c)
		if c.Type == Struct {
			out = append(out, flat(c.Fields)...)
		}
	}
	return out
}

// spell is a name as names are compared: without case, and a flat file's "usage_amount"
// is "usage.amount".
func spell(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), ".", "_")
}

// Wanted are the columns that a query about a kind of bill may read, each by the names
// that it may have, with dots for fields. Engines that have to name columns before they
// read (lines of JSON) name these.
func Wanted(kindName string) ([][]string, error) {
	k, err := kindOf(kindName)
	if err != nil {
		return nil, err
	}
	all := [][]string{k.start, k.end, k.currency}
	for _, n := range k.numbers {
		all = append(all, n.columns)
	}
	for _, w := range k.words {
		all = append(all, w.columns)
	}
	all = append(append(all, k.invoice...), k.tags...)
	for _, key := range bill.Keys() {
		all = append(all, k.keys[key])
	}
	all = slices.DeleteFunc(all, func(names []string) bool { return len(names) == 0 })
	slices.SortFunc(all, slices.Compare)
	return slices.CompactFunc(all, slices.Equal), nil
}

// Numbers are those of [Wanted] that are added up.
func Numbers(kindName string) (all [][]string, err error) {
	k, err := kindOf(kindName)
	for _, n := range k.numbers {
		all = append(all, n.columns)
	}
	return all, err
}
