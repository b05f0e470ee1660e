package measure

import "fmt"

// Cause is why a source has no answer.
type Cause string

// The causes.
const (
	// Down: nobody answers at the address, or only with failures of the server.
	Down Cause = "down"
	// Slow: the answer did not come within the timeout or the deadline.
	Slow Cause = "slow"
	// Refused: the source does not let us (401, 403, a certificate).
	Refused Cause = "refused"
	// Limited: the source lets us no longer: too many calls.
	Limited Cause = "limited"
	// TooLarge: a single step of time has more than we hold.
	TooLarge Cause = "too large"
	// Wrong: the source does not understand the query.
	Wrong Cause = "wrong query"
	// Nonsense: the answer is not what the protocol says, or not what the kind's unit
	// allows.
	Nonsense Cause = "nonsense"
	// Incomplete: the source says itself that something is missing.
	Incomplete Cause = "incomplete"
	// Empty: the source has no series for the query.
	Empty Cause = "empty"
)

// Failure is why there is no answer, and what to do.
type Failure struct {
	Cause Cause
	// Words say what happened and what to do, without a secret: "https://prom.example:
	// no answer within 30s. Raise timeout, or ask for less".
	Words string
	// Again tells that the same call may succeed later.
	Again bool
}

// Error is the words.
func (f *Failure) Error() string { return f.Words }

// Fail makes a failure.
func Fail(cause Cause, format string, args ...any) *Failure {
	return &Failure{Cause: cause, Words: fmt.Sprintf(format, args...)}
}
