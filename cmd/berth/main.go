// Command berth decides where each service of a company should run, and says
// why in words and in money. Everything it does is in package cli.
package main

import (
	"os"

	"berth.dev/cmd/berth/cli"
)

func main() { os.Exit(cli.Main(cli.System())) }
