package query

import (
	"fmt"

	"berth.dev/engine/bill"
)

// meant says which kind of bill a source looks like whose columns are not those of the
// kind that was asked for; "" where it looks like none.
func (s Source) meant(asked string) string {
	for _, name := range []string{bill.FOCUS, bill.GCP, bill.OpenCost} {
		k, err := kindOf(name)
		if err != nil || name == asked || !s.looks(k) {
			continue
		}
		words := map[string]string{bill.FOCUS: "FOCUS", bill.GCP: "Google Cloud's export", bill.OpenCost: "OpenCost's allocations"}[name]
		return fmt.Sprintf(". This looks like %s: write kind = %q", words, name)
	}
	return ""
}

// looks tells whether a source has all columns that a kind cannot do without.
func (s Source) looks(k kind) bool {
	wanted := append([][]string{k.start}, k.invoice...)
	for _, n := range k.numbers {
		if n.need == needed {
			wanted = append(wanted, n.columns)
		}
	}
	for _, w := range k.words {
		if w.need == needed {
			wanted = append(wanted, w.columns)
		}
	}
	for _, names := range wanted {
		if _, found, err := s.find(names); err != nil || !found {
			return false
		}
	}
	return true
}
