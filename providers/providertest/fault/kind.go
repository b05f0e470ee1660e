package fault

import "net/http"

// Kind is a way in which a request fails.
type Kind string

// The kinds of failure. Where nothing else is said, nothing has happened on the
// server.
const (
	// Throttled is a 429 that asks to come back after a second.
	Throttled Kind = "429 with Retry-After"
	// ThrottledPlain is a 429 that does not say when.
	ThrottledPlain Kind = "429"
	// ThrottledAbsurd is a 429 that asks to come back in a year.
	ThrottledAbsurd Kind = "429 with an absurd Retry-After"
	// BadRequest to Invalid are the answers of a server that refuses.
	BadRequest   Kind = "400"
	Unauthorized Kind = "401"
	Forbidden    Kind = "403"
	NotFound     Kind = "404"
	Conflict     Kind = "409"
	Gone         Kind = "410"
	Invalid      Kind = "422"
	// Internal to GatewayTimeout come from a server or a proxy that is not well.
	Internal       Kind = "500"
	BadGateway     Kind = "502"
	Unavailable    Kind = "503"
	GatewayTimeout Kind = "504"
	// InternalAfter and GatewayTimeoutAfter say that it failed, and it has happened.
	InternalAfter       Kind = "500 after the effect"
	GatewayTimeoutAfter Kind = "504 after the effect"
	// Hang never answers; HangAfter does not either, and it has happened.
	Hang      Kind = "no answer"
	HangAfter Kind = "no answer after the effect"
	// Unreached fails before a connection was made. A server cannot do that: there it
	// is a Reset.
	Unreached Kind = "connection refused"
	// Reset ends the connection; ResetAfter does too, and it has happened.
	Reset      Kind = "reset"
	ResetAfter Kind = "reset after the effect"
	// Truncated cuts the answer short, and it has happened.
	Truncated Kind = "answer cut short"
	// Slow answers rightly, later.
	Slow Kind = "slow"
)

// Kinds are all kinds of failure.
func Kinds() []Kind {
	return append(Passing(), Throttled, ThrottledAbsurd, BadRequest, Unauthorized, Forbidden, NotFound, Conflict, Gone, Invalid, Hang, HangAfter, Slow)
}

// Passing are the kinds that a run survives by itself, soon: no waiting asked for, no
// refusal.
func Passing() []Kind {
	return []Kind{ThrottledPlain, Internal, BadGateway, Unavailable, GatewayTimeout, InternalAfter, GatewayTimeoutAfter, Unreached, Reset, ResetAfter, Truncated}
}

// after tells whether the request reaches the server and has its effect.
func (k Kind) after() bool {
	switch k {
	case InternalAfter, GatewayTimeoutAfter, HangAfter, ResetAfter, Truncated, Slow:
		return true
	}
	return false
}

// reply is what a server answers that fails in words.
type reply struct {
	code   int
	reason string
	says   string
	wait   string
}

// reply is the answer, false where the failure is none.
func (k Kind) reply() (reply, bool) {
	switch k {
	case Throttled:
		return reply{http.StatusTooManyRequests, "TooManyRequests", "too many requests, please try again later", "1"}, true
	case ThrottledPlain:
		return reply{http.StatusTooManyRequests, "TooManyRequests", "too many requests, please try again later", ""}, true
	case ThrottledAbsurd:
		return reply{http.StatusTooManyRequests, "TooManyRequests", "too many requests, please try again later", "31536000"}, true
	case BadRequest:
		return reply{http.StatusBadRequest, "BadRequest", "the body of the request was in an unknown format", ""}, true
	case Unauthorized:
		return reply{http.StatusUnauthorized, "Unauthorized", "Unauthorized", ""}, true
	case Forbidden:
		return reply{http.StatusForbidden, "Forbidden", "forbidden: the test takes this right away", ""}, true
	case NotFound:
		return reply{http.StatusNotFound, "NotFound", "the object was not found", ""}, true
	case Conflict:
		return reply{http.StatusConflict, "Conflict", "the object has been modified; please apply your changes to the latest version and try again", ""}, true
	case Gone:
		return reply{http.StatusGone, "Expired", "The provided continue parameter is too old to display a consistent list result.", ""}, true
	case Invalid:
		return reply{http.StatusUnprocessableEntity, "Invalid", "the object is invalid", ""}, true
	case Internal, InternalAfter:
		return reply{http.StatusInternalServerError, "InternalError", "Internal error occurred: etcdserver: request timed out", ""}, true
	case BadGateway:
		return reply{http.StatusBadGateway, "", "bad gateway", ""}, true
	case Unavailable:
		return reply{http.StatusServiceUnavailable, "ServiceUnavailable", "the server is currently unable to handle the request", ""}, true
	case GatewayTimeout, GatewayTimeoutAfter:
		return reply{http.StatusGatewayTimeout, "Timeout", "Timeout: request did not complete within the allotted timeout", ""}, true
	}
	return reply{}, false
}
