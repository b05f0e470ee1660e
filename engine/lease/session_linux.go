package lease

import (
	"os"
	"strings"
)

// bootSession is drawn by the machine each time it starts.
func bootSession() (string, error) {
	text, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return strings.TrimSpace(string(text)), err
}
