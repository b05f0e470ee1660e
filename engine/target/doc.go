// Package target says what a cluster must be able to do so that a plan can be
// carried out on it, and what its failures mean.
//
// Package apply drives targets; providers/kube is the real one, over an API server.
// Whatever implements [Target] passes the conformance suite of
// providers/providertest.
//
// A target does one request for one call: it never repeats one and never decides
// what a failure means for the plan. It only sorts failures into classes
// ([Fault]); the caller repeats, reads back, or gives up.
package target
