package lease

import (
	"errors"
	"fmt"
	"time"
)

// ErrLost is a lease that is no more held, or may be no more.
var ErrLost = errors.New("the lease is lost")

// Holder is who holds a lease or a lock.
type Holder struct {
	// Host and PID say where the process runs, for people.
	Host string
	PID  int
	// Nonce makes the holder unlike any other, a later process with the same PID above
	// all. It must be drawn anew for each process.
	Nonce string
	// Since is when the process began to contend, for people; no decision rests on it.
	Since time.Time
}

// String is how the holder is named in a Lease, and unique.
func (h Holder) String() string { return fmt.Sprintf("%s pid %d (%s)", h.Host, h.PID, h.Nonce) }

// Busy is a lease or a lock that another holds.
type Busy struct {
	// Where is the site or the folder.
	Where string
	// Holder and Since are the other's own words, "" where it left none.
	Holder, Since string
}

// Error names the holder, and what to do.
func (b *Busy) Error() string {
	who, since := b.Holder, ""
	if who == "" {
		who = "another process"
	}
	if b.Since != "" {
		since = " since " + b.Since
	}
	return fmt.Sprintf("%s: %s is at work there%s: wait until it has ended, then try again", b.Where, who, since)
}

// Lost is a lease that was held and is not any more.
type Lost struct {
	Site string
	// Why says how it was found out.
	Why string
}

// Error says how it was found out, and what to do.
func (l *Lost) Error() string {
	return fmt.Sprintf("%s: %v: %s; nothing more is written, run again to go on", l.Site, ErrLost, l.Why)
}

// Unwrap is [ErrLost].
func (l *Lost) Unwrap() error { return ErrLost }
