package month

import (
	"errors"

	"berth.dev/engine/bill"
)

// Make works a month's report out. An error says why there is none: a currency without
// a rate, a bill that was not read, a plan whose amounts are not numbers.
func Make(in Input) (*Report, error) {
	return nil, errors.New("month: not built yet")
}

// InForce finds the plan that is in force on a month's first day among those with these
// days, each as 2006-01-02: the last one on or before it, of equals the later in the
// list. It is -1 where there is none.
func InForce(days []string, m bill.Month) int {
	first, best := m.String()+"-01", -1
	for i, day := range days {
		if day <= first && (best < 0 || day >= days[best]) {
			best = i
		}
	}
	return best
}
