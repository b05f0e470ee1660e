package gke

import (
	"errors"

	"berth.dev/engine/ground"
)

// Work is what is to be done to one cluster: steps without IDs, which whoever joins the
// sites gives.
type Work struct {
	// Before come before the services' steps, After when those are done.
	Before, After []ground.Step
	// Notes are what a person should hear though nothing is done about it.
	Notes []string
}

// Steps are what leads from what was seen to what was ordered. What must not be done, or
// cannot be, is an error that says so; it may join several.
func Steps(want *Orders, seen *Seen) (*Work, error) {
	return nil, errors.New("gke: not written yet")
}

// Destroy is the step that removes a cluster which berth made for the site.
func Destroy(want *Orders, seen *Seen) (*ground.Step, error) {
	return nil, errors.New("gke: not written yet")
}
