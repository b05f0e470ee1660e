package prepare

import (
	"fmt"
	"time"
)

// The reasons for which a run ends are types, so that a command can turn each into its
// exit code: [Stale] 5, [Occupied] 6 (as *lease.Busy and lease.ErrLost), [Partly] 7, all
// others 1.

// Shut says that a step waits for its site's window. It comes within a [Partly]: the
// plan stays open, and the same command goes on with it once the window is open.
type Shut struct {
	Site, Step string
	// Window is what the site says, Opens when it opens next.
	Window string
	Opens  time.Time
}

// Error says when to come back.
func (s *Shut) Error() string {
	return fmt.Sprintf("site %s, step %s: it disturbs what runs, and the window %q is shut until %s; resume then",
		s.Site, s.Step, s.Window, s.Opens.Format(shown))
}

// shown is how people are told a time to come back at.
const shown = "Mon 2006-01-02 15:04 MST"

// Occupied says that a program which another run has started may still be at work on a
// cluster, though nobody holds the lease.
type Occupied struct {
	Site string
	// Host is where the program runs, Plan and Step what it does, Until when it is over
	// at the latest.
	Host, Plan, Step string
	Until            time.Time
}

// Error names the machine and the time, and what to do.
func (o *Occupied) Error() string {
	return fmt.Sprintf("site %s: step %s of plan %s was begun on host %s and may be at work there until %s: wait until then, or go on from that host with the same state folder",
		o.Site, o.Step, short(o.Plan), o.Host, o.Until.UTC().Format(time.RFC3339))
}

// Partly says that a run ended with the plan open.
type Partly struct {
	Outcome *Outcome
	Cause   error
}

// Error says how far it came and why no further.
func (p *Partly) Error() string {
	return fmt.Sprintf("%d of %d steps on clusters are done and the plan is open: %v", p.Outcome.Done, p.Outcome.Steps, p.Cause)
}

// Unwrap returns the reason.
func (p *Partly) Unwrap() error { return p.Cause }

// short is the beginning of a digest, for people.
func short(digest string) string {
	const prefix, digits = len("sha256:"), 8
	if len(digest) < prefix+digits {
		return digest
	}
	return digest[prefix : prefix+digits]
}
