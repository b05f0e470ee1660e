package k0s

import "errors"

// Stage says what a file for k0sctl has: all controllers of the orders at a version, and
// at most one worker.
type Stage struct {
	// Version is what the file names. A file with a worker brings that worker to it; the
	// controllers must run it already.
	Version Version
	// Worker is the host's name, "" for none.
	Worker string
	// Reset takes k0s off the worker.
	Reset bool
}

// File writes the k0sctl.yaml of a stage.
func (o *Orders) File(s Stage) ([]byte, error) {
	return nil, errors.New("not written yet")
}
