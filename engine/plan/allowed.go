package plan

import (
	"fmt"
	"strings"

	"berth.dev/engine/fleet"
)

// RefusedError says that rules refuse a placement that has been found. The problem asks
// a rule about one neighbour at a time; one that adds up over neighbours (see
// [fleet.CodeAdds]) can allow each of two and forbid both.
type RefusedError struct{ Reasons []fleet.Reason }

// Error names the first rules.
func (e *RefusedError) Error() string {
	const most = 3
	var words []string
	for _, r := range e.Reasons[:min(len(e.Reasons), most)] {
		words = append(words, fmt.Sprintf("%s: %s (%s)", r.Service, r.Because, r.Constraint))
	}
	if more := len(e.Reasons) - most; more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	return "the placement found breaks rules that add up over several neighbours, which a plan asks one by one: " +
		strings.Join(words, "; ") + ". Pin one of the services elsewhere with --pin, or let the rule look at one call at a time"
}

// allowed asks every rule about the whole placement once more.
func allowed(s *Solved) error {
	reasons, err := s.Fleet.Judge(s.Result.Placement)
	if err == nil && len(reasons) > 0 {
		err = &RefusedError{reasons}
	}
	return err
}
