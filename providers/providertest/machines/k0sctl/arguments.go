package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"time"
)

// options are what a command was given.
type options struct {
	command        string
	configs        []string
	concurrency    int
	concurrencySet bool
	timeout        time.Duration
	noDrain        bool
	noWait         bool
	force          bool
	dryRun         bool
	downgrade      bool
	output         string
	kubeconfigOut  string
	address, user  string
	cluster        string
}

// parse reads a command line as k0sctl does: what it does not know, it refuses.
func parse(args []string) (*options, error) {
	if len(args) == 0 {
		return nil, fmt.Errorf("no command given")
	}
	o := &options{command: args[0]}
	set := flag.NewFlagSet(o.command, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	o.common(set)
	switch o.command {
	case "apply":
		set.IntVar(&o.concurrency, "concurrency", 0, "")
		set.Int("concurrent-uploads", 0, "")
		set.BoolVar(&o.noDrain, "no-drain", false, "")
		set.BoolVar(&o.noWait, "no-wait", false, "")
		set.BoolVar(&o.downgrade, "disable-downgrade-check", false, "")
		set.StringVar(&o.kubeconfigOut, "kubeconfig-out", "", "")
		set.StringVar(&o.address, "kubeconfig-api-address", "", "")
		set.StringVar(&o.user, "kubeconfig-user", "", "")
		set.StringVar(&o.cluster, "kubeconfig-cluster", "", "")
	case "backup":
		set.IntVar(&o.concurrency, "concurrency", 0, "")
		set.StringVar(&o.output, "output", "", "")
		set.StringVar(&o.output, "o", "", "")
	case "reset":
		set.IntVar(&o.concurrency, "concurrency", 0, "")
	case "kubeconfig":
		set.StringVar(&o.address, "address", "", "")
		set.StringVar(&o.user, "user", "", "")
		set.StringVar(&o.cluster, "cluster", "", "")
	default:
		return nil, fmt.Errorf("no help topic for '%s'", o.command)
	}
	if err := set.Parse(args[1:]); err != nil {
		return nil, err
	}
	if set.NArg() > 0 {
		return nil, fmt.Errorf("the double knows no arguments: %s", strings.Join(set.Args(), " "))
	}
	set.Visit(func(f *flag.Flag) { o.concurrencySet = o.concurrencySet || f.Name == "concurrency" })
	if len(o.configs) == 0 {
		o.configs = []string{"k0sctl.yaml"}
	}
	return o, nil
}

// common are the flags of all commands.
func (o *options) common(set *flag.FlagSet) {
	for _, name := range []string{"config", "c"} {
		set.Func(name, "", func(path string) error {
			o.configs = append(o.configs, path)
			return nil
		})
	}
	set.BoolVar(&o.force, "force", false, "")
	set.BoolVar(&o.dryRun, "dry-run", false, "")
	set.DurationVar(&o.timeout, "timeout", 0, "")
	for _, name := range []string{"debug", "trace", "no-redact"} {
		set.Bool(name, false, "")
	}
}
