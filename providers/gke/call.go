package gke

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/googleapis/gax-go/v2"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"berth.dev/engine/target"
)

// once is a call's option: not repeated by the client itself.
var once = gax.WithRetry(func() gax.Retryer { return nil })

// blocked is the class of a change that is refused because of the state that something is
// in: another operation runs.
const blocked target.Class = "blocked"

const (
	// mostTries is how often a call is made that fails in passing.
	mostTries = 5
	// callLimit is how long one call may take.
	callLimit = 45 * time.Second
	// firstPause and longestPause bound the time between tries.
	firstPause, longestPause = time.Second, 30 * time.Second
	// quotaPause is the first of the pauses that double while the quota of calls is used
	// up.
	quotaPause = 5 * time.Second
)

// read makes a call that changes nothing, again where its failure passes.
func read[T any](ctx context.Context, c *Client, what string, f func(context.Context) (T, error)) (T, error) {
	for try := 1; ; try++ {
		inner, cancel := context.WithTimeout(ctx, callLimit)
		out, err := f(inner)
		cancel()
		if err == nil {
			return out, nil
		}
		fault := faultOf(what, err)
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
		if try == mostTries || fault.Class != target.Busy && fault.Class != target.Unclear {
			return out, fault
		}
		if err := c.pause(ctx, try, least(fault, try)); err != nil {
			return out, err
		}
	}
}

// pause waits before the next try: full jitter over a doubling bound, but not less than
// the server asks for.
func (c *Client) pause(ctx context.Context, try int, least time.Duration) error {
	bound := min(longestPause, firstPause<<min(try-1, 10))
	return c.clock.Sleep(ctx, max(least, time.Duration(c.chance()*float64(bound))))
}

// least is how long to wait at least after a fault: what the server asks for, and, where
// the quota of calls is used up, so that all tries together outlast the minute for which
// it is counted.
func least(f *target.Fault, try int) time.Duration {
	if f.Class != target.Busy {
		return f.After
	}
	return max(f.After, quotaPause<<min(try-1, 10))
}

// faultOf puts a call's failure into its class.
func faultOf(what string, err error) *target.Fault {
	var f *target.Fault
	if errors.As(err, &f) {
		return f
	}
	s := status.Convert(err)
	f = &target.Fault{Class: classOf(s), What: what, Says: clean(s.Message()), Cause: err}
	for _, d := range s.Details() {
		if r, ok := d.(*errdetails.RetryInfo); ok {
			f.After = min(max(0, r.GetRetryDelay().AsDuration()), time.Minute)
		}
	}
	if f.Says == "" {
		f.Says = s.Code().String()
	}
	return f
}

func classOf(s *status.Status) target.Class {
	if isMachineQuota(s.Message()) {
		return target.Invalid
	}
	switch s.Code() {
	case codes.ResourceExhausted:
		return target.Busy
	case codes.Unavailable, codes.DeadlineExceeded, codes.Canceled, codes.Internal, codes.Unknown, codes.DataLoss:
		return target.Unclear
	case codes.FailedPrecondition:
		return blocked
	case codes.Aborted:
		return target.Conflict
	case codes.AlreadyExists:
		return target.Exists
	case codes.NotFound:
		return target.Absent
	case codes.InvalidArgument, codes.OutOfRange, codes.Unimplemented:
		return target.Invalid
	case codes.PermissionDenied:
		return target.Denied
	case codes.Unauthenticated:
		return target.Unauthorized
	}
	return target.Broken
}

// mostWords is how much of a message of Google's is passed on.
const mostWords = 600

// clean makes a message one line of bounded length.
func clean(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > mostWords {
		s = strings.ToValidUTF8(s[:mostWords], "") + "…"
	}
	return s
}

// Advised adds to the failure of a call what a person can do about it.
func Advised(err error) error {
	var f *target.Fault
	if !errors.As(err, &f) || f.Class != target.Denied && f.Class != target.Unauthorized {
		return err
	}
	return &advised{advice(f), err}
}

// advised is a failure in words that say what to do.
type advised struct {
	words string
	cause error
}

// Error is what to do.
func (a *advised) Error() string { return a.words }

// Unwrap is the failure.
func (a *advised) Unwrap() error { return a.cause }

// advice says what a person can do about a call that was refused for good.
func advice(f *target.Fault) string {
	says := strings.TrimRight(f.Says, ". ")
	switch f.Class {
	case target.Denied:
		return fmt.Sprintf("%s: Google refuses this identity (%s). Give it roles/container.admin in the project", f.What, says)
	case target.Unauthorized:
		return fmt.Sprintf("%s: Google does not know this identity (%s). Log in again", f.What, says)
	case target.Exists:
		return fmt.Sprintf("%s: the name is taken (%s)", f.What, f.Says)
	}
	return f.What + ": " + f.Says
}
