package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"berth.dev/engine/diag"
	"berth.dev/engine/drain"
	"berth.dev/engine/lease"
	"berth.dev/providers/gke"
)

// app is one run of the program.
type app struct {
	Env
	// out buffers stdout; it is flushed before anything goes to stderr.
	out *bufio.Writer
	// colorFlag is the --color flag.
	colorFlag string
	// google is the client of Google's API, nil until it is needed.
	google *gke.Client
}

// mostShown is how many diagnostics are printed where they are not the result.
const mostShown = 20

// Main runs the command that env.Args name and returns the exit code.
func Main(env Env) int {
	a := newApp(env)
	root := a.root()
	err := root.ExecuteContext(a.Context)
	a.leaveGoogle()
	if flushed := a.out.Flush(); flushed != nil && err == nil {
		err = fmt.Errorf("stdout: %w", flushed)
	}
	a.complain(err)
	return exitCode(err)
}

func newApp(env Env) *app {
	if env.Getenv == nil {
		env.Getenv = func(string) string { return "" }
	}
	if env.Context == nil {
		env.Context = context.Background()
	}
	if env.Clock == nil {
		env.Clock = drain.MachineClock{}
	}
	if env.Boot == nil {
		env.Boot = lease.BootClock{}
	}
	return &app{Env: env, out: bufio.NewWriterSize(env.Stdout, 64<<10)}
}

// root builds the tree of commands.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "berth",
		Short: "Decide where services should run, with reasons and money",
		Long: `berth reads a folder of service specs and decides for each service where it
should run: on your own clusters, in the cloud, or on both. It says why, in words
and in money, and what would change its mind.

Begin with "berth init": it writes a small workspace that evaluates at once.

Exit codes: 0 done, 1 error, 2 the command line is wrong, 3 there are changes
(only with --detailed-exitcode), 4 refused by a policy or a check, 5 the plan is
stale, 6 locked, 7 partly applied.`,
		Example: `  berth init shop
  berth evaluate shop
  berth explain -C shop frontend`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          knownCommand,
		RunE:          showHelp,
	}
	root.SetArgs(a.Args)
	root.SetIn(a.Stdin)
	root.SetOut(a.out)
	root.SetErr(a.Stderr)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(flagError)
	root.PersistentFlags().StringVar(&a.colorFlag, "color", "auto", "paint output: auto, always or never")
	complete(root, "color", "auto", "always", "never")
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error {
		return oneOf(c, "color", a.colorFlag, "auto", "always", "never")
	}
	root.AddCommand(a.commands()...)
	return root
}

// commands are all commands of the first level, in the order of the help.
func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		newInit(a, runInit),
		newMeasure(a, runMeasure),
		newValidate(a, runValidate),
		newFmt(a, runFmt),
		newCheck(a, runCheck),
		newEvaluate(a, runEvaluate),
		newTest(a, runTest),
		newExplain(a, runExplain),
		newProfile(a, runProfile),
		newWhyNot(a, runWhyNot),
		newFlip(a, runFlip),
		newPlan(a, runPlan),
		newCapacity(a, runCapacity),
		newShow(a, runShow),
		newDiff(a, runDiff),
		newVerify(a, runVerify),
		newReport(a, runReport),
		newApply(a, runApply),
		newStatus(a, runStatus),
		newResume(a, runResume),
		newAbandon(a, runAbandon),
		newRollback(a, runRollback),
		newDestroy(a, runDestroy),
		newSign(a, runSign),
		newKeys(a),
		newAccess(a, runAccess),
		newPolicy(a),
		newPrices(a),
		newImport(a),
		newVersion(a, runVersion),
		newCompletion(a, runCompletion),
	}
}

// group returns a command that only holds others.
func group(use, short, long, example string, children ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Long: long, Example: example, Args: knownCommand, RunE: showHelp}
	c.AddCommand(children...)
	return c
}

func showHelp(c *cobra.Command, _ []string) error { return c.Help() }

// knownCommand refuses a word that is no command, and suggests one.
func knownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, child := range c.Commands() {
		if child.IsAvailableCommand() {
			names = append(names, child.Name())
		}
	}
	slices.Sort(names)
	return misused(c.CommandPath(), "%s has no command %q. %s", c.CommandPath(), args[0], diag.Meant(args[0], names))
}

// flagError explains a flag that could not be read, with a suggestion where its
// name is not known.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return misused(c.CommandPath(), "%s", err)
	}
	name := unknown.GetSpecifiedName()
	if unknown.GetSpecifiedShortnames() != "" {
		return misused(c.CommandPath(), "%s has no flag -%s.", c.CommandPath(), name)
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	slices.Sort(names)
	return misused(c.CommandPath(), "%s has no flag --%s. %s", c.CommandPath(), name, diag.Meant("--"+name, names))
}

// arguments checks how many arguments there are; what names them for the
// message, as in "SERVICE and OPTION".
func arguments(least, most int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return misused(c.CommandPath(), "%s needs %s.", c.CommandPath(), what)
		case most >= 0 && len(args) > most && most == 0:
			return misused(c.CommandPath(), "%s takes no argument, and %q is one.", c.CommandPath(), args[0])
		case most >= 0 && len(args) > most:
			return misused(c.CommandPath(), "%s takes %s; %q is too much.", c.CommandPath(), what, args[most])
		}
		return nil
	}
}

// oneOf refuses a flag's value that is not among the known ones.
func oneOf(c *cobra.Command, flag, value string, known ...string) error {
	if slices.Contains(known, value) {
		return nil
	}
	return misused(c.CommandPath(), "--%s %q is not known. %s", flag, value, diag.Meant(value, known))
}

// complain prints an error to stderr, once and cleaned.
func (a *app) complain(err error) {
	var usage *usageError
	var bad *diagError
	var gate *gateShut
	switch {
	case err == nil, errors.Is(err, errSaid), errors.Is(err, errChanges):
	case errors.As(err, &bad):
		a.warn(bad.list, bad.sources)
		fmt.Fprintln(a.Stderr, countLine(bad.list))
		if bad.then != "" {
			a.say("error", bad.then)
		}
	case errors.As(err, &usage):
		a.say("error", usage.why)
		fmt.Fprintf(a.Stderr, "Run \"%s --help\" for its use and examples.\n", usage.command)
	case errors.As(err, &gate):
		a.say("note", gate.Error())
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.Stderr, "interrupted")
	default:
		a.say("error", err.Error())
	}
}

// say prints one line of a kind ("error", "note") to stderr.
func (a *app) say(kind, words string) {
	words = strings.TrimSpace(diag.Clean(words))
	if a.color(a.colorFlag, a.StderrTerminal) {
		kind = map[string]string{"error": "\x1b[1;31merror\x1b[0m", "note": "\x1b[1mnote\x1b[0m"}[kind]
	}
	fmt.Fprintf(a.Stderr, "%s: %s\n", kind, words)
}

// warn prints diagnostics to stderr.
func (a *app) warn(list diag.List, sources map[string][]byte) {
	// A stderr that cannot be written leaves nobody to tell.
	_ = diag.WriteText(a.Stderr, list, diag.TextOptions{
		Sources: sources, Color: a.color(a.colorFlag, a.StderrTerminal), Most: mostShown,
	})
}

// countLine says how many diagnostics there are.
func countLine(list diag.List) string {
	errs, warnings := list.Count()
	line := plural(errs, "error")
	if warnings > 0 {
		line += ", " + plural(warnings, "warning")
	}
	return line
}
