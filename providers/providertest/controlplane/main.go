// Command controlplane is a whole Kubernetes control plane in one program: etcd,
// kube-apiserver, kube-controller-manager, kube-scheduler, kwok and kubectl. Which
// of them runs is said by the first argument, or by the name of a link to it.
//
// Package cluster builds it once for a machine and starts it as children of tests.
// It never runs anything for real: its etcd is thrown away, its nodes are fake.
//
// # Decisions
//
// One program instead of six, because five of them share nearly all of their code:
// one of 150 MB is built in half the time and a third of the room.
//
// A module of its own, because Kubernetes asks for some 200 modules that berth has
// no use for. It needs no replace line: every staging module is required at the
// version that belongs to Kubernetes' own. The Go module proxy is all it takes to
// build it, so that tests on a real API server need no images and no root.
//
// etcd stays at 3.7.0: 3.7.3 asks for another toolchain.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	_ "time/tzdata" // schedules of CronJobs name time zones

	"github.com/spf13/pflag"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kwokconfig "sigs.k8s.io/kwok/pkg/config"
	kwok "sigs.k8s.io/kwok/pkg/kwok/cmd"
	kwoklog "sigs.k8s.io/kwok/pkg/log"
	"sigs.k8s.io/kwok/pkg/utils/signals"
)

func main() {
	names := []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "kubectl"}
	name := filepath.Base(os.Args[0])
	if !slices.Contains(names, name) && len(os.Args) > 1 {
		name, os.Args = os.Args[1], os.Args[1:]
	}
	if !slices.Contains(names, name) {
		fmt.Fprintf(os.Stderr, "usage: controlplane %s [flags]\n", strings.Join(names, "|"))
		os.Exit(2)
	}
	os.Exit(run(name))
}

// run is the main of the part with this name.
func run(name string) int {
	switch name {
	case "etcd":
		etcdmain.Main(os.Args)
	case "kube-apiserver":
		return cli.Run(apiserver.NewAPIServerCommand())
	case "kube-controller-manager":
		return cli.Run(controllers.NewControllerManagerCommand())
	case "kube-scheduler":
		return cli.Run(scheduler.NewSchedulerCommand())
	case "kubectl":
		if err := cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()); err != nil {
			return 1
		}
	case "kwok":
		if err := runKwok(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return 0
}

// runKwok does what the main of sigs.k8s.io/kwok/cmd/kwok does, which cannot be
// imported.
func runKwok() error {
	// The parts of Kubernetes have put a --version of theirs on the common flags;
	// kwok's own would clash with it.
	pflag.CommandLine = pflag.NewFlagSet("kwok", pflag.ContinueOnError)
	flags := pflag.NewFlagSet("global", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.Usage = func() {}
	ctx, _ := kwoklog.InitFlags(signals.SetupSignalContext(), flags)
	ctx, err := kwokconfig.InitFlags(ctx, flags)
	if err != nil {
		return err
	}
	command := kwok.NewCommand(ctx)
	command.PersistentFlags().AddFlagSet(flags)
	return command.ExecuteContext(ctx)
}
