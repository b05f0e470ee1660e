package cli

import (
	"fmt"
	"strconv"
	"time"
)

// made is the time that is written into what berth makes: now, or what
// SOURCE_DATE_EPOCH says, so that a build can be repeated to the byte.
func (a *app) made() (string, error) {
	now := a.Clock.Now()
	if epoch := a.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil || seconds < 0 || seconds > 1<<37 {
			return "", fmt.Errorf("SOURCE_DATE_EPOCH is %q, which is no number of seconds since 1970: correct it, or unset it", epoch)
		}
		now = time.Unix(seconds, 0)
	}
	return now.UTC().Format(time.RFC3339), nil
}
