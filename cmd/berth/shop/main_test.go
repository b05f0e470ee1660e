package shop_test

import (
	"os"
	"testing"

	"berth.dev/cmd/berth/cli"
)

// asBerth makes the test's program be berth: what is run is a process of its own.
const asBerth = "BERTH_SHOP_BE_BERTH"

func TestMain(m *testing.M) {
	if os.Getenv(asBerth) != "" {
		os.Exit(cli.Main(cli.System()))
	}
	os.Exit(m.Run())
}
