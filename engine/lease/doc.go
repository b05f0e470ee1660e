// Package lease lets one writer at a time work on a cluster, by a Lease that every
// writer must hold, and on a machine, by a lock on a file. Package apply takes both
// before its first write and asks [Held.Permit] before each request that writes.
//
// It never compares clocks of different machines, never waits for ever, never forces
// a lease out of a living hand, and writes nothing but the Lease and, where it is
// missing, the namespace that it stands in.
//
// # Decisions
//
// A lease has expired when this process itself has watched it for the whole of its
// duration and its holder has not renewed it. Comparing renewTime with the own clock
// would be quicker and wrong as soon as two clocks differ by more than the duration.
// The price: after a holder that died, the next one waits for one duration. It is
// paid once, not once a cluster, because all leases are looked at before the first
// is taken.
//
// Time is CLOCK_BOOTTIME: it goes on while a laptop sleeps and while a process is
// stopped. With the usual monotonic clock a holder that slept for an hour would
// believe that its lease is good.
//
// renewTime says when a renewal was sent, counted on the holder's own boot clock
// from the moment it began. So an answer that was lost does no harm: what stands in
// the Lease, read back, says which of several attempts has arrived, and validity is
// counted from that one.
//
// Whoever contends for several clusters takes them in the order of their names and
// gives all back when one is busy. Two who contend meet at the first that they share,
// so neither can hold what the other waits for.
//
// The lock of a folder can be inherited by a program that is started, because the lock
// of a file belongs to all who have it open, and ends with the last of them. A file that
// names a process would have to be compared with processes, whose numbers come back. By
// [FileLock.ID] others know the folder: by the start of the machine and the place of the
// file. A name drawn at random and kept in the folder would be copied with it.
//
// A lease that was seen to be lost stays lost, even if a late renewal would still
// succeed: nothing may begin after the end was seen once.
package lease
