package review

import (
	"os"
	"testing"

	"berth.dev/cmd/berth/cli"
)

// asBerth makes the test's program be berth.
const asBerth = "BERTH_REVIEW_BE_BERTH"

func TestMain(m *testing.M) {
	if os.Getenv(asBerth) != "" {
		os.Exit(cli.Main(cli.System()))
	}
	os.Exit(m.Run())
}
