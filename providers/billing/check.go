package billing

import (
	"errors"
	"fmt"
	"strings"

	"berth.dev/engine/bill"
)

// ErrUnavailable means that this berth was built without the engine that is asked for.
var ErrUnavailable = errors.New("this berth was built without DuckDB, which reads bills: build it with CGO_ENABLED=1 and a C++ compiler (make build)")

// ErrRefused means that a bill is refused: more than [bill.MostBad] of its rows are bad.
var ErrRefused = errors.New("the bill is refused")

// Check refuses an answer of which more than [bill.MostBad] is bad, telling the first
// faults.
func Check(ask bill.Ask, answer *bill.Answer) error {
	if answer.Bad == 0 || float64(answer.Bad) <= bill.MostBad*float64(answer.Count) {
		return nil
	}
	lines := make([]string, 0, len(answer.Faults)+1)
	for _, f := range answer.Faults {
		lines = append(lines, "  "+f.String())
	}
	if more := answer.Bad - int64(len(answer.Faults)); more > 0 {
		lines = append(lines, fmt.Sprintf("  and %d more", more))
	}
	return fmt.Errorf("bill %q: %w: %d of its %d rows are bad, and no more than %g %% may be:\n%s",
		ask.Name, ErrRefused, answer.Bad, answer.Count, bill.MostBad*100, strings.Join(lines, "\n"))
}
