// Command k0sctl is the double of k0sctl v0.32.2 for tests: it reads the same files, has
// the same phases and exit codes, and the same faults, and works on machines of package
// machines by SSH. That package builds it and lies where it is beside it.
//
// It does wrong what the real one was seen to do wrong: it substitutes every $ in its
// file, takes whole numbers of a duration for nanoseconds, applies further documents to
// the cluster, goes on with a worker whose drain has failed, restarts all controllers
// together where concurrency is not 1, exits with 0 while no API server answers, leaves
// the etcd member of a controller behind that it resets, reinstalls services for flags
// without a value, trusts host keys that it does not know.
//
// It is only ever run by tests. What it has not of the real one: Windows, bastions,
// hooks (they are read, and not run), uploads, further protocols.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
)

func main() { os.Exit(run(os.Args[1:])) }

// errLie ends a run that says it is done and is not.
var errLie = errors.New("a lie")

// run does one command and returns the exit code.
func run(args []string) int {
	out := newLog()
	world, err := meetWorld(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "the double of k0sctl has no world:", err)
		return 1
	}
	if len(args) > 0 && args[0] == "version" {
		fmt.Printf("version: %s\ncommit: 0000000\n", world.version)
		return 0
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go trap(out, world, cancel)
	err = command(ctx, args, out, world)
	if errors.Is(err, errLie) {
		err = nil
	}
	code := 0
	if err != nil {
		out.line("fatal", err.Error())
		code = 1
	}
	world.end(code)
	return code
}

// command does what the words ask for.
func command(ctx context.Context, args []string, out *logger, world *world) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	out.silent = o.command == "kubeconfig"
	if err := world.begin(args, o.configs, out); err != nil {
		return err
	}
	c, err := load(o.configs)
	if err != nil {
		return err
	}
	if o.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, o.timeout)
		defer cancel()
	}
	r := newRunner(o, c, out, world)
	defer r.disconnect()
	switch o.command {
	case "apply":
		return r.apply(ctx)
	case "backup":
		return r.backup(ctx)
	case "kubeconfig":
		return r.kubeconfig(ctx)
	}
	return r.reset(ctx)
}
