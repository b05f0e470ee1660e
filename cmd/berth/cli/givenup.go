package cli

import (
	"bytes"

	"berth.dev/engine/journal"
)

// givenUp tells whether the plan was the last one on its clusters and was closed
// without being finished. The records do not say so: they count that one more plan is
// over, and the journal that this machine keeps tells that it was this one. Where it
// was given up from another machine nobody knows.
func (e *execution) givenUp() bool {
	over := false
	for i := range e.records {
		c := &e.records[i]
		if c.Open != nil || c.Last == e.plan.Digest {
			return false
		}
		passed := c.Generation - e.generation(e.clusters[i].site)
		if passed > 1 {
			return false
		}
		over = over || passed == 1
	}
	return over && e.closedHere()
}

// closedHere tells whether the journal of the state folder has the plan's end.
func (e *execution) closedHere() bool {
	s, err := e.app.readState(e.runOptions.state)
	if err != nil {
		return false // without a state folder nothing is known
	}
	defer s.close()
	written, err := journal.Get(s.folder, e.plan.Digest, "journal")
	return err == nil && bytes.Contains(written, []byte(`"kind":"closed"`))
}
