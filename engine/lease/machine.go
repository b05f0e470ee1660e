//go:build linux || darwin

package lease

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// BootClock is the clock of this machine.
type BootClock struct{}

// Boot reads CLOCK_BOOTTIME. On macOS, CLOCK_MONOTONIC is the one that goes on in
// sleep.
func (BootClock) Boot() time.Duration {
	clock := int32(unix.CLOCK_MONOTONIC)
	if runtime.GOOS == "linux" {
		clock = 7 // CLOCK_BOOTTIME, a name that package unix has on Linux alone
	}
	var t unix.Timespec
	if err := unix.ClockGettime(clock, &t); err != nil {
		panic(err) // only for a clock that the system does not have
	}
	return time.Duration(t.Nano())
}

// Sleep waits for d or until the context ends.
func (BootClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// place is where a file lies: no two that are open have the same.
func place(f *os.File) (string, error) {
	var stat unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &stat); err != nil {
		return "", os.NewSyscallError("fstat", err)
	}
	return fmt.Sprintf("%x-%x", stat.Dev, stat.Ino), nil
}

// tryLock locks a file for this process, or tells that another has it. The lock ends
// with the process, however that ends.
func tryLock(f *os.File) (got bool, err error) {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch err {
		case nil:
			return true, nil
		case unix.EWOULDBLOCK:
			return false, nil
		case unix.EINTR:
			continue
		}
		return false, os.NewSyscallError("flock", err)
	}
}
