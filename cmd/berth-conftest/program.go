package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
)

// options are the flags of the program.
type options struct {
	services, perFile, runs int
	seed                    uint64
	cache, keep             string
}

// program runs the comparison and returns its exit code.
func program(args []string, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("berth-conftest", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&o.services, "services", 10_000, "how many services the workspace has")
	flags.IntVar(&o.perFile, "per-file", 1, "how many services a file holds")
	flags.IntVar(&o.runs, "runs", 5, "how often each program runs")
	flags.Uint64Var(&o.seed, "seed", 1, "what the workspace is drawn from")
	flags.StringVar(&o.cache, "cache", "", "where programs are kept (default berth-conftest in the user's cache)")
	flags.StringVar(&o.keep, "keep", "", "write the workspace to this folder and leave it there")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() > 0 || o.services < 1 || o.perFile < 1 || o.runs < 1 {
		fmt.Fprintln(stderr, "berth-conftest takes flags alone; -services, -per-file and -runs are at least 1.")
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := o.compare(ctx, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "error:", err)
		return 1
	}
	return 0
}

// compare builds, writes, runs and tells.
func (o *options) compare(ctx context.Context, stdout, stderr io.Writer) error {
	dir := o.keep
	if dir == "" {
		temporary, err := os.MkdirTemp("", "berth-conftest-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temporary)
		dir = temporary
	}
	berth, conftest, err := o.build(ctx, stderr)
	if err != nil {
		return err
	}
	f, err := write(dir, o.services, o.perFile, o.seed)
	if err != nil {
		return err
	}
	contenders := contenders(berth, conftest, f)
	for range o.runs {
		for _, c := range contenders {
			if err := c.run(ctx); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
	}
	fmt.Fprint(stdout, table(contenders, o.services, o.perFile))
	return agree(contenders)
}

// build makes both programs: berth of this module, conftest of its pinned version, which
// is kept, because its build takes minutes.
func (o *options) build(ctx context.Context, stderr io.Writer) (berth, conftest string, err error) {
	cache := o.cache
	if cache == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return "", "", err
		}
		cache = filepath.Join(user, "berth-conftest")
	}
	folder := filepath.Join(cache, conftestVersion)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", "", err
	}
	berth, conftest = filepath.Join(folder, "berth"), filepath.Join(folder, "conftest")
	if err := goTool(ctx, stderr, nil, "build", "-trimpath", "-ldflags=-s -w", "-o", berth, "berth.dev/cmd/berth"); err != nil {
		return "", "", fmt.Errorf("berth cannot be built: %w", err)
	}
	if _, err := os.Stat(conftest); !errors.Is(err, os.ErrNotExist) {
		return berth, conftest, err
	}
	fmt.Fprintln(stderr, "building conftest", conftestVersion, "once; this takes some minutes")
	env := []string{"GOBIN=" + folder, "GOFLAGS=-trimpath"}
	if err := goTool(ctx, stderr, env, "install", "-ldflags=-s -w", conftestModule+"@"+conftestVersion); err != nil {
		return "", "", fmt.Errorf("conftest cannot be built: %w", err)
	}
	return berth, conftest, nil
}
