package cli

import (
	"github.com/spf13/cobra"
)

// completionOptions are the arguments of completion.
type completionOptions struct {
	app   *app
	root  *cobra.Command
	shell string
}

func shells() []string { return []string{"bash", "fish", "powershell", "zsh"} }

func newCompletion(a *app, run func(*completionOptions) error) *cobra.Command {
	o := &completionOptions{app: a}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a script that completes commands in your shell",
		Long: `Print a script that lets your shell complete the commands, flags and services of
berth. Load it from your shell's start file, for bash:

  source <(berth completion bash)`,
		Example: `  berth completion bash
  berth completion zsh > _berth`,
		Args:      arguments(1, 1, "one shell: bash, fish, powershell or zsh"),
		ValidArgs: shells(),
		RunE: func(c *cobra.Command, args []string) error {
			o.root, o.shell = c.Root(), args[0]
			if err := oneOf(c, "shell", o.shell, shells()...); err != nil {
				return err
			}
			return run(o)
		},
	}
}

func runCompletion(o *completionOptions) error {
	switch o.shell {
	case "fish":
		return o.root.GenFishCompletion(o.app.out, true)
	case "powershell":
		return o.root.GenPowerShellCompletionWithDesc(o.app.out)
	case "zsh":
		return o.root.GenZshCompletion(o.app.out)
	}
	return o.root.GenBashCompletionV2(o.app.out, true)
}
