// Command run builds the control plane that tests use and says where it is; with
// names, it starts a cluster for each and keeps them until it is interrupted, so that a
// person can try berth on real API servers:
//
//	go run ./providers/providertest/cluster/run tokyo gke
//
// It never touches another cluster, and all that is on these is thrown away.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"berth.dev/providers/providertest/cluster"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, names []string) error {
	program, err := cluster.Binary(ctx)
	if err != nil {
		return err
	}
	fmt.Println("control plane:", program)
	if len(names) == 0 {
		return nil
	}
	folder, err := os.MkdirTemp("", "berth-clusters-")
	if err != nil {
		return err
	}
	configs, err := serve(ctx, program, folder, names)
	if err == nil {
		fmt.Printf("export KUBECONFIG=%s\n", strings.Join(configs, string(os.PathListSeparator)))
		fmt.Println("interrupt ends them")
		<-ctx.Done()
	}
	return errors.Join(err, os.RemoveAll(folder))
}

// serve starts a cluster for each name, and returns their kubeconfigs. They end with
// the context.
func serve(ctx context.Context, program, folder string, names []string) ([]string, error) {
	var configs []string
	for _, name := range names {
		o := cluster.DefaultOptions(name)
		o.Folder = filepath.Join(folder, name)
		if err := os.Mkdir(o.Folder, 0o700); err != nil {
			return nil, err
		}
		c, err := cluster.Start(ctx, program, o)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, c.Stop)
		configs = append(configs, c.Admin())
	}
	return configs, nil
}
