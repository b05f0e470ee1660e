package lease

import "golang.org/x/sys/unix"

// bootSession is drawn by the machine each time it starts.
func bootSession() (string, error) { return unix.Sysctl("kern.bootsessionuuid") }
