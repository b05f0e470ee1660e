package cli

import "github.com/spf13/cobra"

// againstFlags adds the flags of a comparison with another state of the workspace.
func (o *checkOptions) againstFlags(*cobra.Command) {}

// runAgainst shows what the workspace brings that another state of it has not.
func (o *checkOptions) runAgainst(*workspace) error { return nil }
