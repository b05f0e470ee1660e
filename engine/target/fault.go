package target

import (
	"errors"
	"time"
)

// Class is what a failure means for whoever asked.
type Class string

const (
	// Busy: the request was refused before anything happened (429, 503 with
	// Retry-After, a connection that was never made). Ask again, after After.
	Busy Class = "busy"
	// Unclear: nobody knows whether it happened (a timeout, a reset, 500, 502, 503,
	// 504, an answer cut short). Read back before asking again.
	Unclear Class = "unclear"
	// Conflict: what is there is not what the request was about (409, 422 of a failed
	// precondition or test).
	Conflict Class = "conflict"
	// Exists: the name is taken.
	Exists Class = "exists"
	// Absent: there is no such object.
	Absent Class = "absent"
	// UnknownKind: the cluster does not serve this kind.
	UnknownKind Class = "unknown kind"
	// Expired: a list's continuation is too old (410). List again from the start.
	Expired Class = "expired"
	// Invalid: the cluster refuses this content, now and later (400, 422, an
	// admission policy).
	Invalid Class = "invalid"
	// Denied: the identity may not (403).
	Denied Class = "denied"
	// Unknown identity (401): the credentials have run out or were never right.
	Unauthorized Class = "unauthorized"
	// Broken: anything else; give up.
	Broken Class = "broken"
)

// Fault is a failure of one request.
type Fault struct {
	Class Class
	// What was asked: "create Deployment ads/frontend".
	What string
	// Says is the cluster's own message, without secrets.
	Says string
	// After is how long the cluster asks to wait, 0 where it does not say. It is
	// never above a minute: an absurd wish is cut.
	After time.Duration
	// Fields are the fields that other managers own, where that is the conflict.
	Fields []Field
	// Cause is the error below, nil where the cluster itself answered.
	Cause error
}

// Field is a field that another manager owns.
type Field struct {
	Path    string
	Manager string
}

// Error says what was asked and what the cluster said.
func (f *Fault) Error() string { return f.What + ": " + f.Says }

// Unwrap returns the error below.
func (f *Fault) Unwrap() error { return f.Cause }

// ClassOf is the class of an error: Broken where it is no Fault, "" where it is nil.
func ClassOf(err error) Class {
	var f *Fault
	switch {
	case err == nil:
		return ""
	case errors.As(err, &f):
		return f.Class
	}
	return Broken
}
